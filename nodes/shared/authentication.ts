import type {
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INodeProperties,
	IWebhookFunctions,
} from 'n8n-workflow';

/** The ways to log in, by the value that workflows save (contract). */
const CREDENTIAL_TYPES = {
	personalAccessToken: 'claritalkApi',
} as const;

export const authentication: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	options: [{ name: 'Personal Access Token', value: 'personalAccessToken' }],
	default: 'personalAccessToken',
};

/** The credential type that a node's Authentication parameter selects. */
export function credentialTypeOf(
	context: IExecuteFunctions | IHookFunctions | ILoadOptionsFunctions | IWebhookFunctions,
): string {
	const chosen =
		'getInputData' in context
			? context.getNodeParameter('authentication', 0)
			: context.getNodeParameter('authentication');
	return CREDENTIAL_TYPES[chosen as keyof typeof CREDENTIAL_TYPES];
}
