import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { environmentProperties, originOf } from './environment';
import { testRequest } from './testRequest';

/** A personal access token: one user's own data, until the user revokes it (documented). */
export class ClaritalkApi implements ICredentialType {
	name = 'claritalkApi';

	displayName = 'Claritalk Personal Access Token API';

	icon = {
		light: 'file:../icons/claritalk.svg',
		dark: 'file:../icons/claritalk.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-claritalk/n8n-nodes-claritalk#personal-access-token';

	properties: INodeProperties[] = [
		...environmentProperties,
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In Claritalk: Settings › API Tokens › Personal Access Tokens. The token is shown only once',
		},
	];

	/** A function and not a template: it refuses a bad Base URL in words before anything is sent. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		originOf(credentials);
		const token = String(credentials.accessToken ?? '').trim();
		return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } };
	}

	test: ICredentialTestRequest = testRequest;
}
