import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endpointRows, endpoints } from '../../../nodes/api/endpoints';
import type { Endpoint } from '../../../nodes/api/facts';
import { readCollection } from '../../../scripts/apiCheck/collection';
import { agrees, compare } from '../../../scripts/apiCheck/compare';

const fields = {
	...endpoints.meeting.create.body,
	...endpoints.user.create.body,
	...endpoints.user.getMany.query,
};

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
const paths = (json: unknown) =>
	readCollection(json).map(({ method, path }) => `${method} ${path}`);

describe('readCollection', () => {
	it.each([
		['a variable and a :parameter', '{{base_url}}/meetings/:meeting_id', '/meetings/{}'],
		['a variable as a parameter', '{{base_url}}/api/meetings/{{meeting_id}}', '/meetings/{}'],
		['an address in full', 'https://app.claritalk.com/api/meetings', '/meetings'],
		['an address without a protocol', 'app.claritalk.com/api/meetings', '/meetings'],
		['a UUID', 'https://x.example/api/users/0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c', '/users/{}'],
		['a number', 'https://x.example/api/users/42?x=1#y', '/users/{}'],
		['braces', 'https://x.example/api/users/{user}', '/users/{}'],
		[
			'an object',
			{ raw: '{{host}}/api/teams', host: ['{{host}}'], path: ['api', 'teams'] },
			'/teams',
		],
		[
			'an object with variables',
			{
				protocol: 'https',
				host: ['app', 'claritalk', 'com'],
				path: ['api', 'users', ':id'],
				variable: [{ key: 'id', value: '' }],
			},
			'/users/{}',
		],
	])('reads %s', (_, url, path) => {
		expect(paths(collection([request('GET', url)]))).toEqual([`GET ${path}`]);
	});

	it('fills in what the collection says of its host', () => {
		const variable = [{ key: 'base_url', value: 'https://app.claritalk.com/api' }];
		expect(paths(collection([request('GET', '{{base_url}}/teams')], { variable }))).toEqual([
			'GET /teams',
		]);
	});

	it('reads v2.0, folders in folders, a wrapped export, and a request that is only an address', () => {
		const nested = [
			{ name: 'A', item: [{ name: 'B', item: [{ name: 'C', request: '{{u}}/teams' }] }] },
		];
		const v20 = { ...collection(nested), info: { name: 'x', schema: V20 } };
		expect(paths({ collection: v20 })).toEqual(['GET /teams']);
	});

	it('leaves the OAuth pages out', () => {
		const items = [
			request('POST', 'https://app.claritalk.com/oauth/token'),
			request('GET', '{{host}}/oauth/authorize?x=1'),
			request('GET', '{{host}}/api/teams'),
		];
		expect(paths(collection(items))).toEqual(['GET /teams']);
	});

	it('finds the fields of every kind of body, and those of the query', () => {
		const raw = (text: string) => ({ body: { mode: 'raw', raw: text } });
		const [one] = readCollection(
			collection([
				request('POST', '{{u}}/x?a=1', raw('{"one": 1, "two": {"three": 3}}')),
				request('POST', '{{u}}/x', raw('[{"four": 4}]')),
				request('POST', '{{u}}/x', raw('no JSON')),
				request('POST', '{{u}}/x', {
					body: { mode: 'urlencoded', urlencoded: [{ key: 'five', value: '' }] },
				}),
				request(
					'POST',
					{ raw: '{{u}}/x', host: ['{{u}}'], path: ['x'], query: [{ key: 'b' }] },
					{
						body: { mode: 'formdata', formdata: [{ key: 'six', type: 'file' }, { key: '' }] },
					},
				),
			]),
		);
		expect(one).toEqual({
			method: 'POST',
			path: '/x',
			body: ['one', 'two', 'four', 'five', 'six'],
			query: ['a', 'b'],
		});
	});

	it.each([null, [], 'x', {}, { item: {} }, { collection: null }])('refuses %j', (json) => {
		expect(() => readCollection(json)).toThrow('no Postman collection');
	});
});

