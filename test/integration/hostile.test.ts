/** A Claritalk that means harm, or is none: where the token goes, what its answers can do, and what others can send. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { answering, type OddServer } from '../harness/answering';
import { byId, claritalkHarness, failureOf, patOf } from '../harness/claritalk';
import { type Reply, useScriptedApi } from '../harness/scriptedApi';

const api = useScriptedApi();

/** Each way to read something, with what it needs. */
const READS: Array<[operation: string, parameters: object]> = [
	['meeting.get', { meetingId: byId('m1') }],
	['meeting.getMany', { returnAll: true }],
	['meeting.getTodos', { meetingId: byId('m1') }],
	['team.getMany', { returnAll: true }],
	['dossier.getMany', { returnAll: true }],
	['user.getMany', { returnAll: true }],
	['api.request', { path: '/x' }],
	['api.request', { path: '/x', requestOptions: { responseFormat: 'file' } }],
	['api.request', { path: '/x', requestOptions: { pagination: true } }],
	['api.check', {}],
];
const WRITES: Array<[operation: string, parameters: object]> = [
	['meeting.create', { title: 'x' }],
	['user.delete', { userId: byId('u1') }],
	['recording.start', { meetingId: byId('m1') }],
	['webhook.register', { webhookUrl: 'https://n8n.example/x' }],
	['api.request', { path: '/x', method: 'POST', body: '{"a":1}' }],
];

describe('another host', () => {
	let foreign: OddServer;
	beforeEach(async () => {
		foreign = await answering(() => ({
			headers: { 'content-type': 'application/json' },
			body: '{"data":[{"id":"m1"}]}',
		}));
	});
	afterEach(async () => await foreign.close());

	const statuses = [301, 302, 303, 307, 308];
	const cases = [...READS, ...WRITES].map(([operation, parameters], at) => ({
		operation,
		parameters,
		status: statuses[at % statuses.length],
	}));
	it.each(cases)(
		'gets nothing by a redirect: $operation $parameters, $status',
		async ({ operation, parameters, status }) => {
			api.answer({ status, headers: { location: `${foreign.url}/api/meetings` } });
			const outcome = await api.run(operation, parameters).catch((error: Error) => error);
			expect(JSON.stringify(outcome)).toContain(operation === 'api.check' ? 'unclear' : 'redirect');
			expect(api.requests.length).toBeGreaterThan(0);
			expect(foreign.requests).toEqual([]);
		},
	);

	it.each([
		[
			'a link in the body',
			(url: string) => ({ json: { data: [{ id: 'a' }], links: { next: url } } }),
		],
		[
			'a link in the header',
			(url: string) => ({ json: [{ id: 'a' }], headers: { link: `<${url}>; rel="next"` } }),
		],
		[
			'a link without a protocol',
			(url: string) => ({ json: { data: [{ id: 'a' }], next_page_url: url.replace('http:', '') } }),
		],
		[
			'a link with a user',
			(url: string) => ({ json: { data: [{ id: 'a' }], next: url.replace('//', '//api@') } }),
		],
	])('gets nothing by pages: %s', async (_, first) => {
		const next = `${foreign.url}/api/meetings?page=2&api_token=x`;
		api.answerInTurn(first(next), { json: { data: [], links: { next: null } } });
		await api.run('api.request', { path: '/x', requestOptions: { pagination: true } });
		await api.run('meeting.getMany', { returnAll: true }).catch(() => undefined);
		expect(api.requests.length).toBeGreaterThan(1);
		expect(foreign.requests).toEqual([]);
	});

	it.each([
		'//HOST/x',
		'http://HOST/api/x',
		'/\\HOST/x',
		'HOST/../x',
		'/x/../../HOST',
		'/%2e%2e/oauth/token',
		'/x%2f..%2f..%2f',
		'@HOST/x',
		'/.;/x',
	])('gets nothing by the path %s of API, Request', async (path) => {
		const { host } = new URL(foreign.url);
		const given = path.replace('HOST', host);
		const outcome = await api.run('api.request', { path: given }).catch((error: Error) => error);
		expect(outcome).toBeDefined();
		expect(foreign.requests).toEqual([]);
		for (const { url } of api.requests) expect(url).toMatch(/^\/[^/]/);
	});

	it.each([
		'{"/meetings":"//HOST/x"}',
		'{"/meetings":"http://HOST/x"}',
		'{"/":"/../../HOST"}',
		'{"/meetings":"/%2e%2e/x"}',
		'{"/meetings":"/x\\\\..\\\\y"}',
		'{"/meetings":"/@HOST"}',
		'{"__proto__":"/x"}',
	])('gets nothing by the overrides %s', async (pathOverrides) => {
		const { host } = new URL(foreign.url);
		const credential = { ...patOf(api), pathOverrides: pathOverrides.replace('HOST', host) };
		const outcome = await api
			.run('meeting.getMany', {}, { credentials: { claritalkApi: credential } })
			.catch((error: Error) => error);
		expect(outcome).toBeDefined();
		expect(foreign.requests).toEqual([]);
		for (const { url } of api.requests) expect(url).toMatch(/^\/@/);
	});

	it.each([
		'../../oauth/token',
		'..%2f..%2foauth',
		'm1/../../users',
		'm1?x=1',
		'm1#x',
		'\\..\\..',
		'%2e%2e',
	])('and no path beside /api is asked by the ID %s', async (id) => {
		api.answer({ json: { data: { id: 'm1' } } });
		await api.run('meeting.get', { meetingId: byId(id) }).catch((error: Error) => error);
		await api.run('user.delete', { userId: byId(id) }).catch((error: Error) => error);
		for (const { url } of api.requests) expect(url).toMatch(/^\/(meetings|users)\/[\w%.-]+$/);
		for (const { path } of api.requests) expect(path).toMatch(/^\/(meetings|users)\/./);
	});
});
