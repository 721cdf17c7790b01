/** A Claritalk that means harm, or is none: where the token goes, what its answers can do, and what others can send. */
import crypto from 'node:crypto';
import type { RequestListener } from 'node:http';

import type { INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

import { endpoints } from '../../nodes/api/endpoints';
import { answering, type OddServer, serving } from '../harness/answering';
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

const LIST = endpoints.meeting.getMany.path;

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
		'{"LIST":"//HOST/x"}',
		'{"LIST":"http://HOST/x"}',
		'{"/":"/../../HOST"}',
		'{"LIST":"/%2e%2e/x"}',
		'{"LIST":"/x\\\\..\\\\y"}',
		'{"LIST":"/@HOST"}',
		'{"__proto__":"/x"}',
	])('gets nothing by the overrides %s', async (pathOverrides) => {
		const { host } = new URL(foreign.url);
		const credential = {
			...patOf(api),
			pathOverrides: pathOverrides.replace('HOST', host).replace('LIST', LIST),
		};
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

/** An address of a published trigger, and ways to send to it. */
async function published(parameters: INodeParameters = {}, setup: object = {}) {
	api.answer({ json: {} });
	const trigger = api.n8n.trigger('claritalkTrigger', {
		publicUrl: 'https://n8n.example',
		parameters,
		...setup,
	});
	await trigger.activate();
	const { webhook_url: address } = api.requests.at(-1)!.body as { webhook_url: string };
	const token = new URL(address).searchParams.get('token')!;
	const send = async (body: unknown, query: Record<string, string> = { token }) =>
		await trigger.deliver({ body, query });
	return { trigger, token, send };
}

let count = 0;
/** The text of a delivery that was never sent before, with more in its meeting. */
const delivery = (more: string) =>
	`{"event":"meeting.processed","timestamp":"2026-03-01T10:00:00.${count++}Z","data":{"meetingId":"m1"${more}}}`;

describe('the address of the trigger', () => {
	it('has 256 bits that cannot be guessed, of its own for each node, and n8n keeps only a hash of them', async () => {
		const { trigger, token } = await published();
		expect(Buffer.from(token, 'base64url')).toHaveLength(32);
		const other = await published({}, { name: 'Another' });
		const ones = new Set([token, other.token]);
		expect(ones.size).toBe(2);
		expect(JSON.stringify(trigger.staticData)).not.toContain(token);
	});

	it('is compared in a time that tells nothing of the guess, whatever its length', async () => {
		const { send, token } = await published();
		const compare = jest.spyOn(crypto, 'timingSafeEqual');
		for (const guess of ['', 'x', token.slice(1), `${token}x`, 'y'.repeat(10_000)]) {
			compare.mockClear();
			expect(await send(delivery(''), { token: guess })).toMatchObject({ status: 401 });
			expect(compare).toHaveBeenCalled();
			for (const [one, another] of compare.mock.calls) {
				expect([one.byteLength, another.byteLength]).toEqual([43, 43]);
			}
		}
	});

	it('tells whoever knows it nothing, and is another once the credential has a new token and it is published again', async () => {
		const { trigger, token, send } = await published();
		const accepted = await send(delivery(''));
		expect(accepted).toMatchObject({ items: [[{ json: { meetingId: 'm1' } }]] });
		expect(accepted.text).toBe('{"message":"Accepted"}');

		const renewed = { credentials: { claritalkApi: patOf(api, 'a-new-token-0123456789') } };
		const again = await published({}, { ...renewed, staticData: trigger.staticData });
		expect(again.token).not.toBe(token);
		expect(await again.send(delivery(''), { token })).toMatchObject({ status: 401 });
		expect(await again.send(delivery(''))).toMatchObject({ status: 200 });
	});
});

/** An object with so many members. */
function membered(members: number): string {
	return `{${Array.from({ length: members }, (_, at) => `"k${at}":1`).join()}}`;
}

/** JSON that is made to break what reads it. */
const BOMBS: Array<[what: string, json: string]> = [
	['450 levels of objects', `${'{"a":'.repeat(450)}1${'}'.repeat(450)}`],
	['numbers that are none', '[1e999,-1e999,1e-999,0.1e309]'],
	['a number of 100,000 digits', '9'.repeat(100_000)],
	['20,000 members', membered(20_000)],
	['200,000 empty lists', `[${'[],'.repeat(200_000)}[]]`],
	[
		'the keys of prototypes',
		'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
	],
	[
		'names of methods',
		'{"toString":1,"valueOf":1,"hasOwnProperty":1,"then":1,"toJSON":1,"length":-1}',
	],
	['half a character', '"\\ud83d"'],
	['a million blanks', `"x${' '.repeat(1_000_000)}!"`],
];
/** Where it may stand in a meeting. */
const PLACES = [
	'title',
	'summary',
	'todos',
	'discussionTopics',
	'files',
	'attributes',
	'status',
	'__proto__',
];
const isPolluted = () => 'polluted' in ({} as object);

describe.each(BOMBS)('%s', (_, json) => {
	it('in a delivery start one run, or none, and change no prototype', async () => {
		const options = { markdown: true, titleContains: '', report: 'binary' };
		const { send } = await published({ options } as INodeParameters);
		for (const place of PLACES) {
			const { status } = await send(delivery(`,"${place}":${json}`));
			expect([200, 400]).toContain(status);
		}
		expect(isPolluted()).toBe(false);
	});

	it('in an answer give an item, or one error that can be read', async () => {
		for (const place of PLACES) {
			const text = `{"data":{"meetingId":"m1","${place}":${json}}}`;
			api.answer({ text, headers: { 'content-type': 'application/json' } });
			const parameters = {
				meetingId: byId('m1'),
				meetingOutput: { markdown: true, report: 'binary' },
			};
			const items = await api.json('meeting.get', parameters, { continueOnFail: true });
			expect(items).toHaveLength(1);
		}
		const text = `{"message":${json},"errors":{"__proto__":[${json}]}}`;
		api.answer({ status: 422, text, headers: { 'content-type': 'application/json' } });
		const error = await api.failure('meeting.get', { meetingId: byId('m1') });
		expect(error.message).toBe('Claritalk refused the values it was sent');
		expect(String(error.description).length).toBeLessThan(1_500);
		expect(isPolluted()).toBe(false);
	});
});

it('an object of 200,000 members is refused in a delivery, wherever it stands: to read it would hold n8n up', async () => {
	const { send } = await published();
	for (const place of PLACES) {
		const answer = await send(delivery(`,"${place}":[${membered(200_000)}]`));
		expect(answer).toMatchObject({ status: 400 });
		expect(answer.text).toContain('more than 20000 members');
	}
});

it('an answer with 200,000 reasons is one error that can be read: to compare each with each would hold n8n up', async () => {
	const reasons = Array.from({ length: 200_000 }, (_, i) => [`field_${i}`, [`Reason ${i}`]]);
	const json = { message: 'Reason 0', errors: Object.fromEntries(reasons) };
	api.answer({ status: 422, json });
	const error = await api.failure('meeting.get', { meetingId: byId('m1') });
	expect(error.message).toBe('Claritalk refused the values it was sent');
	expect(error.description).toMatch(/Claritalk says: field_0: Reason 0 · field_1: Reason 1 · /);
	expect(String(error.description).length).toBeLessThan(1_500);
});

describe('a Claritalk that lies', () => {
	const get = async (url: string) => {
		const meetingId = byId('m1') as INodeParameterResourceLocator;
		const parameters = { resource: 'meeting', operation: 'get', meetingId };
		const n8n = claritalkHarness({ url, token: api.token });
		return await failureOf(n8n.execute('claritalk', { parameters }));
	};

	it.each<[string, RequestListener]>([
		[
			'a longer answer than it gives',
			(_, response) => {
				response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
				response.write('{"data":{}}', () => response.destroy());
			},
		],
		[
			'a gzip that is none',
			(_, response) => {
				response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
				response.end('{"data":{}}');
			},
		],
		['HTTP and speaks something else', ({ socket }) => void socket.end('SSH-2.0-OpenSSH\r\n\r\n')],
	])('about its answer: it promises %s', async (_, listener) => {
		const error = await serving(listener, get);
		expect(error.message).toMatch(/^(Claritalk|The)/);
		expect(String(error.description)).not.toContain(api.token);
	});

	it.each([
		['report\u202efdp.exe', 'reportfdp.exe'],
		['\u2066\u200e..\u2069/a\u061c.pdf', '-a.pdf'],
		['..\\..\\windows\\x.pdf', 'windows-x.pdf'],
	])('about a file name: %j becomes %j', async (given, name) => {
		const name8 = `UTF-8''${encodeURIComponent(given)}`;
		const headers = {
			'content-type': 'x/y',
			'content-disposition': `attachment; filename*=${name8}`,
		};
		api.answer({ bytes: Buffer.from('content'), headers });
		const options = { requestOptions: { responseFormat: 'file' } };
		const [item] = await api.json('api.request', { path: '/x', ...options });
		expect(item.fileName).toBe(name.replace(/^-+/, ''));
	});

	it('about its rows: Return All ends where each page brings the same ones', async () => {
		api.answer(({ query }): Reply => {
			const next = `/api/x?page=${Number(query.page ?? 1) + 1}`;
			return { json: { data: [{ id: 'a' }], links: { next } } };
		});
		expect(await api.json('meeting.getMany', { returnAll: true })).toHaveLength(1);
		expect(api.requests.length).toBeLessThan(30);
	});
});
