import { createHash } from 'node:crypto';
import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { type Sandbox, startSandbox } from '../../sandbox';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

/** One call of the API, as a user unless another token is given. */
async function call(
	method: string,
	path: string,
	{ body, token = sandbox.token }: { body?: unknown; token?: string } = {},
) {
	const answer = await fetch(`${sandbox.url}/api${path}`, {
		method,
		redirect: 'manual',
		headers: {
			authorization: `Bearer ${token}`,
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await answer.text();
	const json = (text ? JSON.parse(text) : undefined) as {
		data: never;
		message: string;
		errors: object;
	};
	return { status: answer.status, headers: answer.headers, json };
}

const MEETING = '00000000-0000-4000-8000-000500000001';
const USER = '00000000-0000-4000-8000-000100000001';
const as = () => ({ token: sandbox.serviceToken });

describe('callers', () => {
	it('need a token that is known', async () => {
		expect(await call('GET', '/meetings', { token: 'other' })).toMatchObject({
			status: 401,
			json: { message: 'Unauthenticated.' },
		});
		expect((await fetch(`${sandbox.url}/api/meetings`)).status).toBe(401);
	});

	it.each([
		['POST', '/users', { email: 'x@y.example' }],
		['POST', '/users/invite', { email: 'x@y.example' }],
		['DELETE', `/users/${USER}`, undefined],
		['POST', '/organisations', { name: 'x' }],
		['POST', '/meetings', { title: 'x', user_id: USER }],
		['PATCH', `/users/${USER}`, { role: 'admin' }],
	])('%s %s is for service accounts', async (method, path, body) => {
		expect((await call(method, path, { body })).status).toBe(403);
		expect((await call(method, path, { body, ...as() })).status).toBeLessThan(300);
	});
});

describe('answers', () => {
	it('come in pages of 15 by default and 100 at most', async () => {
		sandbox.store.addMeetings(200);
		expect((await call('GET', '/meetings')).json).toMatchObject({
			links: { prev: null, next: expect.stringContaining('page=2') },
			meta: { current_page: 1, last_page: 15, per_page: 15, total: 212 },
		});
		const last = (await call('GET', '/meetings?page=3&per_page=500')).json;
		expect(last).toMatchObject({ links: { next: null }, meta: { per_page: 100 } });
		expect(last.data).toHaveLength(12);
	});

	it.each([
		['status=Meeting%20processed', 12],
		['status=other', 0],
		['from=2026-01-05T15:00:00Z', 6],
		['to=2026-01-05T15:00:00Z', 7],
		[`user_id=${USER}`, 4],
		['team_id=00000000-0000-4000-8000-000200000001', 4],
		['dossier_id=00000000-0000-4000-8000-000300000001', 3],
		['search=TVA', 2],
	])('are filtered by %s', async (query, count) => {
		expect((await call('GET', `/meetings?${query}&per_page=100`)).json.data).toHaveLength(count);
	});

	it.each([
		['GET', '/meetings/none', 404],
		['GET', '/nowhere', 404],
		['PUT', '/meetings', 405],
		['PATCH', '/users/none', 404],
		['POST', '/meetings/none/recordings/start', 404],
	])('%s %s is not found', async (method, path, status) => {
		const { json, ...answer } = await call(method, path);
		expect(answer.status).toBe(status);
		expect(json.message).toBeTruthy();
	});

	it.each([
		['/meetings', {}, 'title'],
		['/client/webhook', { webhook_url: 'no address' }, 'webhook_url'],
		['/users', { email: 'no address' }, 'email'],
		['/users', { email: 'an.peeters@kantoor.example' }, 'email'],
	])('POST %s with %j names the field', async (path, body, field) => {
		const { status, json } = await call('POST', path, { body, ...as() });
		expect(status).toBe(422);
		expect(json.errors).toHaveProperty([field], [json.message]);
	});

	it('refuse a body that is no JSON', async () => {
		expect((await call('POST', '/meetings', { body: '{' })).status).toBe(400);
	});

	it('tell an active recording and a missing desktop client', async () => {
		const start = async () => (await call('POST', `/meetings/${MEETING}/recordings/start`)).status;
		const stop = async () => (await call('POST', `/meetings/${MEETING}/recordings/stop`)).status;
		expect([await stop(), await start(), await start(), await stop()]).toEqual([
			409, 200, 409, 200,
		]);
		sandbox.store.connectConnected = false;
		expect([await start(), await stop()]).toEqual([503, 503]);
	});

	it('take an upload without keeping it', async () => {
		const form = new FormData();
		const bytes = Buffer.alloc(3_000_000, 'a');
		form.append('meeting_id', MEETING);
		form.append('file', new File([bytes], 'é.mp3', { type: 'audio/mpeg' }));
		const send = async (body: FormData) =>
			await fetch(`${sandbox.url}/api/upload/recordings`, {
				method: 'POST',
				headers: { authorization: `Bearer ${sandbox.token}` },
				body,
			});
		expect((await send(form)).status).toBe(201);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		expect(sandbox.store.recordings).toEqual([
			expect.objectContaining({ filename: 'é.mp3', size: bytes.length, sha256 }),
		]);
		const empty = new FormData();
		empty.append('locale', 'nl');
		expect((await send(empty)).status).toBe(422);
	});
});

it('answers in order with what a test wants, even nothing at all', async () => {
	sandbox.answerNext({ path: '/teams', times: 2 }, { status: 418, json: { message: 'tea' } });
	sandbox.answerNext({ method: 'POST' }, { drop: true });
	expect((await call('GET', '/dossiers')).status).toBe(200);
	expect((await call('GET', '/teams', { token: 'none' })).status).toBe(418);
	expect((await call('GET', '/teams')).status).toBe(418);
	expect((await call('GET', '/teams')).status).toBe(200);
	await expect(call('POST', '/meetings', { body: { title: 'x' } })).rejects.toThrow();
	expect(sandbox.requests.map(({ path, status }) => [path, status])).toEqual([
		['/api/dossiers', 200],
		['/api/teams', 418],
		['/api/teams', 418],
		['/api/teams', 200],
		['/api/meetings', 0],
	]);
});

describe('the rate limit', () => {
	it('counts per token and class, and says when to come back', async () => {
		const limited = await startSandbox({ rateLimit: { default: 2, upload: 1, windowMs: 60_000 } });
		const get = async (token: string, method = 'GET', path = '/teams') =>
			await fetch(`${limited.url}/api${path}`, {
				method,
				headers: { authorization: `Bearer ${token}` },
			});
		const first = await get(limited.token);
		expect(first.headers.get('x-ratelimit-limit')).toBe('2');
		expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
		expect(first.headers.get('x-ratelimit-reset')).toBeNull();
		await get(limited.token);

		const refused = await get(limited.token);
		expect(refused.status).toBe(429);
		expect(await refused.json()).toEqual({ message: 'Too Many Attempts.' });
		const wait = Number(refused.headers.get('retry-after'));
		expect(wait).toBeGreaterThan(50);
		const reset = Number(refused.headers.get('x-ratelimit-reset'));
		expect(Math.abs(reset - Date.now() / 1000 - wait)).toBeLessThan(2);

		expect((await get(limited.serviceToken)).status).toBe(200);
		const upload = `/meetings/${MEETING}/recordings/stop`;
		expect((await get(limited.token, 'POST', upload)).status).toBe(409);
		expect((await get(limited.token, 'POST', upload)).status).toBe(429);
		await limited.close();
	});
});

describe('webhooks', () => {
	let receiver: Server;
	let received: Array<{ url: string; body: string }>;

	beforeAll(async () => {
		receiver = createServer((request, response) => {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				received.push({ url: request.url!, body: Buffer.concat(chunks).toString() });
				response.end('taken');
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	});
	beforeEach(() => (received = []));
	afterAll(() => {
		receiver.closeAllConnections();
		receiver.close();
	});

	const address = () => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook?token=t`;
	const control = async (path: string, body: object) => {
		const answer = await fetch(`${sandbox.url}/sandbox/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: answer.status, json: (await answer.json()) as { message: string } };
	};

	it('are delivered to the address registered last, with a readable PDF', async () => {
		await call('POST', '/client/webhook', { body: { webhook_url: 'http://127.0.0.1:1/old' } });
		await call('POST', '/client/webhook', { body: { webhook_url: address() } });
		const { meeting, delivery } = await sandbox.processMeeting(MEETING);
		expect(delivery).toMatchObject({ status: 200, body: 'taken' });
		expect(received[0].url).toBe('/hook?token=t');
		const envelope = JSON.parse(received[0].body) as { data: { files: { content: string } } };
		expect(envelope).toMatchObject({
			event: 'meeting.processed',
			timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
			data: { meetingId: meeting.meetingId, status: 'Meeting processed' },
			meta: { source: 'claritalk', version: '1.0' },
		});
		const pdf = Buffer.from(envelope.data.files.content, 'base64').toString('latin1');
		expect(pdf).toMatch(/^%PDF-1\.\d[\s\S]*%%EOF\s*$/);
	});

	it('are sent by the controls, too', async () => {
		await call('POST', '/client/webhook', { body: { webhook_url: address() } });
		expect(await control('meetings', { title: 'Overleg', locale: 'fr' })).toMatchObject({
			status: 200,
			json: { envelope: { event: 'meeting.processed' }, delivery: { status: 200 } },
		});
		await control('events', { event: 'users.created' });
		await control('events', { data: { meetingId: 'm' } });
		expect(received.map(({ body }) => JSON.parse(body) as object)).toMatchObject([
			{ data: { title: 'Overleg', locale: 'fr' } },
			{ event: 'users.created', data: { userId: USER } },
			{ event: 'meeting.status.changed', data: { meetingId: 'm' } },
		]);
		const state = await (await fetch(`${sandbox.url}/sandbox/state`)).json();
		expect(state).toEqual({
			webhookUrl: address().replace('=t', '=[hidden]'),
			requests: 1,
			calls: { 'POST /api/client/webhook': 1 },
		});
	});

	it('go to this machine only, and nowhere when nothing is registered', async () => {
		await expect(sandbox.deliver({})).rejects.toThrow('No webhook is registered');
		await expect(sandbox.deliver({}, { url: 'https://n8n.example/x' })).rejects.toThrow(
			'to this machine only, not to n8n.example',
		);
		await expect(sandbox.processMeeting('none')).rejects.toThrow('There is no meeting none');
		expect(await control('meetings', {})).toMatchObject({ status: 409 });
	});
});

it('says as a program what it is, stops when asked, and names a port in use', async () => {
	const program = join(__dirname, '../../sandbox/main.ts');
	const start = (port: number) =>
		spawn(process.execPath, ['--import', 'tsx', program], {
			env: { ...process.env, CLARITALK_SANDBOX_PORT: String(port) },
		});
	const ended = async (child: ReturnType<typeof start>) =>
		await new Promise((resolve) => child.on('exit', resolve));

	const running = start(0);
	const [line] = String(await new Promise((resolve) => running.stdout.once('data', resolve))).split(
		'\n',
	);
	running.kill('SIGTERM');
	expect(line).toBe(
		"This is a stand-in for Claritalk: it imitates what is known of the API and guesses the rest. It is not the vendor's contract.",
	);
	expect(await ended(running)).toBe(0);

	const refused = start(Number(new URL(sandbox.url).port));
	const reason = new Promise((resolve) => refused.stderr.once('data', resolve));
	expect(String(await reason)).toBe(
		`The sandbox could not start: port ${new URL(sandbox.url).port} is in use; choose another with CLARITALK_SANDBOX_PORT\n`,
	);
	expect(await ended(refused)).toBe(1);
});
