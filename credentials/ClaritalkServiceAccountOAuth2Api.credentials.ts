import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { accessToken, knownToken } from '../nodes/api/login';
import { checkAccess, prepareCheck, signRequest } from './check';
import { checkAddresses, environmentProperties } from './environment';
import { markedTestRequest } from './testRequest';

const WHERE = 'In Claritalk, as an Organisation Admin: Settings › API Tokens › Service Accounts';

/**
 * A service account by OAuth2 client credentials (documented): it sees the whole organisation. Its token lives an
 * hour and has no refresh token: a new one is asked for.
 *
 * It does not extend n8n's `oAuth2Api`, which asks for a token per request at first use, and whose test fails on data
 * that n8n's own dialog sends.
 */
export class ClaritalkServiceAccountOAuth2Api implements ICredentialType {
	name = 'claritalkServiceAccountOAuth2Api';

	displayName = 'Claritalk Service Account OAuth2 API';

	icon = {
		light: 'file:../icons/claritalk.svg',
		dark: 'file:../icons/claritalk.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-claritalk/n8n-nodes-claritalk/blob/main/docs/connect.md#service-account';

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			hint: `${WHERE}.`,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'Shown only once, when the service account is made.',
		},
		{
			// Stored empty: the process keeps the token. n8n fills in nothing where preAuthentication returns nothing.
			displayName: 'Access Token',
			name: 'access_token',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		...environmentProperties,
	];

	/**
	 * n8n runs it before every request, and again when a token was refused.
	 *
	 * The token goes into these data, which live as long as one request, and not back to n8n, which would write it, with
	 * all that expressions resolved to, into its database.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		checkAddresses(credentials);
		const known = knownToken(credentials);
		const refused = String(credentials.access_token ?? '');
		credentials.access_token = await accessToken(this, credentials, refused);
		prepareCheck(credentials, async () => {
			// A token from before says nothing of the secret now.
			const token = await accessToken(this, credentials, known);
			await checkAccess(this, credentials, token, 'Open the credential and check it');
		});
		return {};
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await signRequest(credentials, request, String(credentials.access_token ?? ''));
	}

	test: ICredentialTestRequest = markedTestRequest;
}
