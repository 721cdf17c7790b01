/** What an attack from outside found: other members of the kinds of this folder, each with what would be right. */
import type { IBinaryData, IDataObject } from 'n8n-workflow';

import { serving } from '../../harness/answering';
import { byId, claritalkHarness, failureOf, patOf } from '../../harness/claritalk';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const SECRET = 'secret-of-the-service-account-0123456789';
const asServiceAccount = () => ({
	credentials: {
		claritalkServiceAccountOAuth2Api: {
			environment: 'custom',
			baseUrl: api.url,
			clientId: 'client-1',
			clientSecret: SECRET,
		},
	},
});
const withFile = async (json: IDataObject = {}) => ({
	json,
	binary: { data: await api.n8n.storeBinary('recording', 'a.mp3', 'audio/mpeg') },
});
const getMeeting = { meetingId: byId('m1') };
const teams = (count: number, from = 0) =>
	Array.from({ length: count }, (_, at) => ({ team_id: `t${from + at}` }));
/** What is told about an error, in one text. */
const told = ({ message, description }: Error & { description?: unknown }) =>
	`${message} ${String(description)}`;

describe('Retry On Fail with an upload that waits', () => {
	const upload = { meetingId: byId('={{ $json.id }}'), waitUntilProcessed: true, maxWait: 1 };

	it('waits again in the second try and says why it failed, not that it was cancelled', async () => {
		api.answer(({ method }) => ({
			json: method === 'POST' ? { id: 'r1' } : { data: { id: 'm1', status: 'Transcribing' } },
		}));
		const error = await api.failure('recording.upload', upload, {
			items: [await withFile({ id: 'm1' })],
			tries: 2,
			executionId: 'attack-wait',
		});
		expect(error.message).toContain('was not processed in time');
	});

	it('succeeds where another item failed in the first try', async () => {
		let uploads = 0;
		api.answer(({ method, path }) => {
			if (method === 'POST' && ++uploads === 2) return { status: 500, json: { message: 'x' } };
			if (method === 'POST') return { json: { id: `r${uploads}` } };
			const status = uploads > 2 ? 'Meeting processed' : 'Transcribing';
			return { json: { data: { id: path.split('/')[2], status, updatedAt: String(uploads) } } };
		});
		const items = [await withFile({ id: 'm1' }), await withFile({ id: 'm2' })];
		const setup = { items, tries: 3, executionId: 'attack-two' };
		expect(await api.run('recording.upload', upload, setup)).toHaveLength(2);
		expect(uploads).toBe(3);
	});
});

describe('the token of a login', () => {
	const LIVE = 'live-access-token-0123456789';

	it.each<[string, Reply]>([
		['in an envelope', { json: { data: { access_token: LIVE, expires_in: 3600 } } }],
		['in another envelope', { json: { result: { access_token: LIVE } } }],
		['under another name', { json: { token: LIVE, token_type: 'Bearer' } }],
		['as a form', { text: `access_token=${LIVE}&expires_in=3600` }],
	])('is in no text where it is answered %s', async (_, reply) => {
		api.answer(({ path }) => (path === '/oauth/token' ? reply : { json: { data: { id: 'm1' } } }));
		const parameters = { ...getMeeting, authentication: 'serviceAccount' };
		const outcome = await api
			.run('meeting.get', parameters, asServiceAccount())
			.catch((error: Error) => told(error));
		expect(JSON.stringify(outcome)).not.toContain(LIVE);
	});

	it('is in no text where it is answered in an envelope to the test of the credential', async () => {
		api.answer({ json: { data: { access_token: LIVE } } });
		const type = 'claritalkServiceAccountOAuth2Api';
		const { message } = await api.n8n.testCredential(type, asServiceAccount().credentials[type]);
		expect(message).not.toContain(LIVE);
	});

	it('is hidden as Client ID and Client Secret in base64, too', async () => {
		const basic = Buffer.from(`client-1:${SECRET}`).toString('base64');
		api.answer({ status: 401, json: { error: 'invalid_client', message: `Bad Basic ${basic}` } });
		const parameters = { ...getMeeting, authentication: 'serviceAccount' };
		const error = await api.failure('meeting.get', parameters, asServiceAccount());
		expect(told(error)).not.toContain(basic);
	});

	it.each<[Reply]>([[{ status: 503 }], [{ status: 429, headers: { 'retry-after': '60' } }]])(
		'is not asked for by every item of a run again while it is answered by %j',
		async (reply) => {
			api.answer((request) => (request.path === '/oauth/token' ? reply : { json: { id: 'm1' } }));
			const options = { maxRetryWait: 0.05 };
			await api.run(
				'meeting.get',
				{ ...getMeeting, authentication: 'serviceAccount', options },
				{
					...asServiceAccount(),
					continueOnFail: true,
					items: Array.from({ length: 30 }, () => ({})),
				},
			);
			expect(api.requests.length).toBeLessThanOrEqual(5);
		},
	);

	it('that a service account got and that is refused is not to be renewed by hand', async () => {
		api.answer(({ path }) =>
			path === '/oauth/token' ? { json: { access_token: LIVE } } : { status: 401 },
		);
		const parameters = { ...getMeeting, authentication: 'serviceAccount' };
		const error = await api.failure('meeting.get', parameters, asServiceAccount());
		expect(told(error)).not.toContain('renew it in the credential');
	});
});

