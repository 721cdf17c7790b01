import { readCollection } from '../../../scripts/collection/read';
import { plainText } from '../../../scripts/collection/text';

const V20 = 'https://schema.getpostman.com/json/collection/v2.0.0/collection.json';
const V21 = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const collection = (item: unknown[], more: object = {}) => ({
	info: { name: 'Claritalk', schema: V21 },
	item,
	...more,
});
const request = (method: string, url: unknown, more: object = {}) => ({
	name: `${method} it`,
	request: { method, url, ...more },
});
const readOne = (...args: Parameters<typeof request>) =>
	readCollection(collection([request(...args)])).requests[0];
const calls = (json: unknown) =>
	readCollection(json).requests.map(({ method, path }) => `${method} ${path}`);
const raw = (text: string) => ({ body: { mode: 'raw', raw: text } });
const names = (fields: Array<{ name: string }>) => fields.map(({ name }) => name);

describe('an address', () => {
	it.each([
		['a variable and a :parameter', '{{base_url}}/meetings/:meeting_id', '/meetings/{}'],
		['a variable as a parameter', '{{base_url}}/api/meetings/{{meeting_id}}', '/meetings/{}'],
		['an address in full', 'https://app.claritalk.com/api/meetings', '/meetings'],
		['an address without a protocol', 'app.claritalk.com/api/meetings', '/meetings'],
		['a host with a port', 'localhost:8000/api/meetings', '/meetings'],
		['a protocol before a variable', 'https://{{host}}/api/meetings/', '/meetings'],
		['a path alone', '/api/meetings', '/meetings'],
		['a UUID', 'https://x.example/api/users/0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c', '/users/{}'],
		['a number', 'https://x.example/api/users/42?x=1#y', '/users/{}'],
		['braces', 'https://x.example/api/users/{user}', '/users/{}'],
		['a parameter inside a segment', '{{u}}/api/files/{{name}}.pdf', '/files/{}.pdf'],
		['letters of other alphabets', '{{u}}/api/größe', '/gr%C3%B6%C3%9Fe'],
		[
			'an object',
			{ raw: '{{host}}/api/teams', host: ['{{host}}'], path: ['api', 'teams'] },
			'/teams',
		],
		['an object with nothing but its text', { raw: '{{host}}/api/teams/:id?x=1' }, '/teams/{}'],
		[
			'an object without its text',
			{ protocol: 'https', host: '{{host}}', path: '/api/stacks/{{api_key}}' },
			'/stacks/{}',
		],
		[
			'segments that are objects',
			{ host: ['x', 'example'], path: ['api', { type: 'string', value: 'teams' }] },
			'/teams',
		],
		[
			'a parameter with an example value',
			{
				raw: 'https://app.claritalk.com/api/users/:id/notes',
				protocol: 'https',
				host: ['app', 'claritalk', 'com'],
				path: ['api', 'users', ':id', 'notes'],
				variable: [{ key: 'id', value: 'abc-1' }],
			},
			'/users/{}/notes',
		],
	])('is read as %s', (_, url, path) => {
		expect(readOne('GET', url).path).toBe(path);
	});

	it.each([
		[[{ key: 'base_url', value: 'https://app.claritalk.com/api' }]],
		[
			[
				{ key: 'base_url', value: '{{origin}}/api/' },
				{ key: 'origin', value: 'https://{{host}}' },
				{ id: 'host', value: 'app.claritalk.com' },
			],
		],
		[[{ key: 'base_url', value: '{{base_url}}' }]],
		[[{ key: 'base_url', value: null }]],
	])('fills in what the collection says of its host: %j', (variable) => {
		const json = collection([request('GET', '{{base_url}}/teams/{{id}}')], { variable });
		expect(calls(json)).toEqual(['GET /teams/{}']);
	});

	it('fills in a version, and what a folder says of a variable', () => {
		const folder = {
			name: 'Teams',
			variable: [{ key: 'version', value: 'v2' }],
			item: [request('GET', '{{u}}/api/{{version}}/teams')],
		};
		expect(calls(collection([folder]))).toEqual(['GET /v2/teams']);
	});

	it('gives its parameters with their names, examples and descriptions', () => {
		const url = {
			raw: '{{u}}/api/users/:id/notes/7?tag[]=a&tag[]=b&state=&dry%20run=1',
			host: ['{{u}}'],
			path: ['api', 'users', ':id', 'notes', '7'],
			variable: [{ key: 'id', value: 'abc', description: { content: 'The <b>user</b>' } }],
			query: [
				{ key: 'tag[]', value: 'a' },
				{ key: 'tag[]', value: 'b' },
				{ key: 'state', value: '{{state}}', description: 'Required', disabled: true },
				{ key: '', value: '', disabled: true },
				{ key: 'dry%20run', value: '1' },
			],
		};
		const { parameters, query } = readOne('GET', url);
		expect(parameters).toEqual([
			{ name: 'id', example: 'abc', description: 'The user', isRequired: false },
			{ name: '', example: '7', description: '', isRequired: false },
		]);
		expect(query).toEqual([
			{ name: 'tag[]', example: 'a', description: '', isRequired: false, isOff: false },
			{ name: 'state', description: 'Required', isRequired: true, isOff: true },
			{ name: 'dry run', example: '1', description: '', isRequired: false, isOff: false },
		]);
	});
});

