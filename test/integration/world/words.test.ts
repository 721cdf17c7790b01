/** What an error says: the API's own words in whatever shape they come, and advice that fits what was done. */
import type { INodeExecutionData } from 'n8n-workflow';

import { byId } from '../../harness/claritalk';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const create = { title: 'Board' };
const getMeeting = { meetingId: byId('m1') };
const PAGE = { 'content-type': 'text/html' };
const withFile = async (): Promise<{ items: INodeExecutionData[] }> => ({
	items: [
		{
			json: {},
			binary: { data: await api.n8n.storeBinary('recording', 'a.mp3', 'audio/mpeg') },
		},
	],
});

it.each([
	[{ error: { message: 'Title too long' } }],
	[{ message: ['Title too long'] }],
	[{ errors: ['Title too long'] }],
	// Not in the list of what was seen:
	[{ message: 'Title too long' }],
	[{ error: 'Title too long' }],
	[{ error: ['Title too long'] }],
	[{ error: { code: 17, description: 'Title too long' } }],
	[{ errors: 'Title too long' }],
	[{ errors: [{ message: 'Title too long' }] }],
	[{ errors: [{ status: '422', source: {}, detail: 'Title too long' }] }],
	[{ errors: [{ title: 'Title too long' }] }],
	[{ errors: { title: 'Title too long' } }],
	[{ errors: { title: [{ message: 'Title too long' }] } }],
	[{ error: { errors: { title: ['Title too long'] } } }],
	[{ message: { title: ['Title too long'] } }],
	[{ type: 'about:blank', title: 'Invalid', status: 422, detail: 'Title too long' }],
	[{ title: ['Title too long'] }],
	[{ status: 'fail', data: { title: 'Title too long' } }],
	[{ success: false, data: { message: 'Title too long' } }],
	[{ msg: 'Title too long' }],
	[{ error_message: 'Title too long' }],
	[{ reason: 'Title too long' }],
	[{ message: '', error_message: 'Title too long' }],
	[{ message: null, validation: { title: ['Title too long'] } }],
	[{ error: true, text: 'Title too long' }],
	[{ error: 1, errormsg: 'Title too long' }],
	[{ message: 'Validation failed', validation_errors: { title: ['Title too long'] } }],
	[{ title: 'Invalid', 'invalid-params': [{ name: 'title', reason: 'Title too long' }] }],
	[{ message: JSON.stringify({ errors: { title: ['Title too long'] } }) }],
	[{ errors: '{"title":["Title too long"]}' }],
	[{ errors: { title: { 0: 'Title too long' } } }],
	[{ issues: [{ path: ['title'], message: 'Title too long' }] }],
	[['Title too long']],
	[[{ message: 'Title too long' }]],
	['Title too long'],
])('the words in %j are quoted', async (json) => {
	api.answer({ status: 422, json });
	const { description } = await api.failure('meeting.create', create);
	expect(description).toMatch(/Claritalk says: [^{}[\]]*Title too long/);
	expect(description).not.toContain('[object');
});

it('a reason that is said with its field and without is quoted once', async () => {
	api.answer({
		status: 422,
		json: { message: 'Title too long.', errors: { title: ['Title too long.'] } },
	});
	const { description } = await api.failure('meeting.create', create);
	expect(description).toMatch(/Claritalk says: title: Title too long\.$/);
});

it.each<[string, Reply, string]>([
	['text', { text: 'Title too long' }, 'Title too long'],
	[
		'JSON that says it is a page',
		{ text: '{"message":"Title too long"}', headers: PAGE },
		'Title too long',
	],
	[
		'problem JSON',
		{
			text: '{"detail":"Title too long"}',
			headers: { 'content-type': 'application/problem+json' },
		},
		'Title too long',
	],
	['lines', { json: { message: 'Title\n\ttoo   long' } }, 'Title too long'],
	[
		'XML',
		{ text: '<?xml version="1.0"?><error><message>Title too long</message></error>' },
		'Title too long',
	],
	['a text that is marked up', { text: '<p>Title <b>too</b> long</p>' }, 'Title too long'],
])('the words of %s are quoted', async (_, reply, words) => {
	api.answer({ status: 400, ...reply });
	const { description } = await api.failure('meeting.create', create);
	expect(description).toContain(`Claritalk says: ${words}`);
});

