import type { Sandbox } from '../../sandbox';
import { call, MEETING, startGuessed } from './client';

const WINDOW = 10_000;
const START = Date.parse('2026-01-05T09:00:00Z');

let sandbox: Sandbox;
let now: number;

beforeAll(async () => {
	// The limiter reads the system's clock, which stands still here until a test moves it.
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	now = START;
	sandbox = await startGuessed({ rateLimit: { default: 2, upload: 1, windowMs: WINDOW } });
});
beforeEach(() => {
	now = START;
	sandbox.reset();
});
afterAll(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const teams = async (token?: string | null) => await call(sandbox, 'GET', '/teams', { token });
const stop = async () => await call(sandbox, 'POST', `/meetings/${MEETING}/recordings/stop`);
const limitsOf = ({ headers }: { headers: Headers }) =>
	['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`));

it('counts down on every answer', async () => {
	expect(limitsOf(await teams())).toEqual(['2', '1', null]);
	expect(limitsOf(await teams())).toEqual(['2', '0', null]);
});

it.each([
	['GET', '/meetings/none', 404],
	['POST', '/client/webhook', 422],
	['POST', '/users', 403],
])('counts %s %s (%i) too', async (method, path, status) => {
	const answer = await call(sandbox, method, path);
	expect(answer.status).toBe(status);
	expect(limitsOf(answer)).toEqual(['2', '1', null]);
});

it.each([
	['GET', '/nowhere', 404],
	['PUT', '/teams', 405],
	['OPTIONS', '/teams', 200],
])('does not count %s %s (%i), which no route answers', async (method, path, status) => {
	const answer = await call(sandbox, method, path);
	expect([answer.status, limitsOf(answer)]).toEqual([status, [null, null, null]]);
	expect(limitsOf(await teams())).toEqual(['2', '1', null]);
});

it('counts calls with a wrong token or none, each for itself', async () => {
	for (const token of ['other', null]) {
		const answer = await teams(token);
		expect(answer.status).toBe(401);
		expect(limitsOf(answer)).toEqual(['2', '1', null]);
	}
});

it('says on a 429 when to come back, and lets in again then', async () => {
	await teams();
	now += 3_000;
	await teams();
	const refused = await teams();
	expect(refused.status).toBe(429);
	expect(refused.json).toEqual({ message: 'Too Many Attempts.' });
	expect(refused.headers.get('retry-after')).toBe('7');
	expect(limitsOf(refused)).toEqual(['2', '0', String((START + WINDOW) / 1000)]);

	now = START + WINDOW - 1;
	expect((await teams()).status).toBe(429);
	now = START + WINDOW;
	expect(limitsOf(await teams())).toEqual(['2', '1', null]);
});

it('counts each token and each class for itself', async () => {
	await teams();
	await teams();
	expect((await teams()).status).toBe(429);
	expect((await teams(sandbox.serviceToken)).status).toBe(200);
	const first = await stop();
	expect(first.status).toBe(409);
	expect(limitsOf(first)).toEqual(['1', '0', null]);
	expect((await stop()).status).toBe(429);
});

it('counts uploads and recordings together', async () => {
	await stop();
	const upload = await call(sandbox, 'POST', '/upload/recordings', { body: new FormData() });
	expect(upload.status).toBe(429);
});

it('leaves answers that a test ordered alone', async () => {
	const headers = { 'retry-after': 'Wed, 21 Oct 2026 07:28:00 GMT' };
	sandbox.answerNext({}, { status: 429, headers, json: {} });
	const answer = await teams();
	expect(answer.headers.get('retry-after')).toBe(headers['retry-after']);
	expect(limitsOf(answer)).toEqual([null, null, null]);
	expect(limitsOf(await teams())).toEqual(['2', '1', null]);
});

it('starts anew with a reset', async () => {
	await teams();
	await teams();
	sandbox.reset();
	expect((await teams()).status).toBe(200);
});

it('of the contrary shape says only on a 429 when to come back, and differently for uploads', async () => {
	const limits = { default: 1, upload: 1, windowMs: WINDOW };
	const contrary = await startGuessed({ shape: 'contrary', rateLimit: limits });
	const twice = async (method: string, path: string) => {
		const first = await call(contrary, method, path);
		now += 3_000;
		return [first, await call(contrary, method, path)];
	};
	const reads = await twice('GET', '/teams');
	const uploads = await twice('POST', '/upload/recordings');
	await contrary.close();
	expect(reads.map(limitsOf)).toEqual([
		[null, null, null],
		[null, null, '7'],
	]);
	expect(uploads.map(limitsOf)).toEqual([
		[null, null, null],
		[null, null, String(START + 3_000 + WINDOW)],
	]);
	for (const [, { status, headers, json }] of [reads, uploads]) {
		expect([status, headers.get('retry-after')]).toEqual([429, null]);
		expect(json).toEqual({ message: ['Too Many Attempts.'] });
	}
});

it('is 480 and 50 by default', async () => {
	const other = await startGuessed();
	const answers = [
		await call(other, 'GET', '/teams'),
		await call(other, 'POST', '/upload/recordings', { body: {} }),
	];
	await other.close();
	expect(answers.map(limitsOf)).toEqual([
		['480', '479', null],
		['50', '49', null],
	]);
});
