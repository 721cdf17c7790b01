/** What goes wrong on the way: answers that are cut off, logins that are, proxies, certificates. */
import { answering } from '../../harness/answering';
import { byId, failureOf, patOf } from '../../harness/claritalk';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const JSON_TYPE = { 'content-type': 'application/json' };
const ROWS = { data: [{ team_id: 'a', name: 'A' }], meta: { current_page: 1, last_page: 1 } };
const get = { meetingId: byId('m1') };
const create = { title: 'Board' };
const LOOK = /may have been carried out/;
const told = ({ message, description }: Error & { description?: string | null }) =>
	`${message} ${description}`;

const cutOff = (json: unknown): Reply => ({
	bytes: Buffer.from(JSON.stringify(json)),
	drop: true,
	headers: JSON_TYPE,
});
const BROKEN: Array<[string, Reply]> = [
	['cut off', cutOff(ROWS)],
	['no gzip, though it says so', { json: ROWS, headers: { 'content-encoding': 'gzip' } }],
	['JSON that breaks off', { text: '{"data": [{"team_id": "secret', headers: JSON_TYPE }],
];

describe.each(BROKEN)('a list whose answer is %s', (_, reply) => {
	it('is asked for again', async () => {
		api.answerInTurn(reply, { json: ROWS });
		expect(await api.run('team.getMany')).toHaveLength(1);
		expect(api.requests).toHaveLength(2);
	});

	it('is no empty list, and its error quotes nothing of it', async () => {
		api.answer(reply);
		const error = await api.failure('team.getMany');
		expect(error.message).toBe('The answer from Claritalk did not arrive as a whole');
		expect(error.description).toContain('try again');
		expect(told(error)).not.toContain('team_id');
		expect(api.requests).toHaveLength(3);
	});
});

it.each([
	['user.invite', { email: 'a@b.example' }],
	['api.request', { method: 'POST', path: '/any', body: '{"a": 1}' }],
])(
	'a write whose answer is cut off has been carried out, and is not sent again: %s',
	async (operation, parameters) => {
		api.answer(cutOff({ data: { id: 'm1' } }));
		expect(await api.json(operation, parameters)).toEqual([{ success: true }]);
		expect(api.requests).toHaveLength(1);
	},
);

describe('a write that finds its login dead', () => {
	const credentials = () => ({
		claritalkOAuth2Api: {
			environment: 'custom',
			baseUrl: api.url,
			clientId: 'client-1',
			clientSecret: 'a-client-secret-1',
			oauthTokenData: { access_token: 'dead', refresh_token: 'r1', token_type: 'Bearer' },
		},
	});
	const TOKEN = { access_token: 'fresh-token-1', refresh_token: 'r2', token_type: 'Bearer' };
	const run = async (...logins: Reply[]) => {
		let turn = 0;
		api.answer(({ path, headers }) => {
			if (path === '/oauth/token') return logins[Math.min(turn++, logins.length - 1)];
			const isFresh = headers.authorization === 'Bearer fresh-token-1';
			return isFresh
				? { json: { id: 'm1' } }
				: { status: 401, json: { message: 'Unauthenticated.' } };
		});
		const parameters = { ...create, authentication: 'oAuth2' };
		return await api
			.run('meeting.create', parameters, { credentials: credentials() })
			.catch((error: Error) => error);
	};
	const written = () =>
		api.requests.filter(({ headers }) => headers.authorization === 'Bearer fresh-token-1');

	it.each<[string, Reply]>([
		['cut off', cutOff(TOKEN)],
		['a closed connection', { drop: true }],
		['502', { status: 502 }],
	])('and whose new one is lost by %s, logs in once more and is sent once', async (_, lost) => {
		expect(await run(lost, { json: TOKEN })).toHaveLength(1);
		expect(written()).toHaveLength(1);
	});

	it('and dead again for each item, logs in for each', async () => {
		const used = new Set<unknown>(['Bearer dead']);
		let logins = 0;
		api.answer(({ path, headers: { authorization } }) => {
			if (path === '/oauth/token') return { json: { ...TOKEN, access_token: `t${++logins}` } };
			if (used.has(authorization)) return { status: 401, json: { message: 'Unauthenticated.' } };
			used.add(authorization);
			return { json: { id: 'm1' } };
		});
		const parameters = { ...create, authentication: 'oAuth2' };
		const setup = { items: [{}, {}, {}], credentials: credentials() };
		expect(await api.run('meeting.create', parameters, setup)).toHaveLength(3);
		expect(logins).toBe(3);
	});

	it.each<[string, Reply]>([
		['cut off', cutOff(TOKEN)],
		['a closed connection', { drop: true }],
		['502', { status: 502 }],
		['a web page', { text: '<html>', headers: { 'content-type': 'text/html' } }],
		['407', { status: 407, text: '<html>' }],
	])(
		'and never gets one for %s, is no success and cannot have been carried out',
		async (_, lost) => {
			const error = await run(lost);
			expect(error).toBeInstanceOf(Error);
			expect(told(error as Error)).not.toMatch(LOOK);
			expect(written()).toHaveLength(0);
		},
	);
});

