import type { INodeProperties } from 'n8n-workflow';

/** What an answer is taken for. */
export const responseFormat: INodeProperties = {
	displayName: 'Response Format',
	name: 'responseFormat',
	type: 'options',
	options: [
		{ name: 'File', value: 'file', description: 'The answer is a file, such as a PDF' },
		{ name: 'JSON', value: 'json', description: 'The answer is JSON' },
	],
	default: 'json',
	description: 'What the answer is',
};

/** How the answer to a request of the user's own is taken. */
export const requestOptions: INodeProperties = {
	displayName: 'Request Options',
	name: 'requestOptions',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Output Binary Field',
			name: 'outputPropertyName',
			type: 'string',
			default: 'data',
			description: 'The name of the binary field that a file is put in',
		},
		{
			displayName: 'Pagination',
			name: 'pagination',
			type: 'boolean',
			default: true,
			description:
				'Whether to read all pages of a list, an item for each of its rows. They begin with the page, and have the size, that the path or the query names.',
		},
		responseFormat,
	],
};
