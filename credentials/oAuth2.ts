import type { ICredentialDataDecryptedObject, IDataObject, INodeProperties } from 'n8n-workflow';

import { environmentProperties, originExpression, originOf } from './environment';

/** What both ways to log in by OAuth2 have in common: where the token comes from, and the client in the body (documented). */
export const oAuth2Properties: INodeProperties[] = [
	...environmentProperties,
	{
		displayName: 'Access Token URL',
		name: 'accessTokenUrl',
		type: 'hidden',
		default: originExpression('$self', '/oauth/token'),
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'hidden',
		default: 'body',
	},
];

/** Runs before each request and makes no call: it only refuses a bad Base URL in words. */
export async function refuseBadBaseUrl(
	credentials: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	originOf(credentials);
	return {};
}
