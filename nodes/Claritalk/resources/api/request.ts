import type { IHttpRequestMethods, UserError } from 'n8n-workflow';

import type { Parts } from '../../../api/client';
import { endpoints } from '../../../api/endpoints';
import type { Target } from '../../../api/facts';
import { pagedAt } from '../../../api/pager';
import { safeFileName } from '../../../shared/fileName';
import { parseFlag, parseOption, parseText, refuse } from '../../../shared/values';
import { toItems } from '../../answerItems';
import { requestOptions, responseFormat } from '../../fields/requestOptions';
import { type Call, ItemWithFiles, type Operation } from '../operation';

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
			description:
				'What follows /api in the address; a whole address of your Claritalk can be pasted, too',
		},
		{
			displayName: 'Query Parameters (JSON)',
			name: 'queryParameters',
			type: 'json',
			default: '{}',
			description: 'What follows the "?", as a JSON object such as {"page": 2}',
		},
		{
			displayName: 'Body (JSON)',
			name: 'body',
			type: 'json',
			default: '{}',
			description: 'The JSON object or list to send',
			displayOptions: { show: { method: WITH_BODY } },
		},
		requestOptions,
	],

	async run(call) {
		const { client, parameters } = call;
		const method = parameters.choice<IHttpRequestMethods>('method');
		const target = { method, path: parameters.path('path', client.origin) };
		const query = parameters.object('queryParameters');
		const body = WITH_BODY.includes(method) ? parameters.json('body') : undefined;
		const given = parameters.collection('requestOptions');
		const isFile = parseOption(given.responseFormat ?? 'json', responseFormat) === 'file';
		if (parseFlag(given.pagination, 'Pagination')) {
			if (isFile || method !== 'GET') throw notPaged();
			const { list, start } = pagedAt(target);
			return await client.list(list, { ...start, ...query }, Infinity);
		}
		if (!isFile) return toItems(await client.send(target, { query, body }));
		const field = parseText(given.outputPropertyName ?? 'data', 'Output Binary Field');
		return await download(call, target, { query, body }, field);
	},
};

/** The file that is answered, in a binary field; its item says what it is. */
async function download(
	{ client, prepareBinaryData }: Call,
	target: Target,
	parts: Parts,
	field: string,
): Promise<ItemWithFiles> {
	const [lastPart] = target.path.split('?')[0].split('/').filter(Boolean).slice(-1);
	return await client.download(target, parts, async ({ content, name, type }) => {
		const fileName = safeFileName(name, safeFileName(lastPart, 'file'));
		const file = await prepareBinaryData(content, fileName, type);
		return new ItemWithFiles({ fileName, mimeType: type }, { [field]: file });
	});
}

function notPaged(): UserError {
	return refuse(
		'Pagination reads lists, which are answers in JSON to GET',
		'Turn Pagination off, or set Method to GET and Response Format to JSON',
	);
}
