import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { oAuth2Properties, refuseBadBaseUrl } from './oAuth2';
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
		...oAuth2Properties,
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'clientCredentials',
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: 'api.connect',
		},
		{
			displayName: 'Send Additional Body Properties',
			name: 'sendAdditionalBodyProperties',
			type: 'hidden',
			default: false,
		},
	];

	preAuthentication = refuseBadBaseUrl;

	test: ICredentialTestRequest = testRequest;
}
