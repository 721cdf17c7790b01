import type { INodeProperties } from 'n8n-workflow';

/** How an operation is carried out; the same for every item of a run. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 480 },
			default: 50,
			description:
				'At most how many requests are under way at once; without it, as many as the rate limit leaves. What changes something in Claritalk goes one item after another.',
		},
		{
			displayName: 'Max Retry Wait (Minutes)',
			name: 'maxRetryWait',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 15,
			description:
				'How long an item is tried again when the rate limit of Claritalk is used up, in minutes',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 300,
			description: 'How long to wait for an answer of Claritalk, in seconds',
		},
	],
};