describe('an answer that goes on and on, a blank at a time', () => {
	const dripping = async (use: (url: string) => Promise<unknown>) => {
		jest.restoreAllMocks();
		return await serving((_, response) => {
			response.writeHead(200, { 'content-type': 'application/json' });
			const drip = setInterval(() => response.write(' '), 50);
			response.on('close', () => clearInterval(drip));
		}, use);
	};
	const within = async (ms: number, work: Promise<unknown>) => {
		const outcome = work.then(
			() => 'ended',
			() => 'ended',
		);
		let timer: NodeJS.Timeout | undefined;
		const never = new Promise((resolve) => (timer = setTimeout(() => resolve('hangs'), ms)));
		return await Promise.race([outcome, never]).finally(() => clearTimeout(timer));
	};

	it('ends with the option Timeout', async () => {
		const parameters = { resource: 'meeting', operation: 'create', title: 'Board' };
		const outcome = await dripping(async (url) => {
			const n8n = claritalkHarness({ url, token: api.token });
			const run = n8n.execute('claritalk', {
				parameters: { ...parameters, options: { timeout: 1 } },
			});
			return await within(5_000, run);
		});
		expect(outcome).toBe('ended');
	});

	it('ends the test of a credential', async () => {
		const outcome = await dripping(async (url) => {
			const one = { url, token: api.token };
			return await within(13_000, claritalkHarness(one).testCredential('claritalkApi', patOf(one)));
		});
		expect(outcome).toBe('ended');
	});
});

describe('a user', () => {
	it.each<[string, Reply]>([
		['a refusal', { json: { success: false, message: 'The last admin cannot be deleted' } }],
		['an error', { json: { error: { message: 'The last admin cannot be deleted' } } }],
		['errors', { json: { errors: ['The last admin cannot be deleted'] } }],
		['a login page', { text: '<!doctype html><title>The last admin cannot be deleted' }],
	])('is not deleted where the answer of 200 is %s', async (_, reply) => {
		api.answer(reply);
		const error = await api.failure('user.delete', { userId: byId('u1') });
		expect(error.httpCode).toBe('200');
	});

	it('is not gone because the route is missing after an outage', async () => {
		const missing = { message: 'The route api/users/u1 could not be found.' };
		api.answerInTurn({ status: 502 }, { status: 404, json: missing });
		const error = await api.failure('user.delete', { userId: byId('u1') });
		expect(told(error)).toContain('address');
	});
});

/** What an answer of 200 may say of a failure beside the spellings that are known. */
const FAILURES = [
	{ error: { message: 'No such thing' }, request_id: 'a' },
	{ error: 'No such thing', timestamp: '2026-03-01T09:00:00Z' },
	{ status: 'failed', message: 'No such thing' },
	{ success: 'false', message: 'No such thing' },
	{ success: 0, message: 'No such thing' },
	{ statusCode: 404, message: 'No such thing' },
	{ status: 404, title: 'Not Found', detail: 'No such thing', type: 'about:blank' },
];

describe.each(FAILURES)('an answer of 200 with %j', (json) => {
	it('is no meeting', async () => {
		api.answer({ json });
		expect(told(await api.failure('meeting.get', getMeeting))).toContain('No such thing');
	});

	it('is no success of a write', async () => {
		api.answer({ json });
		const error = await api.failure('meeting.create', { title: 'Board' });
		expect(told(error)).toContain('No such thing');
	});

	it('is no empty list', async () => {
		api.answer({ json: { ...json, data: [] } });
		const error = await api.failure('team.getMany', { returnAll: true });
		expect(told(error)).toContain('No such thing');
	});
});