describe('compare', () => {
	const endpoint = (method: string, path: string, more: Partial<Endpoint> = {}) =>
		({
			method,
			path,
			evidence: 'inferred',
			caller: 'any',
			rateClass: 'default',
			...more,
		}) as Endpoint;
	const published = (method: string, path: string, body: string[] = [], query: string[] = []) => ({
		method,
		path,
		body,
		query,
	});

	it('sorts calls into covered, differing, missing and unpublished', () => {
		const table = [
			endpoint('GET', '/meetings/{meetingId}'),
			endpoint('POST', '/meetings', { body: { title: fields.title, locale: fields.locale } }),
			endpoint('GET', '/meetings', { query: { page: fields.page } }),
			endpoint('PATCH', '/users/{userId}'),
			endpoint('DELETE', '/users/{userId}'),
		];
		const comparison = compare(table, [
			published('GET', '/meetings/{}'),
			published('POST', '/meetings', ['title', 'subject']),
			published('GET', '/meetings', [], ['page', 'size']),
			published('PUT', '/users/{}'),
			published('GET', '/users/{}'),
		]);
		expect(comparison).toEqual({
			covered: [{ method: 'GET', path: '/meetings/{}' }],
			differs: [
				{
					method: 'POST',
					path: '/meetings',
					differences: [
						'body: "subject" is in the collection only',
						'body: "locale" is in the table only',
					],
				},
				{
					method: 'GET',
					path: '/meetings',
					differences: ['query: "size" is in the collection only'],
				},
				{
					method: 'PUT',
					path: '/users/{}',
					differences: ['method: PUT in the collection, PATCH in the table'],
				},
			],
			missing: [{ method: 'GET', path: '/users/{}' }],
			unpublished: [{ method: 'DELETE', path: '/users/{}' }],
		});
		expect(agrees(comparison)).toBe(false);
	});

	it('takes a call without an example of its fields for covered', () => {
		const table = [endpoint('POST', '/users', { body: { email: fields.email } })];
		expect(agrees(compare(table, [published('POST', '/users')]))).toBe(true);
	});
});

describe('the command', () => {
	const folder = mkdtempSync(join(tmpdir(), 'api-check-'));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	const root = join(__dirname, '../../..');
	const run = async (...args: string[]) =>
		await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
			const command = ['--import', 'tsx', join(root, 'scripts/apiCheck.ts'), ...args];
			execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) =>
				resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
			);
		});
	const file = (name: string, content: unknown) => {
		const path = join(folder, name);
		writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
		return path;
	};
	const everything = collection(
		endpointRows().map(({ endpoint: { method, path } }) =>
			request(method, `{{u}}/api${path.replace(/\{(\w+)\}/g, ':$1')}`),
		),
	);

	it('exits 0 when table and collection agree', async () => {
		const { code, stdout } = await run(file('all.json', everything));
		expect({ code, stdout }).toEqual({
			code: 0,
			stdout: expect.stringContaining(`Covered: ${endpointRows().length}\n`),
		});
	});

	it('exits 1 and prints JSON when they do not, also from a URL', async () => {
		const body = JSON.stringify(collection([request('GET', '{{u}}/api/teams')]));
		const server = createServer((_, response) => response.end(body));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const { code, stdout } = await run('--json', `http://127.0.0.1:${port}/collection.json`);
		await new Promise((resolve) => server.close(resolve));

		const comparison = JSON.parse(stdout) as ReturnType<typeof compare>;
		expect(code).toBe(1);
		expect(comparison.covered).toEqual([{ method: 'GET', path: '/teams' }]);
		expect(comparison.unpublished).toHaveLength(endpointRows().length - 1);
	});

	it.each([
		['a missing file', () => join(folder, 'none.json')],
		['what is no JSON', () => file('page.html', '<html>')],
		['what is no collection', () => file('list.json', [])],
		['a host that does not answer', () => 'http://127.0.0.1:1/x'],
	])('exits 2 with one line for %s', async (_, source) => {
		const { code, stdout, stderr } = await run(source());
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toMatch(/^The collection could not be read: [^\n]+\n$/);
	});
});
