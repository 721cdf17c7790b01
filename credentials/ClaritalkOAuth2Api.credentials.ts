import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { originExpression, TOKEN_PATH } from '../nodes/api/origins';
import { checkAddresses, environmentProperties } from './environment';
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

	documentationUrl =
		'https://github.com/n8n-nodes-claritalk/n8n-nodes-claritalk/blob/main/docs/connect.md#oauth2';

	properties: INodeProperties[] = [
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			required: true,
			default: '',
			hint: 'Claritalk support gives it, for the OAuth Redirect URL above.',
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'Comes with the Client ID from Claritalk support.',
		},
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
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: originExpression('$self', TOKEN_PATH),
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
		{
			// The client goes into the body of a token request (documented).
			displayName: 'Authentication',
			name: 'authentication',
			type: 'hidden',
			default: 'body',
		},
		...environmentProperties,
	];

	/** Runs before each request and makes no call: it only refuses in words what n8n would fail on without. */
	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		checkAddresses(credentials);
		if (credentials.oauthTokenData === null) {
			throw new UserError('Nobody has logged in with this credential yet. Open it and connect it');
		}
		return {};
	}

	test: ICredentialTestRequest = testRequest;
}