it('a write that was refused by 200 is not to be sent once more by API, Request', async () => {
	api.answer({ json: { error: 'No seats left' } });
	const error = await api.failure('user.invite', { email: 'an@x.example' });
	expect(told(error)).not.toMatch(/did not give JSON|operation Request/);
});

it.each([
	{ data: null, teams: teams(2) },
	{ data: null, items: teams(2) },
	{ data: {}, result: teams(2) },
	{ results: {}, teams: teams(2) },
	{ list: null, payload: teams(2) },
])('the rows are found beside a name that holds nothing: %j', async (json) => {
	api.answer({ json });
	expect(await api.run('team.getMany', { returnAll: true })).toHaveLength(2);
});

describe('pages that say wrong what they are', () => {
	/** Three pages of two rows, with what is said about page `page`. */
	const three = (say: (page: number) => object, isEmpty: (page: number) => boolean = () => false) =>
		api.answer(({ query }) => {
			const page = Number(query.page ?? 1);
			const data = page > 3 || isEmpty(page) ? [] : teams(2, 2 * page);
			return { json: { data, ...say(page) } };
		});
	/** All rows or an error, but no part of them as if it were all. */
	const allOrError = async () => {
		const outcome = await api.run('team.getMany', { returnAll: true }).then(
			(rows) => rows.length,
			() => 'error',
		);
		expect([6, 'error']).toContain(outcome);
	};

	it('are not quietly left out where the first is number 0', async () => {
		three((page) => ({ page: page - 1, pages: 3 }));
		await allOrError();
	});

	it('are not quietly left out where each says that it is the first', async () => {
		three(() => ({ meta: { current_page: 1, last_page: 3 } }));
		await allOrError();
	});

	it('are not quietly left out where each says so and there is a total', async () => {
		three(() => ({ meta: { current_page: 1, last_page: 3, per_page: 2, total: 6 } }));
		await allOrError();
	});

	it('are not quietly left out where the only page says that there are more rows', async () => {
		three(() => ({ meta: { current_page: 1, last_page: 1, total: 6 } }));
		await allOrError();
	});

	it('are read behind an empty one that says only which page is the last', async () => {
		three(
			() => ({ meta: { last_page: 3 } }),
			(page) => page === 2,
		);
		expect(await api.run('team.getMany', { returnAll: true })).toHaveLength(4);
	});
});

it('rows without an ID that are alike are all there', async () => {
	api.answer(({ query }) => ({
		json: { data: [{ name: 'Same' }], meta: { current_page: Number(query.page), last_page: 3 } },
	}));
	expect(await api.run('team.getMany', { returnAll: true })).toHaveLength(3);
});

it('a page that is announced and not there does not say that the address is wrong', async () => {
	api.answer(({ query }) =>
		query.page === '1'
			? { json: { data: teams(1), meta: { current_page: 1, last_page: 2 } } }
			: { status: 404 },
	);
	const error = await api.failure('team.getMany', { returnAll: true });
	expect(told(error)).not.toMatch(/does not know this address|inferred/);
});

describe.each([
	[{ status: 'ok', code: 200 }],
	[{ error: null }],
	[{ error: false }],
	[{ errors: [] }],
	[{ code: 0, msg: 'ok' }],
])('the envelope %j', (envelope) => {
	const json = { ...envelope, data: { meeting_id: 'm1', status: 'Meeting processed' } };

	it('is opened where one meeting is read', async () => {
		api.answer({ json });
		expect(await api.json('meeting.get', getMeeting)).toEqual([
			expect.objectContaining({ meetingId: 'm1' }),
		]);
	});

	it('is opened where a meeting is waited for', async () => {
		api.answer({ json });
		expect(await api.run('meeting.waitUntilProcessed', getMeeting)).toHaveLength(1);
		expect(api.waits).toEqual([]);
	});
});

describe('a write that may have been done', () => {
	it.each<[Reply]>([[{ drop: true }], [{ status: 502 }], [{ status: 504 }], [{ status: 408 }]])(
		'answered by %j: says to look before it is done again',
		async (reply) => {
			api.answer(reply);
			const error = await api.failure('meeting.create', { title: 'Board' });
			expect(told(error)).toMatch(/may have|perhaps|whether it|already/i);
		},
	);
});

