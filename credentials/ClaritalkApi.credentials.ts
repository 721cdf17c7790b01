import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { checkAccess, prepareCheck, signRequest } from './check';
import { checkAddresses, environmentProperties } from './environment';
import { parseToken } from './personalToken';
import { markedTestRequest } from './testRequest';

const WHERE = 'In Claritalk: Settings › API Tokens › Personal Access Tokens';

/** A personal access token: one user's own data, until the user revokes it (documented). */
export class ClaritalkApi implements ICredentialType {
	name = 'claritalkApi';

	displayName = 'Claritalk Personal Access Token API';

	icon = {
		light: 'file:../icons/claritalk.svg',
		dark: 'file:../icons/claritalk.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-claritalk/n8n-nodes-claritalk/blob/main/docs/connect.md#personal-access-token';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: `${WHERE}. It is shown only once.`,
		},
		{
			// Always empty: n8n runs `preAuthentication` only for a type with a field of this kind.
			displayName: 'Checked',
			name: 'checked',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: '',
		},
		...environmentProperties,
	];

	/** Sends nothing: n8n runs it before every request. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		prepareCheck(credentials, async () => {
			const token = parseToken(credentials.accessToken);
			await checkAccess(this, credentials, token, `Make a new one. ${WHERE}`);
		});
		return {};
	}

	/** A function and not a template: it refuses bad addresses or a bad token in words before anything is sent. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		checkAddresses(credentials);
		return await signRequest(credentials, request, parseToken(credentials.accessToken));
	}

	test: ICredentialTestRequest = markedTestRequest;
}
