import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { originExpression } from './environment';
import { oAuth2Properties, refuseBadBaseUrl } from './oAuth2';
import { testRequest } from './testRequest';

/**
 * A user's own login by OAuth2 authorization code (documented). The access token lives an hour; `offline_access` gets
 * the refresh token with which n8n renews it, and which Claritalk replaces at each use.
 */
export class ClaritalkOAuth2Api implements ICredentialType {
	name = 'claritalkOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Claritalk OAuth2 API';

	icon = {
		light: 'file:../icons/claritalk.svg',
		dark: 'file:../icons/claritalk.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/n8n-nodes-claritalk/n8n-nodes-claritalk#oauth2';

	properties: INodeProperties[] = [
		...oAuth2Properties,
		{
			displayName: 'Grant Type',
			name: 'grantType',
			type: 'hidden',
			default: 'authorizationCode',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: originExpression('$self', '/oauth/authorize'),
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: 'api.connect offline_access',
		},
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
	];

	preAuthentication = refuseBadBaseUrl;

	test: ICredentialTestRequest = testRequest;
}
