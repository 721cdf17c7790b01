import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { endpoints } from '../../../api/endpoints';
import { isObject } from '../../../api/json';
import type { Operation } from '../operation';

const WITH_BODY = ['DELETE', 'PATCH', 'POST', 'PUT'];

export const request: Operation = {
	value: 'request',
	name: 'Request',
	action: 'Make an API request',
	description: 'Call any address of the Claritalk API, for what this node has no operation for',
	properties: [
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((name) => ({ name, value: name })),
			default: 'GET',
			description: 'The HTTP method',
		},
		{
			displayName: 'Path',
			name: 'path',
			type: 'string',
			required: true,
			default: '',
			placeholder: `e.g. ${endpoints.meeting.getMany.path}`,
			description: 'The path below /api, beginning with "/"',
		},
		{
			displayName: 'Query Parameters',
			name: 'queryParameters',
			type: 'json',
			default: '{}',
			description: 'What follows the "?", as a JSON object such as {"page": 2}',
		},
		{
			displayName: 'Body',
			name: 'body',
			type: 'json',
			default: '{}',
			description: 'The JSON object or list to send',
			displayOptions: { show: { method: WITH_BODY } },
		},
	],

	async run({ client, parameters }) {
		const method = parameters.choice<IHttpRequestMethods>('method');
		const target = { method, path: parameters.path('path') };
		const query = parameters.object('queryParameters');
		const body = WITH_BODY.includes(method) ? parameters.json('body') : undefined;
		return toItems(await client.send(target, { query, body }));
	},
};

/** An object stays as it is, a list gives an item per member, and what is neither is put into `data`. */
function toItems(answer: unknown): IDataObject | IDataObject[] {
	if (answer === undefined) return { success: true };
	if (Array.isArray(answer)) return answer.map(toItem);
	return toItem(answer);
}

function toItem(value: unknown): IDataObject {
	return isObject(value) ? value : { data: value as IDataObject['data'] };
}
