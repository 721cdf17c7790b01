import type { INodeProperties } from 'n8n-workflow';

const UUID = 'e.g. 0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c';

/** Which meeting: from the list, by its ID, or by a web address that ends in `/meetings/<ID>` (inferred). */
export const meetingLocator: INodeProperties = {
	displayName: 'Meeting',
	name: 'meetingId',
	type: 'resourceLocator',
	required: true,
	default: { mode: 'list', value: '' },
	description: 'The meeting to work on',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select a meeting...',
			typeOptions: { searchListMethod: 'searchMeetings', searchable: true },
		},
		{ displayName: 'By ID', name: 'id', type: 'string', placeholder: UUID },
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://app.claritalk.com/meetings/0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c',
			hint: 'The ID is what follows /meetings/ in the address',
			extractValue: { type: 'regex', regex: '^https?://[^?#]+/meetings/([\\w-]+)' },
		},
	],
};
