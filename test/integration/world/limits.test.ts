/** Rate limits and outages as servers tell of them, well or badly. */
import type { IDataObject } from 'n8n-workflow';

import { clock } from '../../../nodes/api/clock';
import { byId, failureOf, patOf } from '../../harness/claritalk';
import { inOrder } from '../../harness/instantly';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const OK: Reply = { json: { meeting_id: 'm1', title: 'Board' } };
const tooMany = (headers: Record<string, string> = {}): Reply => ({
	status: 429,
	headers,
	json: { message: 'Too Many Attempts.' },
});
const get = (options: IDataObject = {}) => ({ meetingId: byId('m1'), options });
const create = { title: '={{ $json.title }}' };
const titled = (titles: string) => ({ items: [...titles].map((title) => ({ title })) });
/** How long was waited, in seconds. */
const waited = () => api.waits.reduce((sum, ms) => sum + ms, 0) / 1_000;
const textOf = ({ message, description }: { message: string; description?: string | null }) =>
	`${message} ${description}`;

describe('a limit that lasts for an hour or longer', () => {
	const hour = () => api.answerInTurn(tooMany({ 'retry-after': '3600' }), OK);

	it('is not waited for where Max Retry Wait is 0, and its end is said', async () => {
		hour();
		const error = await api.failure('meeting.get', get({ maxRetryWait: 0 }));
		expect(api.waits).toEqual([]);
		expect(error.httpCode).toBe('429');
		expect(textOf(error)).toMatch(/11:00|1 h|an hour|60 min|3[.,]?600 s/);
	});

	it.each([['86400'], [new Date('2026-03-02T10:00:00Z').toUTCString()], ['31536000'], ['1e9']])(
		'is not waited for beyond Max Retry Wait: %s',
		async (value) => {
			api.answer(tooMany({ 'retry-after': value }));
			const error = await api.failure('meeting.get', get({ maxRetryWait: 0.5 }));
			expect(waited()).toBeLessThanOrEqual(30);
			expect(error.httpCode).toBe('429');
		},
	);

	it('is not waited for once for each item', async () => {
		api.answer(tooMany({ 'retry-after': '3600' }));
		const results = await api.json('meeting.get', get({ maxRetryWait: 0.5 }), {
			...titled('abcdef'),
			continueOnFail: true,
		});
		expect(results).toHaveLength(6);
		for (const { error } of results) expect(error).toMatch(/limit/i);
		expect(waited()).toBeLessThanOrEqual(30);
	});

	it('is not waited for by the writes of a run either', async () => {
		api.answer(tooMany({ 'retry-after': '3600' }));
		const setup = { ...titled('abc'), continueOnFail: true };
		const results = await api.json(
			'meeting.create',
			{ ...create, options: { maxRetryWait: 0.5 } },
			setup,
		);
		expect(results).toHaveLength(3);
		expect(waited()).toBeLessThanOrEqual(30);
	});

	it('is known to the next execution, which does not sleep through it', async () => {
		hour();
		await api.failure('meeting.get', get({ maxRetryWait: 0 }));
		const error = await api.failure('meeting.get', get({ maxRetryWait: 0.1 }));
		expect(waited()).toBeLessThanOrEqual(6);
		expect(textOf(error)).toMatch(/limit/i);
	});

	it('holds up nobody for more than ten seconds who opens a dropdown', async () => {
		hour();
		await api.failure('meeting.get', get({ maxRetryWait: 0 }));
		await failureOf(api.search('searchMeetings'));
		expect(waited()).toBeLessThanOrEqual(10);
	});

	it('holds up nobody for more than ten seconds who opens a dropdown first', async () => {
		hour();
		expect(textOf(await failureOf(api.search('searchMeetings')))).toMatch(/limit/i);
		expect(waited()).toBeLessThanOrEqual(10);
	});

	it('holds up nobody for more than ten seconds who publishes', async () => {
		hour();
		await api.failure('meeting.get', get({ maxRetryWait: 0 }));
		const trigger = api.n8n.trigger('claritalkTrigger', { publicUrl: 'https://n8n.example' });
		expect(textOf(await failureOf(trigger.activate()))).toMatch(/limit/i);
		expect(waited()).toBeLessThanOrEqual(10);
	});

	it('holds up nobody for more than ten seconds who publishes a polling trigger', async () => {
		hour();
		await api.failure('meeting.get', get({ maxRetryWait: 0 }));
		await api.n8n
			.poller('claritalkPollingTrigger', {})
			.activate()
			.catch(() => undefined);
		expect(waited()).toBeLessThanOrEqual(10);
	});

	it('holds up nobody who tests a credential', async () => {
		api.answer(tooMany({ 'retry-after': '3600' }));
		const { status, message } = await api.n8n.testCredential('claritalkApi', patOf(api));
		expect(status).toBe('Error');
		expect(message).toMatch(/limit/i);
		expect(waited()).toBeLessThanOrEqual(10);
	});

	it('holds up no delivery for more than ten seconds that is verified', async () => {
		api.answer({ json: {} });
		const trigger = api.n8n.trigger('claritalkTrigger', {
			publicUrl: 'https://n8n.example',
			parameters: { options: { verifyWithApi: true } },
		});
		await trigger.activate();
		const { webhook_url: address } = api.requests.at(-1)!.body as { webhook_url: string };
		hour();
		await api.failure('meeting.get', get({ maxRetryWait: 0 }));
		const { status, items } = await trigger.deliver({
			query: Object.fromEntries(new URL(address).searchParams),
			body: {
				event: 'meeting.processed',
				timestamp: '2026-03-01T10:00:00Z',
				data: { meetingId: 'm1', status: 'Meeting processed' },
				meta: {},
			},
		});
		expect(status).toBe(200);
		expect(items?.[0]).toHaveLength(1);
		expect(waited()).toBeLessThanOrEqual(10);
	});

	it('is taken for an hour at most', async () => {
		api.answerInTurn(tooMany({ 'retry-after': '86400' }), OK);
		await api.json('meeting.get', get({ maxRetryWait: 120 }));
		expect(waited()).toBeLessThanOrEqual(3_700);
		expect(api.requests).toHaveLength(2);
	});
});

