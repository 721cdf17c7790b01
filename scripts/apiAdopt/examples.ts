import type { IDataObject } from 'n8n-workflow';

import { readOne, readWritten } from '../../nodes/api/answers';
import { readPage } from '../../nodes/api/pages';
import type { AdoptedExample } from '../../test/sandbox/adopted';
import { isObject } from '../collection/text';
import { type Adopted, callerOf, exampleOf, type Parameter, rateClassOf } from './adopted';
import { safeExample } from './secrets';

/** How much of a saved answer is kept: enough to show what it is like. */
const MAX_MEMBERS = 2;
const MAX_TEXT = 300;

/** What says that more pages follow: of an example there is one. */
const NEXT_PAGE = /^(next|next_page_url|next_?cursor|next_?page_?token|has_?more|more)$/i;
const LAST_PAGE = /^(last_?page|total_?pages|page_?count)$/i;
const TOTAL = /^(total|total_?(count|items|results))$/i;

/** An operation's example, as the collection has it, without secrets. */
export function exampleOfOperation(adopted: Adopted, made: string): AdoptedExample {
	const { resource, operation, parameters, request, work } = adopted;
	const sent = (place: Parameter['place']) =>
		parameters.filter(
			(one) => one.place === place && one.field.kind !== 'file' && !one.field.unpublished,
		);
	const values = (list: Parameter[]) =>
		Object.fromEntries(list.map((one) => [one.field.sent, exampleOf(one)]));
	const isPaged = ({ name }: Parameter) => work === 'list' && ['page', 'perPage'].includes(name);
	const body = bodyOf(adopted, values(sent('body')));
	const answer = answerOf(adopted);
	const output = outputOf(adopted, answer.body);
	return {
		operation: `${resource.value}.${operation.value}`,
		method: request.method,
		path: request.path,
		isUpload: rateClassOf(request) === 'upload',
		isServiceAccountOnly: callerOf(request.description) === 'serviceAccount',
		ids: Object.fromEntries(sent('path').map((one) => [one.name, String(exampleOf(one))] as const)),
		query: values(sent('query').filter((one) => !isPaged(one))),
		...(body !== undefined && { body }),
		files: request.body.filter(({ isFile }) => isFile).map(({ name }) => name),
		answer,
		...(output && { output }),
		made,
	};
}

function bodyOf({ request }: Adopted, fields: Record<string, unknown>): unknown {
	if (request.bodyKind === 'none') return undefined;
	if (request.bodyKind === 'list') return shortened(safeExample(request.list));
	return request.bodyKind === 'any' ? { name: 'example' } : fields;
}

function answerOf({ request, work }: Adopted): AdoptedExample['answer'] {
	const { status, body } = request.answer ?? {};
	const shown = body === undefined ? undefined : shortened(safeExample(body));
	if (shown !== undefined) return { status: status ?? 200, body: shown };
	if (work === 'list' || work === 'rows') return { status: 200, body: [] };
	if (work === 'read' || work === 'any') return { status: 200, body: { id: 1 } };
	return { status: status ?? 204 };
}

/** What the node makes of the answer: undefined where the collection says nothing of it. */
function outputOf({ request, work, endpoint }: Adopted, body: unknown): IDataObject | undefined {
	if (request.answer?.body === undefined) return undefined;
	switch (work) {
		case 'list':
		case 'rows': {
			const plural = endpoint.path.slice(endpoint.path.lastIndexOf('/') + 1);
			return readPage(body, 1, { page: 'page', plural })?.rows[0];
		}
		case 'read':
			return readOne(body, endpoint.subject);
		case 'write':
			return readWritten(body, endpoint.subject);
		case 'any': {
			const [one] = [body].flat();
			return isObject(one) ? (one as IDataObject) : undefined;
		}
		case 'delete':
			return undefined;
	}
}

/** An example that is one page, of few rows, without long texts. */
function shortened(value: unknown): unknown {
	if (typeof value === 'string') return value.length > MAX_TEXT ? value.slice(0, MAX_TEXT) : value;
	if (Array.isArray(value)) return value.slice(0, MAX_MEMBERS).map(shortened);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, one]) => {
			if (NEXT_PAGE.test(key) && typeof one !== 'object') return [key, null];
			if ((LAST_PAGE.test(key) || TOTAL.test(key)) && typeof one === 'number') return [key, 1];
			return [key, shortened(one)];
		}),
	);
}
