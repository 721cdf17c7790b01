import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { endpointRows } from '../../../nodes/api/endpoints';
import type { Endpoint } from '../../../nodes/api/facts';
import { agrees, compare } from '../../../scripts/apiCheck/compare';

const field = (sent: string) => ({ sent, evidence: 'inferred', kind: 'text' }) as const;
const fields = {
	title: field('title'),
	locale: field('locale'),
	page: field('page'),
	email: field('email'),
};
const rows = endpointRows().filter(({ endpoint }) => !endpoint.unpublished);

const V21 = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
const collection = (item: unknown[]) => ({ info: { name: 'Claritalk', schema: V21 }, item });
const request = (method: string, url: unknown) => ({
	name: `${method} it`,
	request: { method, url },
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
	const named = (name: string) => ({ name, description: '', isRequired: false });
	const published = (method: string, path: string, body: string[] = [], query: string[] = []) => ({
		method,
		path,
		body: body.map(named),
		query: query.map(named),
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
		rows.map(({ endpoint: { method, path } }) =>
			request(method, `{{u}}/api${path.replace(/\{(\w+)\}/g, ':$1')}`),
		),
	);

	it('exits 0 when table and collection agree', async () => {
		const { code, stdout } = await run(file('all.json', everything));
		expect({ code, stdout }).toEqual({
			code: 0,
			stdout: expect.stringContaining(`Covered: ${rows.length}\n`),
		});
	});

	it('exits 1 and prints JSON when they do not, also from a URL', async () => {
		const [{ endpoint }] = rows;
		const { method } = endpoint;
		const path = endpoint.path.replace(/\{\w+\}/g, '{}');
		const body = JSON.stringify(collection([request(method, `{{u}}/api${path}`)]));
		const server = createServer((_, response) => response.end(body));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const { code, stdout } = await run('--json', `http://127.0.0.1:${port}/collection.json`);
		await new Promise((resolve) => server.close(resolve));

		const comparison = JSON.parse(stdout) as ReturnType<typeof compare>;
		expect(code).toBe(1);
		expect(comparison.covered).toEqual([{ method, path }]);
		expect(comparison.unpublished).toHaveLength(rows.length - 1);
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
