import type { INodeProperties } from 'n8n-workflow';

/** Whether a meeting comes in the one shape that node and triggers share. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
