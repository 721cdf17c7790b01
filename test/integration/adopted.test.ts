/**
 * Every operation that was adopted from a collection, in both shapes of the sandbox and against a server that answers
 * as the collection does: method, path, query and body arrive as the collection says.
 */
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../nodes/api/endpoints';
import type { Endpoint, Field } from '../../nodes/api/facts';
import { parametersOf } from '../../nodes/Claritalk/moreFields';
import { resources } from '../../nodes/Claritalk/resources';
import type { Operation } from '../../nodes/Claritalk/resources/operation';
import { byId, patOf, useClaritalk } from '../harness/claritalk';
import type { Harness } from '../harness/harness';
import { useScriptedApi } from '../harness/scriptedApi';
import { type Sandbox, SHAPES } from '../sandbox';
import { type AdoptedExample, adoptedParts } from '../sandbox/adopted';

const { examples: EXAMPLES } = adoptedParts();
const PAGING = ['page', 'perPage'];

const operationOf = (address: string): Operation | undefined => {
	const [resource, name] = address.split('.');
	const { operations = [] } = resources.find(({ value }) => value === resource) ?? {};
	return operations.find(({ value }) => value === name);
};
const endpointOf = (address: string): Endpoint => {
	const [resource, name] = address.split('.');
	const all: Record<string, Record<string, Endpoint>> = endpoints;
	return all[resource][name];
};

/** What a user would enter to make the call of an example. */
function parametersFor(example: AdoptedExample): INodeParameters {
	const { method, body = {}, query = {} } = endpointOf(example.operation);
	const values = new Map<string, unknown>(Object.entries(example.ids));
	const take = (fields: Readonly<Record<string, Field>>, sent: unknown) => {
		for (const [name, field] of Object.entries(fields)) {
			const value = (sent as IDataObject | undefined)?.[field.sent];
			if (value !== undefined) values.set(name, entered(value));
		}
	};
	take(query, example.query);
	take(body, Array.isArray(example.body) ? undefined : example.body);
	const enter = (properties: INodeProperties[]): INodeParameters =>
		Object.fromEntries(
			properties.flatMap(({ name, type, options }): Array<[string, never]> => {
				if (type === 'collection') return [[name, enter(options as INodeProperties[]) as never]];
				if (type === 'resourceLocator' && values.has(name))
					return [[name, byId(values.get(name)) as never]];
				if (/binaryPropertyName$/i.test(name)) return [[name, 'data' as never]];
				if (name === 'body' && method !== 'GET' && !values.has(name)) {
					return [[name, JSON.stringify(example.body) as never]];
				}
				return values.has(name) ? [[name, values.get(name) as never]] : [];
			}),
		);
	return enter(parametersOf(operationOf(example.operation)!));
}

/** Objects and lists are entered as JSON. */
function entered(value: unknown): unknown {
	return typeof value === 'object' ? JSON.stringify(value) : value;
}

async function run(n8n: Harness, example: AdoptedExample, credentials = {}) {
	const [resource, operation] = example.operation.split('.');
	const data = await n8n.storeBinary('file', 'file.bin', 'application/octet-stream');
	const [items] = await n8n.execute('claritalk', {
		...credentials,
		items: [{ json: {}, binary: { data } }],
		parameters: { resource, operation, ...parametersFor(example) },
	});
	return items;
}

/** What a body of fields comes to in a form: texts, a member of a list each. */
function pairsOf(fields: unknown): string[] {
	return Object.entries(fields as object).flatMap(([name, value]: [string, unknown]) =>
		[value].flat().map((one) => `${name}=${String(one)}`),
	);
}

it('the examples are those of operations that are there', () => {
	for (const { operation } of EXAMPLES) expect(operationOf(operation)).toBeDefined();
});

describe('what was adopted from the collection', () => {
	const api = useScriptedApi();

	// Without anything adopted there is nothing to try, and jest wants a test in each block.
	it.each(EXAMPLES.length > 0 ? EXAMPLES : [undefined])(
		'$operation arrives as the collection says',
		async (example) => {
			if (!example) return expect(EXAMPLES).toEqual([]);
			const { status, body } = example.answer;
			const endpoint = endpointOf(example.operation);
			const ids = Object.values(example.ids).map(encodeURIComponent);
			api.answer(status === 204 || body === undefined ? { status } : { status, json: body });
			await run(api.n8n, example);
			const [seen] = api.requests;

			expect(seen.method).toBe(example.method);
			expect(seen.url.split('?')[0]).toBe(example.path.replace(/\{\}/g, () => ids.shift()!));
			const asked = new URLSearchParams(seen.search);
			for (const name of PAGING) {
				if (endpoint.query?.[name]) asked.delete(endpoint.query[name].sent);
			}
			expect([...asked].map(([name, value]) => `${name}=${value}`).sort()).toEqual(
				pairsOf(example.query).sort(),
			);
			if (endpoint.encoding === 'urlencoded') {
				expect(seen.headers['content-type']).toMatch('application/x-www-form-urlencoded');
				expect([...new URLSearchParams(seen.text)].map((pair) => pair.join('='))).toEqual(
					expect.arrayContaining(pairsOf(example.body)),
				);
			} else if (endpoint.encoding === 'multipart') {
				const files = example.files.map((name) => `${name}=file.bin`);
				const parts = seen.parts.map((pair) => pair.join('='));
				expect(parts.sort()).toEqual([...pairsOf(example.body), ...files].sort());
			} else {
				expect(seen.body).toEqual(example.body);
			}
		},
	);
});

describe.each(SHAPES)('in the %s shape of the sandbox', (shape) => {
	let sandbox: Sandbox;
	let n8n: Harness;
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	it.each(EXAMPLES.length > 0 ? EXAMPLES : [undefined])(
		'$operation gives the saved answer',
		async (example) => {
			if (!example) return expect(EXAMPLES).toEqual([]);
			const credentials = { claritalkApi: patOf(sandbox, sandbox.serviceToken) };
			const items = await run(n8n, example, { credentials });
			if (endpointOf(example.operation).method === 'DELETE') {
				expect(items.map(({ json }) => json)).toEqual([{ deleted: true }]);
			} else if (example.output) {
				expect(items[0]).toMatchObject({ json: example.output, pairedItem: { item: 0 } });
			}
			expect(sandbox.requests[0].status).toBe(example.answer.status);
		},
	);
});
