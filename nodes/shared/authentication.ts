import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import type { ApiContext } from '../api/context';

/** The credential type behind each value of Authentication, as workflows save it (contract). */
const CREDENTIAL_TYPES = new Map([
	['personalAccessToken', 'claritalkApi'],
	['oAuth2', 'claritalkOAuth2Api'],
	['serviceAccount', 'claritalkServiceAccountOAuth2Api'],
]);

/** The credentials of a node, of which Authentication shows one. */
export const credentials: INodeCredentialDescription[] = [...CREDENTIAL_TYPES].map(
	([authentication, name]) => ({
		name,
		required: true,
		displayOptions: { show: { authentication: [authentication] } },
	}),
);

/** The values of Authentication that log in as a person, who may not do everything a service account may. */
export const USER_AUTHENTICATIONS = ['personalAccessToken', 'oAuth2'];

export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'OAuth2',
			value: 'oAuth2',
			description: 'Log in as a user of Claritalk in the browser',
		},
		{
			name: 'Personal Access Token',
			value: 'personalAccessToken',
			description: 'A token that a user makes in the settings of Claritalk',
		},
		{
			name: 'Service Account',
			value: 'serviceAccount',
			description: 'Act for the whole organisation, without a user',
		},
	],
	default: 'personalAccessToken',
	description: 'How to log in to Claritalk',
};

/** The credential type that a node's Authentication parameter selects. */
export function credentialTypeOf(context: ApiContext): string {
	const chosen =
		'getInputData' in context
			? context.getNodeParameter('authentication', 0)
			: context.getNodeParameter('authentication');
	return CREDENTIAL_TYPES.get(chosen as string) ?? '';
}
