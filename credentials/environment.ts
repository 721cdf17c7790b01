import type { INodeProperties } from 'n8n-workflow';

import { BASE_URL_RULE } from '../nodes/api/origins';

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
];
