import type { Sandbox } from '../../sandbox';
import { call, startGuessed } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startGuessed();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const teams = async (token?: string) => (await call(sandbox, 'GET', '/teams', { token })).status;

it('answers as often as ordered, even before the login', async () => {
	sandbox.answerNext({ path: '/teams', times: 2 }, { status: 418, json: { message: 'tea' } });
	expect((await call(sandbox, 'GET', '/dossiers')).status).toBe(200);
	expect([await teams('none'), await teams(), await teams()]).toEqual([418, 418, 200]);
});

it('answers in the order of the orders, each only what matches', async () => {
	sandbox.answerNext({ method: 'POST' }, { status: 500 });
	sandbox.answerNext({}, { status: 502 });
	sandbox.answerNext({ method: 'GET', path: '/teams' }, { status: 503 });
	expect([await teams(), await teams(), await teams()]).toEqual([502, 503, 200]);
	expect((await call(sandbox, 'POST', '/meetings', { body: {} })).status).toBe(500);
});

it('answers only those whose body holds a text', async () => {
	sandbox.answerNext({ holding: '"Overleg"' }, { status: 418 });
	const create = async (title: string) =>
		(await call(sandbox, 'POST', '/meetings', { body: { title } })).status;
	expect([await teams(), await create('Review'), await create('Overleg')]).toEqual([200, 201, 418]);
});

it('gives status, headers and body as they are', async () => {
	sandbox.answerNext({}, { headers: { 'content-type': 'text/html', 'x-a': 'b' }, body: '<p>' });
	const html = await fetch(`${sandbox.url}/api/teams`);
	expect([html.status, html.headers.get('x-a'), await html.text()]).toEqual([200, 'b', '<p>']);

	sandbox.answerNext({}, { body: Buffer.from([0, 255]) });
	const bytes = await (await fetch(`${sandbox.url}/api/teams`)).arrayBuffer();
	expect([...new Uint8Array(bytes)]).toEqual([0, 255]);

	sandbox.answerNext({}, { json: null });
	expect((await call(sandbox, 'GET', '/teams')).json).toBeNull();
});

it('answers a path that the API does not have, and a body that is not JSON', async () => {
	sandbox.answerNext({ path: '/any/thing' }, { json: { message: 'here' } });
	expect((await call(sandbox, 'PUT', '/any/thing', { body: '{' })).json.message).toBe('here');
});

it('closes the connection without an answer', async () => {
	sandbox.answerNext({}, { drop: true });
	await expect(teams()).rejects.toThrow('fetch failed');
	expect(await teams()).toBe(200);
	expect(sandbox.requests.map(({ status }) => status)).toEqual([0, 200]);
});

it.each([
	['another status', { status: 504, json: { message: 'late' } }, 504],
	['a closed connection', { drop: true }, 0],
])('does what was asked for and loses the answer: %s', async (_, reply, status) => {
	sandbox.answerNext({ method: 'POST', path: '/client/webhook' }, { ...reply, after: true });
	const url = 'http://127.0.0.1:1/hook';
	const told = call(sandbox, 'POST', '/client/webhook', { body: { webhook_url: url } });
	expect(await told.catch(({ message }: Error) => message)).toEqual(
		status ? expect.objectContaining({ status, json: { message: 'late' } }) : 'fetch failed',
	);
	expect(sandbox.webhookUrl).toBe(url);
	expect(sandbox.requests.map((request) => request.status)).toEqual([status]);
	expect(await teams()).toBe(200);
});

it('does nothing that is refused, whatever is answered in place of the refusal', async () => {
	sandbox.answerNext({}, { status: 504, after: true });
	const body = { webhook_url: 'http://127.0.0.1:1/hook' };
	const { status } = await call(sandbox, 'POST', '/client/webhook', { body, token: 'none' });
	expect(status).toBe(504);
	expect(sandbox.webhookUrl).toBeUndefined();
});

it('holds an answer back', async () => {
	sandbox.answerNext({ times: 1 }, { delayMs: 60, json: {} });
	const started = performance.now();
	await teams();
	expect(performance.now() - started).toBeGreaterThan(50);
});

it('holds an answer back until something else was answered', async () => {
	const order: string[] = [];
	let resolve = () => {};
	const promise = new Promise<void>((done) => (resolve = done));
	sandbox.answerNext({ path: '/teams' }, { json: {}, hold: async () => await promise });
	const held = teams().then(() => order.push('held'));
	await call(sandbox, 'GET', '/dossiers');
	order.push('other');
	resolve();
	await held;
	expect(order).toEqual(['other', 'held']);
});

it('is forgotten with a reset', async () => {
	sandbox.answerNext({}, { status: 500 });
	sandbox.reset();
	expect(await teams()).toBe(200);
});

it('records every request with what it was answered', async () => {
	sandbox.answerNext({ path: '/meetings' }, { status: 500 });
	await call(sandbox, 'POST', '/meetings?x=1&x=2', { body: { a: 1 } });
	await call(sandbox, 'GET', '/teams', { token: 'none' });
	await fetch(`${sandbox.url}/sandbox/state`);
	expect(sandbox.requests).toMatchObject([
		{
			method: 'POST',
			path: '/api/meetings',
			query: { x: '2' },
			url: '/api/meetings?x=1&x=2',
			headers: { authorization: `Bearer ${sandbox.token}` },
			body: { a: 1 },
			status: 500,
		},
		{ method: 'GET', path: '/api/teams', query: {}, body: undefined, status: 401 },
	]);
});
