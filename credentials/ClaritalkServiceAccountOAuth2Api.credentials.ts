import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import { environmentProperties, originExpression, originOf } from './environment';
import { testRequest } from './testRequest';

/**
 * A service account by OAuth2 client credentials (documented): it sees the whole organisation. Its token lives an
 * hour and has no refresh token; n8n asks for a new one when Claritalk refuses the old.
 */
export class ClaritalkServiceAccountOAuth2Api implements ICredentialType {
	name = 'claritalkServiceAccountOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Claritalk Service Account OAuth2 API';

	icon = {
		light: 'file:../icons/claritalk.svg',
		dark: 'file:../icons/claritalk.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/n8n-nodes-claritalk/n8n-nodes-claritalk#service-account';

	properties: INodeProperties[] = [
		...environmentProperties,
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'clientCredentials',
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: originExpression('$self', '/oauth/token'),
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: 'api.connect',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		{
			displayName: 'Send Additional Body Properties',
			name: 'sendAdditionalBodyProperties',
			type: 'hidden',
			default: false,
		},
	];

	/** Makes no call: it only refuses a bad Base URL in words, before each request. */
	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		originOf(credentials);
		return {};
	}

	test: ICredentialTestRequest = testRequest;
}
