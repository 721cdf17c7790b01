import type { INodeProperties } from 'n8n-workflow';

/** How long to wait for a meeting to be processed, in minutes. */
export const maxWait: INodeProperties = {
	displayName: 'Max Wait (Minutes)',
	name: 'maxWait',
	type: 'number',
	typeOptions: { minValue: 0, numberPrecision: 2 },
	default: 15,
	description:
		'How long to wait for the meeting, in minutes. For waits beyond half an hour, use the Claritalk Trigger in a workflow of its own.',
};