describe('a collection', () => {
	it('may be v2.0, have folders in folders, be wrapped, and hold a request that is only an address', () => {
		const nested = [
			{ name: 'A', item: [{ name: 'B', item: [{ name: 'C', request: '{{u}}/teams' }] }] },
		];
		const v20 = { ...collection(nested), info: { name: 'x', schema: V20 } };
		expect(readCollection({ collection: v20 }).requests[0]).toMatchObject({
			method: 'GET',
			path: '/teams',
			name: 'C',
			folders: ['A', 'B'],
		});
	});

	it('names what is no call of the API, and why', () => {
		const items = [
			request('POST', 'https://app.claritalk.com/oauth/token'),
			request('GET', '{{host}}/oauth/authorize?x=1'),
			request('GET', '{{host}}/create-conversation'),
			request('GET', '{{host}}/api/teams'),
			request('GET', '{{host}}/api/teams/'),
			request('HEAD', '{{host}}/api/teams'),
			request('GET', '{{host}}/api/../admin'),
			request('GET', '{{host}}'),
			{ name: 'Nothing' },
			request('PUT', '{{host}}/api/photo', { body: { mode: 'file', file: { src: 'x.png' } } }),
			request('POST', '{{host}}/api/soap', raw('<soap/>')),
			request('POST', '{{host}}/api/proto', raw('{"a": 1, "__proto__": 1}')),
			request('GET', '{{host}}/api/proto?__proto__=1'),
			{
				...request('GET', '{{host}}/api/report'),
				response: [{ code: 200, header: [{ key: 'Content-Type', value: 'application/pdf' }] }],
			},
		];
		const { count, requests, leftOut } = readCollection(collection(items));
		expect(requests.map(({ path }) => path)).toEqual(['/teams']);
		expect(leftOut.map(({ title, reason }) => `${title}: ${reason}`)).toEqual([
			'POST it: it is a step of the OAuth login, which the credentials do',
			'GET it: it is a step of the OAuth login, which the credentials do',
			'GET it: its path is outside /api',
			'GET it: the same call as "GET it": GET /teams',
			'HEAD it: the node cannot send HEAD',
			'GET it: its path has a "." or ".." part',
			'GET it: its address has no path',
			'Nothing: it holds no request',
			'PUT it: its body is a bare file, without a form around it',
			'POST it: its body is XML or HTML',
			'POST it: the node cannot send a field that is called __proto__',
			'GET it: the node cannot send a field that is called __proto__',
			'GET it: it answers with a file: use API › Request, with File as Response Format',
		]);
		expect(requests.length + leftOut.length).toBe(count);
	});

	it('has nothing outside /api of a host, however that is spelled', () => {
		const variable = [
			{ key: 'base', value: '{{scheme}}://{{host}}/api' },
			{ key: 'scheme', value: 'https' },
			{ key: 'host', value: 'app.claritalk.com' },
		];
		const items = [
			request('GET', '{{base}}/meetings'),
			request('GET', 'https://app.claritalk.com/health'),
			request('GET', 'App.Claritalk.com/health/2'),
			request('GET', '{{host}}/health/3'),
			request('GET', 'https://other.example/health/4'),
		];
		const { requests, leftOut } = readCollection(collection(items, { variable }));
		expect(requests.map(({ path }) => path)).toEqual(['/meetings', '/health/{}']);
		expect(leftOut.map(({ reason }) => reason)).toEqual(Array(3).fill('its path is outside /api'));
	});

	it('gives a call that stands there several times once, with all its fields', () => {
		const items = [
			request('POST', '{{u}}/x?a=1', raw('{"one": 1, "two": {"three": 3}}')),
			request('POST', '{{u}}/x?b=1', raw('{"two": 2, "four": 4}')),
			request('POST', '{{u}}/x'),
		];
		const [one] = readCollection(collection(items)).requests;
		expect(names(one.body)).toEqual(['one', 'two', 'four']);
		expect(names(one.query)).toEqual(['a', 'b']);
		expect(one.body.filter(({ isOff }) => isOff)).toHaveLength(1);
	});

	it('keeps the first saved answer that is a success', () => {
		const item = {
			...request('GET', '{{u}}/x'),
			response: [
				{ code: 404, body: '{"message": "x"}' },
				{ code: 201, body: '{"id": 1}' },
			],
		};
		const [{ answer }] = readCollection(collection([item])).requests;
		expect(answer).toEqual({ status: 201, body: { id: 1 }, isFile: false });
	});

	it.each([null, [], 'x', {}, { item: {} }, { collection: null }])('is not %j', (json) => {
		expect(() => readCollection(json)).toThrow('no Postman collection');
	});
});