it.each([
	[{ message: 'Title too long' }],
	[undefined],
	[{ errors: [] }],
	[{ error: 'Unprocessable' }],
])('a 422 with %j blames no integration', async (json) => {
	api.answer({ status: 422, json });
	const error = await api.failure('meeting.create', create);
	expect(`${error.message} ${error.description}`).not.toMatch(/integration/i);
});

describe('a 404', () => {
	const missing: Reply = { status: 404, json: { message: 'Not Found' } };

	it('of an upload names the meeting, and no path, which the panel does not have', async () => {
		api.answer(missing);
		const parameters = { meetingId: byId('m1') };
		const error = await api.failure('recording.upload', parameters, await withFile());
		expect(error.message).toBe('There is no meeting with the ID "m1"');
		expect(error.description).not.toMatch(/check the path/i);
	});

	it.each([
		['meeting.get', getMeeting, 'There is no meeting with the ID "m1"'],
		['recording.start', getMeeting, 'There is no meeting with the ID "m1"'],
		['recording.stop', getMeeting, 'There is no meeting with the ID "m1"'],
		['user.get', { userId: byId('u1') }, 'There is no user with the ID "u1"'],
		['user.delete', { userId: byId('u1') }, 'There is no user with the ID "u1"'],
		[
			'user.update',
			{ userId: byId('u1'), updateFields: { role: byId('x') } },
			'There is no user with the ID "u1"',
		],
	])('of %s says what there is not', async (operation, parameters, message) => {
		api.answer(missing);
		expect((await api.failure(operation, parameters)).message).toBe(message);
	});

	it.each([
		['team.getMany', {}],
		['meeting.create', create],
		['organisation.create', { name: 'x' }],
		['user.invite', { email: 'a@x.example' }],
	])(
		'of %s does not send the user to a path that the panel does not have',
		async (operation, parameters) => {
			api.answer(missing);
			const error = await api.failure(operation, parameters);
			expect(`${error.message} ${error.description}`).not.toMatch(/check the path/i);
		},
	);
});

it.each<[string, Reply]>([
	['Laravel', { json: { message: '' } }],
	// Not in the list of what was seen:
	['nginx', { text: '<html><h1>413 Request Entity Too Large</h1></html>', headers: PAGE }],
	['a proxy without a body', {}],
	['an API', { json: { error: { message: 'Payload too large' } } }],
])('a 413 of %s says that the file is too large', async (_, reply) => {
	api.answer({ status: 413, ...reply });
	const error = await api.failure('recording.upload', getMeeting, await withFile());
	expect(`${error.message} ${error.description}`).toMatch(/too large/i);
	expect(error.httpCode).toBe('413');
});

describe('a 503', () => {
	const unavailable: Reply = { status: 503, json: { message: 'Service Unavailable' } };
	const textOf = ({ message, description }: { message: string; description?: string | null }) =>
		`${message} ${description}`;

	it.each(['recording.start', 'recording.stop'])(
		'of %s names Claritalk Connect',
		async (operation) => {
			api.answer(unavailable);
			expect(textOf(await api.failure(operation, getMeeting))).toContain('Claritalk Connect');
		},
	);

	it.each([
		['meeting.create', create],
		['user.invite', { email: 'a@x.example' }],
		['meeting.get', getMeeting],
		['team.getMany', {}],
		['recording.upload', getMeeting],
	])('of %s does not', async (operation, parameters) => {
		api.answer(unavailable);
		const error = await api.failure(operation, parameters, await withFile());
		expect(textOf(error)).not.toContain('Claritalk Connect');
	});

	it.each([['120'], [new Date('2026-03-01T10:02:00Z').toUTCString()]])(
		'quotes its Retry-After: %s',
		async (value) => {
			api.answer({ ...unavailable, headers: { 'retry-after': value } });
			expect(textOf(await api.failure('meeting.create', create))).toMatch(
				/120 s|2 min|two min|10:02/,
			);
		},
	);
});