it('an upload goes on where the login was refused for a moment to the small call before it', async () => {
	let logins = 0;
	api.answer(({ path, method }) => {
		if (path === '/oauth/token') {
			return ++logins === 1
				? { status: 429, headers: { 'retry-after': '30' } }
				: { json: { access_token: 'fresh-token-1', expires_in: 3600 } };
		}
		return { json: method === 'GET' ? { data: [] } : { data: { recordingId: 'r1' } } };
	});
	const data = await api.n8n.storeBinary(Buffer.alloc(300_000), 'a.mp3', 'audio/mpeg');
	const client = { clientId: 'client-1', clientSecret: 'a-client-secret-1' };
	const setup = {
		items: [{ json: {}, binary: { data } }],
		credentials: {
			claritalkServiceAccountOAuth2Api: { environment: 'custom', baseUrl: api.url, ...client },
		},
	};
	// It may be waited for as long as it asks, though not by the small call.
	const options = { maxRetryWait: 0.5 };
	const parameters = { ...get, authentication: 'serviceAccount', options };
	expect(await api.run('recording.upload', parameters, setup)).toHaveLength(1);
});

it('a write that failed with 500 may have been carried out, and says so', async () => {
	api.answer({ status: 500, json: { message: 'Server Error' } });
	expect((await api.failure('meeting.create', create)).description).toMatch(LOOK);
	expect((await api.failure('user.delete', { userId: byId('u1') })).description).not.toMatch(LOOK);
});

it.each([
	[302, true],
	[303, true],
	[307, false],
	[308, false],
])('a write that is answered by %i may have been carried out: %s', async (status, isOpen) => {
	api.answer({ status, headers: { location: '/api/meetings/9' } });
	const error = await api.failure('meeting.create', create);
	expect(LOOK.test(told(error))).toBe(isOpen);
	expect(told(await api.failure('meeting.get', get))).not.toMatch(LOOK);
});

it('a file that is answered by a redirect may be uploaded, and says so after the meeting that was made', async () => {
	api.answerInTurn({ json: { id: 'm9' } }, { status: 303, headers: { location: '/api/meetings' } });
	const data = await api.n8n.storeBinary('recording', 'a.mp3', 'audio/mpeg');
	const items = [{ json: {}, binary: { data } }];
	const parameters = { ...create, uploadTo: 'newMeeting' };
	const error = await api.failure('recording.upload', parameters, { items });
	expect(told(error)).toMatch(/m9/);
	expect(told(error)).toMatch(LOOK);
});

it.each([
	['meeting.get', get],
	['meeting.create', create],
])('a proxy that asks for a password is told in words: %s', async (operation, parameters) => {
	api.answer({ status: 407, text: '<html>Proxy Authentication Required</html>' });
	const error = await api.failure(operation, parameters);
	expect(error.message).toBe('The proxy between this n8n and Claritalk asks for a password');
	expect(error.description).toMatch(/HTTPS_PROXY.*NO_PROXY.*restart n8n/);
	expect(error.httpCode).toBe('407');
	expect(api.requests).toHaveLength(1);
});

it('a write to a host whose certificate is not trusted cannot have been carried out', async () => {
	const server = await answering(() => ({ body: '{}' }), true);
	const credentials = { claritalkApi: patOf({ url: server.url, token: api.token }) };
	const error = await failureOf(api.run('meeting.create', create, { credentials }));
	expect(error.description).toContain('NODE_EXTRA_CA_CERTS');
	expect(error.description).not.toMatch(LOOK);
	expect(server.requests).toEqual([]);
	await server.close();
});

it.each([
	['any other answer, however long is waited', 60, 300_500],
	['is waited', 1, 60_500],
])('one look at a meeting takes no longer than %s', async (_, maxWait, most) => {
	const timeout = jest.spyOn(AbortSignal, 'timeout');
	api.answer({ json: { id: 'm1', status: 'Meeting processed' } });
	await api.run('meeting.waitUntilProcessed', { ...get, maxWait });
	expect(Math.max(...timeout.mock.calls.map(([ms]) => ms))).toBeLessThanOrEqual(most);
});