describe('when a limit ends', () => {
	const START = Date.parse('2026-03-01T10:00:00Z');
	const soon = (seconds: number) => START / 1_000 + seconds;

	// Half a minute: a whole one would be waited for, too, where it is not understood.
	it.each([
		['30'],
		[String(1_000 * soon(30))],
		[String(soon(30))],
		// Not in the list of what was seen:
		[new Date(START + 30_000).toISOString()],
		[new Date(START + 30_000).toUTCString()],
		[String(soon(30.5))],
	])('is understood from the reset %s', async (value) => {
		api.answerInTurn(
			tooMany({
				'x-ratelimit-limit': '480',
				'x-ratelimit-remaining': '0',
				'x-ratelimit-reset': value,
				// The API's clock is that of the test, too.
				date: new Date(START).toUTCString(),
			}),
			OK,
		);
		expect(await api.json('meeting.get', get())).toHaveLength(1);
		expect(waited()).toBeGreaterThanOrEqual(30);
		expect(waited()).toBeLessThanOrEqual(31);
	});

	it.each([
		[String(soon(94_608_000))],
		[String(1_000 * soon(94_608_000))],
		// Not in the list of what was seen:
		['never'],
		['-1'],
		['0'],
		[String(soon(-5_000))],
		['99999999999999999999'],
		[String(1e6 * soon(30))],
		[''],
		['Infinity'],
	])('is not believed to be %j', async (value) => {
		api.answerInTurn(tooMany({ 'x-ratelimit-reset': value }), OK);
		expect(await api.json('meeting.get', get())).toHaveLength(1);
		expect(waited()).toBeGreaterThan(0);
		expect(waited()).toBeLessThanOrEqual(61);
	});

	it.each([
		{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(soon(94_608_000)) },
		{ 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0' },
		{ 'x-ratelimit-limit': '-1', 'x-ratelimit-remaining': '-1' },
		{ 'x-ratelimit-limit': 'unlimited', 'x-ratelimit-remaining': 'unlimited' },
		{ 'x-ratelimit-limit': '480, 480;w=60', 'x-ratelimit-remaining': '479' },
		{ 'ratelimit-limit': '480', 'ratelimit-remaining': '0', 'ratelimit-reset': '30' },
		{ ratelimit: 'limit=480, remaining=0, reset=30' },
	] as Array<Record<string, string>>)(
		'%j on good answers stalls nothing for longer than a minute',
		async (headers) => {
			api.answer({ ...OK, headers });
			expect(await api.json('meeting.get', get({ concurrency: 1 }), titled('abc'))).toHaveLength(3);
			expect(waited()).toBeLessThanOrEqual(130);
		},
	);

	it.each([
		[{ 'retry-after': '1.5' }, 1.5],
		[{ 'retry-after': ' 7 ' }, 7],
		[
			{
				'retry-after': new Date(START + 20_000).toUTCString(),
				// The API's clock is that of the test, too.
				date: new Date(START).toUTCString(),
			},
			20,
		],
		[{ 'retry-after': '7', 'x-ratelimit-reset': String(soon(94_608_000)) }, 7],
	])('is waited for where the answer says %j', async (headers, seconds) => {
		api.answerInTurn(tooMany(headers as Record<string, string>), OK);
		await api.json('meeting.get', get());
		expect(waited()).toBeGreaterThanOrEqual(seconds);
		expect(waited()).toBeLessThanOrEqual(seconds + 3);
	});
});

describe('refusals that follow each other', () => {
	it.each<[string, Record<string, string>]>([
		['Retry-After: 0', { 'retry-after': '0' }],
		// Not in the list of what was seen:
		['Retry-After: -1', { 'retry-after': '-1' }],
		['Retry-After in the past', { 'retry-after': new Date(0).toUTCString() }],
		['Retry-After: 0.0', { 'retry-after': '0.0' }],
		['a reset in the past', { 'x-ratelimit-reset': '1772354200' }],
		['Retry-After: soon', { 'retry-after': 'soon' }],
	])('are asked about less and less often: %s', async (_, headers) => {
		api.answer(tooMany(headers));
		await api.failure('meeting.get', get({ maxRetryWait: 15 }));
		expect(api.requests.length).toBeGreaterThan(2);
		expect(api.requests.length).toBeLessThanOrEqual(30);
		expect(waited()).toBeLessThanOrEqual(900);
	});

	it('double what is waited', async () => {
		api.answerInTurn(...Array.from({ length: 5 }, () => tooMany({ 'retry-after': '0' })), OK);
		await api.json('meeting.get', get());
		expect(api.requests).toHaveLength(6);
		const [first, , third, , fifth] = api.waits;
		expect(third).toBeGreaterThanOrEqual(2 * first);
		expect(fifth).toBeGreaterThanOrEqual(2 * third);
	});
});

describe('a window that others use, too', () => {
	beforeEach(() => inOrder(() => api.requests.length));

	const LIMIT = 120;
	/** The headers of an answer, by how many calls are left for how many milliseconds. */
	type HeadersOf = (left: number, msLeft: number) => Record<string, string>;

	/** A limit a minute whose windows began so long ago, of which others use up a part first. */
	const limited = (beganSecondsAgo: number, others: number, headersOf: HeadersOf) => {
		const start = clock.now() - 1_000 * beganSecondsAgo;
		let window = -1;
		let used = 0;
		api.mostRequests = 5_000;
		api.answer(() => {
			const now = Math.floor((clock.now() - start) / 60_000);
			if (now !== window) [window, used] = [now, others];
			const msLeft = start + 60_000 * (window + 1) - clock.now();
			const headers = headersOf(Math.max(0, LIMIT - used - 1), msLeft);
			return used++ < LIMIT
				? { ...OK, headers: without(headers, ['retry-after', 'x-ratelimit-reset']) }
				: tooMany(headers);
		});
	};
	const without = (headers: Record<string, string>, names: string[]) =>
		Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
	const laravel = (left: number, msLeft: number) => ({
		'x-ratelimit-limit': String(LIMIT),
		'x-ratelimit-remaining': String(left),
		'retry-after': String(Math.ceil(msLeft / 1_000)),
		'x-ratelimit-reset': String(Math.ceil((clock.now() + msLeft) / 1_000)),
	});

	it.each<[string, number, number, HeadersOf]>([
		['began 45 s ago', 45, 0, laravel],
		['began 45 s ago, and another process had most of it', 45, 100, laravel],
		// Not in the list of what was seen:
		['began 59 s ago', 59, 0, laravel],
		[
			'began 20 s ago, told by the seconds that are left',
			20,
			60,
			(left, msLeft) => ({
				...without(laravel(left, msLeft), ['retry-after']),
				'x-ratelimit-reset': String(Math.ceil(msLeft / 1_000)),
			}),
		],
		[
			'began 30 s ago, told by Retry-After alone',
			30,
			0,
			(_, msLeft) => ({ 'retry-after': String(Math.ceil(msLeft / 1_000)) }),
		],
		['began 30 s ago, of which nothing is told', 30, 0, () => ({})],
	])(
		'%s: no item is lost, and few are refused',
		async (_, ago, others, headersOf) => {
			limited(ago, others, headersOf);
			const began = clock.now();
			const items = Array.from({ length: 500 }, (__, index) => ({ title: `${index}` }));
			const output = await api.json('meeting.get', get({ maxRetryWait: 15 }), { items });
			expect(output).toHaveLength(500);
			const refused = api.requests.length - 500;
			const windows = Math.ceil((clock.now() - began) / 60_000);
			expect(refused).toBeLessThanOrEqual(10 * windows);
			expect(windows).toBeLessThanOrEqual(Math.ceil(500 / (LIMIT - others)) + 3);
		},
		60_000,
	);
});

describe('a failure that may pass', () => {
	const PASSING = [408, 425, 500, 502, 503, 504, 520, 521, 522, 523, 524, 530];

	// 529 and 599 are not in the list of what was seen.
	it.each([...PASSING, 529, 599])('%i on a read is sent again', async (status) => {
		api.answerInTurn({ status }, OK);
		expect(await api.json('meeting.get', get())).toHaveLength(1);
		expect(api.requests).toHaveLength(2);
	});

	it.each([408, 520, 524])(
		'%i on a list, a dropdown and API Request is sent again',
		async (status) => {
			const list: Reply = {
				json: { data: [{ team_id: 'a', name: 'A' }], meta: { current_page: 1, last_page: 1 } },
			};
			for (const read of [
				async () => await api.run('team.getMany'),
				async () => (await api.search('searchTeams')).results,
				async () => await api.run('api.request', { path: '/teams' }),
			]) {
				api.answerInTurn({ status }, list);
				expect(await read()).toHaveLength(1);
			}
			expect(api.requests).toHaveLength(6);
		},
	);

	it.each([408, 500, 502, 504, 520, 524])('%i on a write is not sent again', async (status) => {
		api.answerInTurn({ status }, OK);
		await api.failure('meeting.create', { title: 'x' });
		expect(api.requests).toHaveLength(1);
	});

	it('a closed connection on a write is not sent again', async () => {
		api.answerInTurn({ drop: true }, OK);
		await api.failure('meeting.create', { title: 'x' });
		expect(api.requests).toHaveLength(1);
	});

	it.each([400, 404, 409, 418, 422, 501])('%i does not pass', async (status) => {
		api.answerInTurn({ status, json: { message: 'x' } }, OK);
		await api.failure('meeting.get', get());
		expect(api.requests).toHaveLength(1);
	});
});

describe('a login that is refused', () => {
	const clientOf = (more: object = {}) => ({
		environment: 'custom',
		baseUrl: api.url,
		clientId: 'client-1',
		clientSecret: 'a-wrong-secret-1',
		...more,
	});
	const serviceAccount = () => ({ claritalkServiceAccountOAuth2Api: clientOf() });
	const logins = () => api.requests.filter(({ path }) => path === '/oauth/token');
	const setup = (credentials: Record<string, IDataObject>) => ({
		items: Array.from({ length: 30 }, (_, index) => ({ title: `${index}` })),
		continueOnFail: true,
		credentials: credentials as never,
	});

	it.each<[string, object, Reply]>([
		['meeting.get', get(), { status: 401, json: { error: 'invalid_client' } }],
		// Not in the list of what was seen:
		['meeting.create', create, { status: 401, json: { error: 'invalid_client' } }],
		['meeting.get', get(), { status: 400, json: { error: 'invalid_request' } }],
		['meeting.get', get(), { status: 403, json: { message: 'This client is revoked' } }],
		['api.request', { path: '/teams' }, { status: 401, json: { error: 'invalid_client' } }],
	])('is tried once for 30 items: %s', async (operation, parameters, reply) => {
		api.answer(({ path }) => (path === '/oauth/token' ? reply : { status: 401 }));
		const authentication = 'serviceAccount';
		const results = await api.json(
			operation,
			{ ...parameters, authentication },
			setup(serviceAccount()),
		);
		expect(results).toHaveLength(30);
		for (const { error } of results) expect(error).toBeTruthy();
		expect(logins().length).toBe(1);
	});

	it.each<[string, number, Reply]>([
		['as often as any request where it may pass', 3, { status: 503 }],
		[
			'once where it asks for more time than there is',
			1,
			{ status: 429, headers: { 'retry-after': '3600' } },
		],
	])('is tried %s, for 30 items', async (_, count, reply) => {
		api.answer(reply);
		const parameters = {
			...create,
			authentication: 'serviceAccount',
			options: { maxRetryWait: 1 },
		};
		const results = await api.json('meeting.create', parameters, setup(serviceAccount()));
		expect(results.filter(({ error }) => error)).toHaveLength(30);
		expect(logins()).toHaveLength(count);
	});

	it('is tried once for 30 items with a dead refresh token', async () => {
		api.answer(({ path }) =>
			path === '/oauth/token'
				? { status: 400, json: { error: 'invalid_grant' } }
				: { status: 401, json: { message: 'Unauthenticated.' } },
		);
		const oauthTokenData = { access_token: 'dead-token-1', refresh_token: 'dead-refresh-1' };
		const results = await api.json(
			'meeting.get',
			{ ...get(), authentication: 'oAuth2' },
			setup({ claritalkOAuth2Api: clientOf({ oauthTokenData }) as IDataObject }),
		);
		expect(results).toHaveLength(30);
		expect(logins().length).toBe(1);
	});
});

describe('Retry On Fail', () => {
	const sent = () => api.requests.map(({ body }) => (body as IDataObject).title).join('');
	/** Creates what it is told, but refuses the first request for a title. */
	const refuseOnce = (title: string, reply: Reply = { status: 500 }) => {
		let refused = false;
		api.answer(({ body }, count) => {
			const asked = (body as IDataObject | undefined)?.title;
			if (asked === title && !refused) {
				refused = true;
				return reply;
			}
			return { status: 201, json: { meetingId: `m${count}`, title: asked } };
		});
	};
	const retry = (executionId: string, tries = 2) => ({ executionId, tries });

	it('writes again only what failed, and what was not written', async () => {
		refuseOnce('d');
		const items = await api.run('meeting.create', create, { ...titled('abcdef'), ...retry('r1') });
		expect(sent()).toBe('abcddef');
		expect(items.map(({ json }) => json.meetingId)).toEqual(['m1', 'm2', 'm3', 'm5', 'm6', 'm7']);
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4, 5].map((item) => ({ item })),
		);
	});

	it('writes again only what failed under Continue', async () => {
		refuseOnce('a');
		const setup = { ...titled('abcdef'), ...retry('r2'), continueOnFail: true };
		const results = await api.json('meeting.create', create, setup);
		expect(sent()).toBe('abcdefa');
		expect(results.map(({ title }) => title)).toEqual([...'abcdef']);
	});

	// Not in the list of what was seen:
	it('writes items that are alike as often as there are', async () => {
		refuseOnce('d');
		await api.run('meeting.create', create, { ...titled('aaad'), ...retry('r3') });
		expect(sent()).toBe('aaadd');
	});

	it('does so over three tries', async () => {
		let refusals = 0;
		api.answer(({ body }) =>
			(body as IDataObject).title === 'c' && refusals++ < 2 ? { status: 422 } : { json: body },
		);
		await api.run('meeting.create', create, { ...titled('abc'), ...retry('r4', 3) });
		expect(sent()).toBe('abccc');
	});

	it('writes again in another execution', async () => {
		refuseOnce('none');
		await api.run('meeting.create', create, { ...titled('ab'), ...retry('r5') });
		await api.run('meeting.create', create, { ...titled('ab'), ...retry('r6') });
		expect(sent()).toBe('abab');
	});

	it('writes again in the next round of a loop', async () => {
		api.answer(({ body }) =>
			(body as IDataObject).title === 'x' ? { status: 422 } : { status: 201, json: body },
		);
		const round = async (runIndex: number) => {
			const setup = { ...titled('xa'), ...retry('loop'), continueOnFail: true, runIndex };
			await api.run('meeting.create', create, setup);
		};
		await round(0);
		await round(1);
		expect(sent()).toBe('xax' + 'xax');
	});

	it('remembers nothing once the node is done', async () => {
		refuseOnce('b');
		await api.run('meeting.create', create, { ...titled('ab'), ...retry('r7') });
		await api.run('meeting.create', create, { ...titled('ab'), ...retry('r7') });
		expect(sent()).toBe('abbab');
	});

	it('remembers nothing where it is off', async () => {
		refuseOnce('b');
		await api.failure('meeting.create', create, { ...titled('ab'), executionId: 'r8' });
		await api.run('meeting.create', create, { ...titled('ab'), executionId: 'r8' });
		expect(sent()).toBe('abab');
	});

	it.each([
		['user.invite', { email: '={{ $json.title }}@x.example' }],
		['user.delete', { userId: byId('={{ $json.title }}') }],
		['recording.start', { meetingId: byId('={{ $json.title }}') }],
		['recording.upload', { meetingId: byId('={{ $json.title }}') }],
		['api.request', { method: 'POST', path: '=/things/{{ $json.title }}', body: '{}' }],
	])('does not write twice by %s', async (operation, parameters) => {
		let writes = 0;
		api.answer(({ method }) => {
			if (method === 'GET') return OK;
			return ++writes === 3 ? { status: 422, json: { message: 'No' } } : { json: {} };
		});
		const data = await api.n8n.storeBinary('x', 'a.mp3', 'audio/mpeg');
		const items = [...'abcd'].map((title) => ({ json: { title }, binary: { data } }));
		const output = await api.run(operation, parameters, { items, ...retry(`w-${operation}`) });
		expect(output).toHaveLength(4);
		expect(writes).toBe(5);
	});

	it('reads again', async () => {
		api.answerInTurn(OK, { status: 422, json: { message: 'No' } }, OK);
		await api.run('meeting.get', get({ concurrency: 1 }), { ...titled('ab'), ...retry('r9') });
		expect(api.requests).toHaveLength(4);
	});
});