it.each([
	[403, { 'cf-mitigated': 'challenge' }],
	[403, { server: 'cloudflare' }],
	[503, { server: 'cloudflare' }],
	// Not in the list of what was seen:
	[403, { server: 'AkamaiGHost' }],
	[403, { 'x-sucuri-id': '17' }],
	[403, { server: 'awselb/2.0' }],
	[503, { 'cf-ray': '8a-BRU', server: 'Cloudflare' }],
])('a web page with %i and %j was blocked on the way', async (status, headers) => {
	const page = '<!DOCTYPE html><html><title>Just a moment...</title></html>';
	api.answer({ status, text: page, headers: { ...PAGE, ...headers } });
	const error = await api.failure('recording.start', getMeeting);
	expect(`${error.message} ${error.description}`).toMatch(/block|on the way|firewall/i);
	expect(`${error.message} ${error.description}`).not.toMatch(
		/Claritalk Connect|does not permit|Just a moment/,
	);
});

it.each<[string, Reply]>([
	['a challenge in JSON', { headers: { 'cf-mitigated': 'challenge' }, json: { title: 'Blocked' } }],
	['a challenge without a body', { headers: { 'cf-mitigated': 'challenge' } }],
	['a code of Cloudflare', { headers: { server: 'cloudflare' }, text: 'error code: 1020' }],
])('403 with %s was blocked on the way', async (_, reply) => {
	api.answer({ status: 403, ...reply });
	const error = await api.failure('recording.start', getMeeting);
	expect(error.message).toBe('The request was blocked on the way to Claritalk');
});

describe('401 of a proxy that asks for a password of its own', () => {
	it.each(['Basic realm="Intranet"', 'Negotiate, NTLM', 'Digest realm="x"'])(
		'blames no token (%s)',
		async (challenge) => {
			const headers = { ...PAGE, 'www-authenticate': challenge };
			api.answer({
				status: 401,
				headers,
				text: '<html><h1>401 Authorization Required</h1></html>',
			});
			const { message, description } = await api.failure('meeting.get', getMeeting);
			expect(message).toBe('The request was blocked on the way to Claritalk');
			expect(description).toMatch(/proxy or firewall answered in its place \(HTTP 401\)/);
		},
	);

	it.each([
		[{ 'www-authenticate': 'Bearer realm="api"' }, {}],
		[{ 'www-authenticate': 'Basic realm="api"' }, { json: { message: 'Unauthenticated.' } }],
		[{ 'www-authenticate': 'Bearer, Basic' }, { text: 'Unauthenticated.' }],
	])('is none with %j and %j', async (headers, reply) => {
		api.answer({ status: 401, headers, ...reply });
		expect((await api.failure('meeting.get', getMeeting)).message).toBe(
			'Claritalk refused the access token',
		);
	});
});

it('403 in JSON that came through Cloudflare was not', async () => {
	const headers = { server: 'cloudflare' };
	api.answer({ status: 403, headers, json: { message: 'This action is unauthorized.' } });
	expect((await api.failure('recording.start', getMeeting)).message).toContain('does not permit');
});

describe('a 403 says which right is missing', () => {
	const hint = async (operation: string, parameters: object) => {
		api.answer({ status: 403, json: { message: 'This action is unauthorized.' } });
		const error = await api.failure(operation, parameters, await withFile());
		expect(error.description).toContain('Claritalk says: This action is unauthorized.');
		return `${error.message} ${error.description}`;
	};

	it.each([
		['user.create', { email: 'a@x.example' }],
		['user.delete', { userId: byId('u1') }],
		['user.invite', { email: 'a@x.example' }],
		['organisation.create', { name: 'x' }],
		['meeting.create', { ...create, additionalFields: { userId: byId('u2') } }],
	])('%s needs a service account', async (operation, parameters) => {
		expect(await hint(operation, parameters)).toMatch(/service account/i);
	});

	it('a change of a user is allowed to that user, but not a role', async () => {
		const updateFields = { role: byId('admin') };
		expect(await hint('user.update', { userId: byId('u1'), updateFields })).toMatch(
			/own profile|role/i,
		);
	});

	it('it is not one text for all', async () => {
		const texts = [
			await hint('meeting.get', getMeeting),
			await hint('user.update', { userId: byId('u1'), updateFields: { firstName: 'An' } }),
			await hint('user.create', { email: 'a@x.example' }),
		];
		expect(new Set(texts).size).toBe(3);
	});
});