describe('a file of an item', () => {
	const upload = async (data: object) =>
		await api.failure('recording.upload', getMeeting, {
			items: [{ json: {}, binary: { data: data as IBinaryData } }],
		});

	it('without a name and a type is uploaded', async () => {
		api.answer({ json: { id: 'r1' } });
		const data = { data: 'aGFsbG8=' } as IBinaryData;
		const items = [{ json: {}, binary: { data } }];
		expect(await api.run('recording.upload', getMeeting, { items })).toHaveLength(1);
	});

	it.each([{ data: null, mimeType: 'audio/mpeg' }, { mimeType: 'audio/mpeg' }])(
		'without anything in it is said to be empty: %j',
		async (data) => expect((await upload(data)).message).toContain('"data" is empty'),
	);

	it('that n8n keeps no longer is named, with the cure', async () => {
		const { binary } = await withFile();
		const id = 'filesystem-v2:workflows/x/executions/y/binary_data/gone';
		const error = await upload({ ...binary.data, id });
		expect(error.message).toContain('data');
		expect(error.description).toEqual(expect.stringMatching(/\w/));
	});

	it.each(['={{ $binary.nope }}', '={{ null }}', '={{ 5 }}', '={{ $binary }}'])(
		'that an expression does not give is refused with the name of the field: %s',
		async (binaryPropertyName) => {
			const error = await api.failure(
				'recording.upload',
				{ ...getMeeting, binaryPropertyName },
				{ items: [await withFile()] },
			);
			expect(error.message).toContain('Input Binary Field');
		},
	);

	it('is sent once where it is named twice', async () => {
		api.answer({ json: { id: 'r1' } });
		const parameters = { ...getMeeting, binaryPropertyName: 'data, data' };
		await api.run('recording.upload', parameters, { items: [await withFile()] });
		expect(api.requests).toHaveLength(1);
	});

	it('with a name of blanks gets one', async () => {
		api.answer({ json: { id: 'r1' } });
		const item = await withFile();
		item.binary.data.fileName = '  ';
		await api.run('recording.upload', getMeeting, { items: [item] });
		expect(api.requests[0].parts.at(-1)).toEqual(['file', 'data.mp3']);
	});
});

describe('waiting after an upload', () => {
	const upload = { ...getMeeting, waitUntilProcessed: true, maxWait: 15 };
	const statuses = (...all: Array<[status: string, updatedAt: string | undefined]>) => {
		let look = 0;
		api.answer(({ method }) => {
			if (method === 'POST') return { json: { id: 'r1' } };
			const [status, updatedAt] = all[Math.min(look++, all.length - 1)];
			return { json: { data: { id: 'm1', status, updatedAt, look } } };
		});
	};

	it('ends where the status was seen to change and came back, with no time or the same', async () => {
		const DONE = 'Meeting processed';
		statuses([DONE, undefined], ['Transcribing', undefined], [DONE, undefined]);
		const items = [await withFile()];
		expect(await api.run('recording.upload', upload, { items })).toHaveLength(1);
	});

	it('does not say that a meeting is not processed since it is "Meeting processed"', async () => {
		statuses(['Meeting processed', 'a']);
		const error = await api.failure('recording.upload', upload, { items: [await withFile()] });
		expect(error.message).not.toContain(
			'not processed in time: its status is still "Meeting processed"',
		);
	});

	it('does not take the old summary because the upload alone changed the time', async () => {
		const DONE = 'Meeting processed';
		statuses([DONE, 'a'], [DONE, 'b'], ['Transcribing', 'b'], [DONE, 'c']);
		const [{ json }] = await api.run('recording.upload', upload, { items: [await withFile()] });
		expect(json.meeting).toMatchObject({ updatedAt: 'c' });
	});
});

