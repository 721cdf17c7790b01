import type { INodeProperties } from 'n8n-workflow';

import { BASE_URL_RULE, type EnvironmentData, originOf } from '../nodes/api/origins';
import { OVERRIDES_RULE, type OverridesData, readOverrides } from '../nodes/api/overrides';

/** The last fields of every Claritalk credential type. */
export const environmentProperties: INodeProperties[] = [
	{
		displayName: 'Environment',
		name: 'environment',
		type: 'options',
		options: [
			{ name: 'Custom', value: 'custom', description: 'Another address, such as a test server' },
			{ name: 'Production', value: 'production', description: 'The app at app.claritalk.com' },
			{ name: 'Staging', value: 'staging', description: 'The app at staging.claritalk.com' },
		],
		default: 'production',
		description: 'Which Claritalk the credential belongs to',
	},
	{
		displayName: 'Base URL',
		name: 'baseUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://claritalk.example.com',
		hint: 'Only the beginning of the address, up to the first slash after the host',
		description: `${BASE_URL_RULE}.`,
		displayOptions: { show: { environment: ['custom'] } },
	},
	{
		displayName: 'Path Overrides',
		name: 'pathOverrides',
		type: 'string',
		default: '',
		placeholder: 'e.g. { "/meetings": "/conversations" }',
		hint: 'Leave empty unless Claritalk does not know an address that this package uses',
		description: `${OVERRIDES_RULE}. It holds for every node that uses this credential, and not for the operation Request of the resource API, where the path is your own.`,
	},
];

/**
 * Makes sure that the addresses of a credential can be used, before anything is sent.
 *
 * @throws UserError that names the field and the cure
 */
export function checkAddresses(credentials: EnvironmentData & OverridesData): void {
	originOf(credentials);
	readOverrides(credentials);
}