describe('trouble at the login', () => {
	const setup = () => ({
		credentials: {
			claritalkServiceAccountOAuth2Api: {
				environment: 'custom',
				baseUrl: api.url,
				clientId: 'client-1',
				clientSecret: 'the-client-secret',
			},
		},
	});
	const parameters = { ...getMeeting, authentication: 'serviceAccount' };
	const TOKEN = { access_token: 'fresh-token-1', token_type: 'Bearer', expires_in: 3600 };
	/** The login is answered by these in turn, the last one stays; whatever else by a meeting. */
	const login = (...replies: Reply[]) => {
		let turn = 0;
		api.answer(({ path }) =>
			path === '/oauth/token'
				? replies[Math.min(turn++, replies.length - 1)]
				: { json: { meeting_id: 'm1' } },
		);
	};

	it.each<[string, Reply]>([
		[
			'429',
			{ status: 429, headers: { 'retry-after': '3' }, json: { message: 'Too Many Attempts.' } },
		],
		['503', { status: 503 }],
		// Not in the list of what was seen:
		['502 as a web page', { status: 502, text: '<html>Bad gateway</html>', headers: PAGE }],
		['a closed connection', { drop: true }],
		['500', { status: 500, json: { message: 'Server Error' } }],
	])('that passes is waited for: %s', async (_, trouble) => {
		login(trouble, { json: TOKEN });
		expect(await api.json('meeting.get', parameters, setup())).toMatchObject([{ meetingId: 'm1' }]);
		expect(api.waits.length).toBeGreaterThan(0);
	});

	it.each<[number, string, RegExp]>([
		[404, 'Not Found', /not (there|found|known)|no .*(login|token|oauth)|404|address/i],
		[429, 'Too Many Attempts.', /429|limit|too many/i],
		[503, 'Service Unavailable', /503|unavailable|cannot|later/i],
		[500, 'Server Error', /500|internal|later/i],
	])('that stays is said as what it is: %i', async (status, message, words) => {
		login({ status, json: { message }, headers: { 'retry-after': '30' } });
		const error = await api.failure(
			'meeting.get',
			{ ...parameters, options: { maxRetryWait: 1 } },
			setup(),
		);
		expect(`${error.message} ${error.description}`).toMatch(words);
		expect(error.message).not.toContain('ESTATUS');
		expect(error.description).not.toMatch(/Client Secret/);
	});

	it.each([
		[
			401,
			{ error: 'invalid_client', error_description: 'Client authentication failed' },
			'Client authentication failed',
		],
		[
			400,
			{ error: 'invalid_scope', error_description: 'The requested scope is invalid' },
			'The requested scope is invalid',
		],
		[
			401,
			{ error: 'invalid_client', message: 'Client authentication failed' },
			'Client authentication failed',
		],
	])('that is a refusal (%i %j) is quoted', async (status, json, words) => {
		login({ status, json });
		const error = await api.failure('meeting.get', parameters, setup());
		expect(error.description).toContain(words);
		expect(api.waits).toEqual([]);
	});

	it.each<[string, Reply, RegExp]>([
		['a web page', { text: '<html>Log in</html>', headers: PAGE }, /\/oauth\/token .* a web page/],
		['no token', { json: {} }, /without an access token/],
	])('that answers by %s is an error', async (_, reply, words) => {
		login(reply);
		const error = await api.failure('meeting.get', parameters, setup());
		expect(`${error.message} ${error.description}`).toMatch(words);
	});
});