it('a limit that ends after Max Wait is told at once', async () => {
	api.answer({ status: 429, headers: { 'retry-after': '86400' } });
	await api.failure('meeting.waitUntilProcessed', { ...getMeeting, maxWait: 15 });
	expect(api.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(60_000);
});

it.each([[{ name: 'Meeting processed' }], [{ label: 'Meeting processed', id: 4 }]])(
	'a status that is an object is read: %j',
	async (status) => {
		api.answer({ json: { data: { id: 'm1', status } } });
		expect(await api.run('meeting.waitUntilProcessed', getMeeting)).toHaveLength(1);
	},
);

it('a meeting keeps what it has under other names of a field', async () => {
	const json = { meetingId: null, meeting_id: 'm9', title: '', name: 'Board', id: 'm1' };
	api.answer({ json: { data: json } });
	const [meeting] = await api.json('meeting.get', getMeeting);
	expect(meeting).toMatchObject({ meetingId: 'm9', title: 'Board' });
});

describe('a credential is not good where every address answers', () => {
	it.each<[string, Reply]>([
		['a refusal', { json: { success: false, message: 'Unauthenticated.' } }],
		['an error', { json: { error: 'invalid_token' } }],
		['407 of a proxy', { status: 407, text: 'Proxy Authentication Required' }],
		['a text', { text: 'OK' }],
		['broken JSON', { text: '{"data":[', headers: { 'content-type': 'application/json' } }],
	])('%s', async (_, reply) => {
		api.answer(reply);
		const { status } = await api.n8n.testCredential('claritalkApi', patOf(api));
		expect(status).toBe('Error');
	});
});

describe('what people type', () => {
	it.each(['={{ ["a","b"] }}', '={{ {} }}', '={{ $now }}', '={{ new Date(0) }}'])(
		'that is no text is not said to be empty: %s',
		async (title) => {
			const error = await api.failure('meeting.create', { title });
			expect(error.message).toContain('Title');
			expect(error.message).not.toContain('is empty');
		},
	);

	it.each(['={{ true }}', '={{ NaN }}', 'undefined', 'null', '={{ 12345678901234567890 }}'])(
		'that is no ID is not sent as one: %s',
		async (id) => {
			api.answer({ status: 204 });
			const error = await api.failure('user.delete', { userId: byId(id) });
			expect(error.message).toContain('User');
			expect(api.requests).toHaveLength(0);
		},
	);

	it.each(['={{ {} }}', '={{ $json }}'])('as an ID is told as what it is: %s', async (id) => {
		const error = await api.failure('meeting.get', { meetingId: byId(id) });
		expect(error.message).not.toContain('[object Object]');
	});

	it.each(['={{ "m1" }}', '={{ "https://app.claritalk.com/x" }}', '={{ $json.nope }}'])(
		'as the web address of a meeting is refused in our words, with the cure: %s',
		async (value) => {
			const meetingId = { __rl: true, mode: 'url', value };
			const error = await failureOf(api.run('meeting.get', { meetingId }));
			expect(error.message).not.toMatch(/^ERROR:/);
			expect(error.description).toEqual(expect.stringMatching(/\w/));
		},
	);

	it.each(['={{ $now }}', '={{ new Date() }}'])(
		'as Custom Fields and is no object of fields is refused: %s',
		async (extraFields) => {
			api.answer({ json: { id: 'm1' } });
			const parameters = { title: 'Board', additionalFields: { extraFields } };
			const error = await api.failure('meeting.create', parameters);
			expect(error.message).toContain('Custom Fields');
		},
	);

	it('as the body of a request says that it may be a list, too', async () => {
		const parameters = { method: 'POST', path: '/things', body: '[{"a":1},]' };
		const error = await api.failure('api.request', parameters);
		expect(told(error)).toMatch(/list|array/i);
	});

	it('a time-out of a month does not end the request at once', async () => {
		api.answer({ json: { id: 'm1' } });
		const parameters = { title: 'Board', options: { timeout: 3_000_000 } };
		expect(await api.run('meeting.create', parameters)).toHaveLength(1);
	});
});

describe('the words of the API', () => {
	it.each([
		[{ message: '<p>Too <b>long</b></p>' }, /Too\W+long/],
		[{ message: 42 }, /42/],
		[{ title: ['Too long'] }, /title: Too long/],
		[{ detail: [{ loc: ['body', 'title'], msg: 'Too long' }] }, /title.*Too long/],
		[{ errors: [{ detail: 'Too long', source: { pointer: '/data/title' } }] }, /title.*Too long/],
	])('are quoted with the field that they are about: %j', async (json, words) => {
		api.answer({ status: 422, json });
		expect(told(await api.failure('meeting.create', { title: 'B' }))).toMatch(words);
	});

	it('413 blames no file where none was sent', async () => {
		api.answer({ status: 413 });
		const error = await api.failure('meeting.create', { title: 'Board' });
		expect(error.message).not.toContain('file');
	});

	it('a text that API, Request gets does not send to API, Request', async () => {
		api.answer({ text: 'a,b\n1,2', headers: { 'content-type': 'text/csv' } });
		const error = await api.failure('api.request', { method: 'GET', path: '/export' });
		expect(told(error)).not.toContain('operation Request');
	});
});

it('a token is hidden where the API wraps it into lines', async () => {
	const accessToken = 'Ab3xYzk9'.repeat(12);
	const wrapped = `${accessToken.slice(0, 76)}\n${accessToken.slice(76)}`;
	api.answer({ status: 400, json: { message: `bad ${wrapped}` } });
	const credentials = { claritalkApi: patOf(api, accessToken) };
	const error = await api.failure('meeting.get', getMeeting, { credentials });
	expect(told(error)).not.toContain(accessToken.slice(0, 76));
});
