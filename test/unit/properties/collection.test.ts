/** However a collection is written, each of its requests is read or named with a reason; nothing is passed over. */
import fc from 'fast-check';

import { readCollection } from '../../../scripts/collection/read';

const RUNS = 1_000;

const word = fc.stringMatching(/^[a-z]{2,8}$/);
const text = fc.string({ unit: 'grapheme', maxLength: 30 });
/** A word about a body in place of one: what begins as XML does is XML. */
const remark = text.filter((words) => !/^\s*<[!?/a-z]/i.test(words));

/** A request below `/api`, as Postman writes it in one of its ways. */
const request = fc
	.record({
		method: fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE'),
		path: fc.array(word, { minLength: 1, maxLength: 4 }),
		name: text,
		description: fc.option(
			fc.oneof(text, fc.record({ content: text, type: fc.constant('text/html') })),
		),
		host: fc.constantFrom('{{baseUrl}}/api', 'https://app.claritalk.example/api', '{{url}}'),
		isText: fc.boolean(),
		body: fc.option(
			fc.oneof(
				fc.record({ mode: fc.constant('raw'), raw: fc.oneof(remark, fc.json()) }),
				fc.record({
					mode: fc.constant('urlencoded'),
					urlencoded: fc.array(fc.record({ key: word, value: text })),
				}),
				fc.record({
					mode: fc.constant('formdata'),
					formdata: fc.array(fc.record({ key: word, type: fc.constantFrom('text', 'file') })),
				}),
				fc.constant(null),
			),
		),
	})
	.map(({ method, path, name, description, host, isText, body }) => {
		const raw = `${host}/${path.join('/')}`;
		const url = isText ? raw : { raw, host: [host], path };
		return {
			key: `${method} /${path.join('/')}`,
			item: { name, request: { method, url, description, body } },
		};
	});

it('each request is given, by its method and path', () => {
	const nested = fc.uniqueArray(request, {
		selector: ({ key }) => key,
		minLength: 1,
		maxLength: 12,
	});
	fc.assert(
		fc.property(nested, fc.array(text, { maxLength: 3 }), (requests, folders) => {
			const items = requests.map(({ item }) => item);
			const item = folders.reduce<unknown[]>((inner, name) => [{ name, item: inner }], items);
			const info = { name: 'x', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/' };
			const variable = [{ key: 'url', value: 'https://app.claritalk.example/api' }];
			const { count, requests: read, leftOut } = readCollection({ info, variable, item });
			expect(count).toBe(requests.length);
			expect(read.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(
				requests.map(({ key }) => key).sort(),
			);
			expect(leftOut).toEqual([]);
		}),
		{ numRuns: RUNS },
	);
});

it('anything else in it is named with a reason, or the file is refused in one line', () => {
	// An object whose `toString` is none cannot be made a text.
	const value = fc.oneof(fc.jsonValue(), fc.constant({ toString: 0, valueOf: 0 }));
	const row = fc.record({ key: value, id: value, value, description: value, type: value });
	const rows = fc.oneof(value, fc.array(row, { maxLength: 3 }));
	const mode = fc.constantFrom('raw', 'urlencoded', 'formdata', 'graphql', 'file');
	const body = fc.oneof(
		value,
		fc.record({ mode, raw: value, urlencoded: rows, formdata: rows, graphql: value }),
		fc.record({ mode, graphql: fc.record({ query: value, variables: value }) }),
	);
	const url = fc.oneof(
		value,
		fc.record({ raw: value, host: value, path: value, query: rows, variable: rows }),
		fc.record({ path: fc.array(fc.oneof(value, fc.record({ value })), { maxLength: 3 }) }),
	);
	const anything = fc.oneof(
		value,
		fc.record({ name: text, request: value }),
		fc.record({ name: value, request: fc.record({ url, method: value }) }),
		fc.record({
			name: text,
			request: fc.record({ url, body, header: rows, description: value }),
			response: fc.oneof(
				value,
				fc.array(fc.record({ code: fc.constant(200), header: rows, body: value })),
			),
		}),
		fc.record({ name: text, item: value }),
	);
	fc.assert(
		fc.property(fc.array(anything, { maxLength: 6 }), (item) => {
			const info = { name: 'x', schema: 'https://schema.getpostman.com/json/collection/v2.1.0/' };
			let published;
			try {
				published = readCollection({ info, item });
			} catch (error) {
				expect((error as Error).constructor).toBe(Error);
				expect((error as Error).message).toMatch(/^[^\n]{1,300}$/);
				return;
			}
			const { count, requests, leftOut } = published;
			expect(requests.length + leftOut.length).toBeLessThanOrEqual(count);
			for (const { reason } of leftOut) expect(reason).not.toBe('');
		}),
		{ numRuns: RUNS },
	);
});