describe('words that n8n takes for error codes', () => {
	it.each([
		['rolePermissions'],
		// Not in the list of what was seen:
		['ECONNREFUSED'],
		['somEnoENTry'],
		['Etimedout-1'],
		['eacces'],
		['tEISDIRt'],
	])('do not replace the message about the ID %s', async (id) => {
		api.answer({ status: 404, json: { message: 'Not Found' } });
		const error = await api.failure('meeting.get', { meetingId: byId(id) });
		expect(error.message).toBe(`There is no meeting with the ID "${id}"`);
	});

	it.each(['/rolePermissions', '/users/ECONNRESET', '/enotfound'])(
		'do not replace the message about the path %s',
		async (path) => {
			api.answer({ status: 404, json: { message: 'Not Found' } });
			const error = await api.failure('api.request', { path });
			expect(error.message).not.toMatch(/offline|permission|connection|refused|exist/i);
		},
	);

	it.each(['EPERM/x', 'ECONNREFUSED x', 'a/rolePermissions'])(
		'do not replace the message about a value: %s',
		async (id) => {
			const error = await api.failure('meeting.get', { meetingId: byId(id) });
			expect(error.message).toContain(id);
		},
	);

	it.each(['The ERP said ECONNREFUSED', 'EPERM: not permitted', 'read ETIMEDOUT'])(
		'are quoted: %s',
		async (words) => {
			api.answer({ status: 422, json: { message: words } });
			const error = await api.failure('meeting.create', create);
			expect(error.description).toContain(`Claritalk says: ${words}`);
			expect(error.message).toContain('Claritalk');
		},
	);

	it('do not replace the message about a field, a file or a status of that name', async () => {
		const upload = { ...getMeeting, binaryPropertyName: 'ECONNRESET' };
		expect((await api.failure('recording.upload', upload, await withFile())).message).toContain(
			'ECONNRESET',
		);
		api.answerInTurn({ json: {} }, { status: 422, json: { message: 'No' } });
		const binary = {
			a: await api.n8n.storeBinary('x', 'EPERM.mp3', 'audio/mpeg'),
			b: await api.n8n.storeBinary('x', 'b.mp3', 'audio/mpeg'),
		};
		const both = { ...getMeeting, binaryPropertyName: 'a, b' };
		const error = await api.failure('recording.upload', both, { items: [{ json: {}, binary }] });
		expect(error.message).toContain('Already uploaded: EPERM.mp3');
		api.answer({ json: { data: { id: 'm1', status: 'failed by ETIMEDOUT' } } });
		expect((await api.failure('meeting.waitUntilProcessed', getMeeting)).message).toContain(
			'failed by ETIMEDOUT',
		);
	});

	it('stand in the description alone where there is no connection', async () => {
		const credentials = {
			claritalkApi: {
				environment: 'custom',
				baseUrl: 'http://127.0.0.1:9',
				accessToken: 'token-12345',
			},
		};
		const error = await api.failure('meeting.get', getMeeting, { credentials });
		expect(error.message).toContain('Claritalk');
		expect(error.message).not.toContain('ECONNREFUSED');
		expect(error.description).toContain('ECONNREFUSED');
	});

	it('are in the item under continue on fail', async () => {
		api.answer({ status: 422, json: { message: 'The ERP said ECONNREFUSED' } });
		const [json] = await api.json('meeting.create', create, { continueOnFail: true });
		expect(json.error).toContain('Claritalk says: The ERP said ECONNREFUSED');
	});
});

it.each(['json', 'file'])(
	'a record that is not there is no missing address to a request for %s',
	async (responseFormat) => {
		api.answer({
			status: 404,
			json: { message: 'No query results for model [App\\Models\\File] 7' },
		});
		const error = await api.failure('api.request', {
			path: '/files/7',
			requestOptions: { responseFormat },
		});
		expect(error.message).toBe('What was asked for is not there');
		expect(error.description).not.toContain('Check, finds out');
	},
);

it.each([
	[410, 'There is no meeting with the ID "m1"', 'Check the ID'],
	[304, 'Claritalk answered with the unexpected HTTP status 304', 'Check the request'],
	[300, 'Claritalk answered with the unexpected HTTP status 300', 'Check the request'],
])('%i without more says: %s', async (status, message, cure) => {
	api.answer({ status });
	const error = await api.failure('meeting.get', getMeeting);
	expect(error.message).toBe(message);
	expect(error.description).toContain(cure);
});