describe('a body', () => {
	it('is JSON with comments, variables and commas that are too many', () => {
		const { body, bodyKind } = readOne(
			'POST',
			'{{u}}/x',
			raw(
				[
					'{',
					'  "title": "a // b", // What it is called (required)',
					'  /* of the owner */ "user_id": {{user}},',
					'  "url": "https://x.example/{{path}}",',
					'  "tags": ["a", "b",], // Several',
					'  "note": null,',
					'}',
				].join('\r\n'),
			),
		);
		expect(bodyKind).toBe('json');
		expect(body).toEqual([
			{
				name: 'title',
				example: 'a // b',
				description: 'What it is called (required)',
				isRequired: true,
			},
			{ name: 'user_id', description: '', isRequired: false },
			{ name: 'url', description: '', isRequired: false },
			{ name: 'tags', example: ['a', 'b'], description: 'Several', isRequired: false },
			{ name: 'note', description: '', isRequired: false },
		]);
	});

	it.each([
		['a list', raw('[{"four": 4}]'), 'list'],
		['a word about it', raw('The meeting to be created.'), 'any'],
		['an empty object', raw('{}'), 'any'],
		['nothing', raw(' '), 'none'],
		['without a mode', { body: {} }, 'none'],
		['switched off', { body: { mode: 'raw', raw: '{"a": 1}', disabled: true } }, 'none'],
		['an empty form', { body: { mode: 'formdata', formdata: [] } }, 'none'],
	])('is %s', (_, more, kind) => {
		expect(readOne('POST', '{{u}}/x', more)).toMatchObject({ bodyKind: kind, body: [] });
	});

	it('is a form, with files, and with fields that are switched off', () => {
		const formdata = [
			{ key: 'file', type: 'file', src: ['/home/me/x.mp3'], description: '<p>Required</p>' },
			{ key: 'note', value: 'x', type: 'text', disabled: true },
			{ key: '', value: '' },
			{ key: '_method', value: 'PUT' },
		];
		expect(readOne('POST', '{{u}}/x', { body: { mode: 'formdata', formdata } })).toMatchObject({
			bodyKind: 'multipart',
			body: [
				{ name: 'file', isFile: true, isRequired: true },
				{ name: 'note', example: 'x', isOff: true },
				{ name: '_method', example: 'PUT' },
			],
		});
		const urlencoded = [{ key: 'five', value: '' }];
		expect(readOne('POST', '{{u}}/x', { body: { mode: 'urlencoded', urlencoded } })).toMatchObject({
			bodyKind: 'urlencoded',
			body: [{ name: 'five' }],
		});
	});

	it('is GraphQL', () => {
		const graphql = { query: 'query { a }', variables: '{"id": 1}' };
		expect(readOne('POST', '{{u}}/x', { body: { mode: 'graphql', graphql } }).body).toMatchObject([
			{ name: 'query', example: 'query { a }', isRequired: true },
			{ name: 'variables', example: { id: 1 } },
		]);
	});

	it('of a GET is not looked at', () => {
		expect(readOne('GET', '{{u}}/x', raw('{"a": 1}'))).toMatchObject({
			bodyKind: 'none',
			body: [],
		});
	});
});

describe('a description', () => {
	it.each([
		[
			'<p>Lists <b>all</b> meetings.</p><p>Up to 50&nbsp;a page &amp; more.</p>',
			'Lists all meetings.\nUp to 50 a page & more.',
		],
		[
			'# Title\n\nSee [the docs](https://x.example) for `id`.\n\n- one\n- two',
			'Title\nSee the docs for id.\none\ntwo',
		],
		[{ content: 'As an object', type: 'text/plain' }, 'As an object'],
		[undefined, ''],
		[null, ''],
	])('%j is read as plain text', (description, text) => {
		expect(plainText(description)).toBe(text);
	});

	it('tells which fields are required, in a table or a list', () => {
		const description =
			'<table><tr><td>title</td><td>string</td><td>Required</td></tr>' +
			'<tr><td>locale</td><td>string</td><td>not required</td></tr></table>' +
			'<ul><li>team_id (required)</li><li>user_id (required for service accounts only)</li></ul>';
		const { body } = readOne('POST', '{{u}}/x', {
			description,
			...raw('{"title": "", "locale": "", "team_id": "", "user_id": ""}'),
		});
		expect(names(body.filter(({ isRequired }) => isRequired))).toEqual(['title', 'team_id']);
	});
});
