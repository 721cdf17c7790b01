/** Uploads: the call before a big one, the form that is sent, the file's name, and what comes out of the writes. */
import type { IBinaryData, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { byId } from '../../harness/claritalk';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const toMeeting = { meetingId: byId('m1') };
const store = async (name = 'a.mp3', type = 'audio/mpeg', content: Buffer | string = 'recording') =>
	await api.n8n.storeBinary(content, name, type);
/** A file in memory, as some nodes make it: with what is given, and nothing else. */
const inMemory = (more: Partial<IBinaryData>): IBinaryData => ({
	data: Buffer.from('recording').toString('base64'),
	mimeType: 'application/octet-stream',
	...more,
});
const upload = async (
	binary: Record<string, IBinaryData>,
	parameters: object = {},
	setup: object = {},
) =>
	await api.run('recording.upload', { ...toMeeting, ...parameters } as INodeParameters, {
		items: [{ json: {}, binary }],
		...setup,
	});
const uploads = () => api.requests.filter(({ method }) => method === 'POST');
const accept = (reply: Reply = { json: { data: { recordingId: 'r1' } } }) => api.answer(reply);

describe('the call before a big upload', () => {
	const credentials = () => ({
		claritalkOAuth2Api: {
			environment: 'custom',
			baseUrl: api.url,
			clientId: 'client-1',
			clientSecret: 'a-client-secret-1',
			oauthTokenData: {
				access_token: 'stored-token-1',
				refresh_token: 'stored-refresh-1',
				token_type: 'Bearer',
			},
		},
	});
	const big = async (
		probe: Reply,
		login: Reply = { status: 400, json: { error: 'invalid_grant' } },
		length = 3_000_000,
	) => {
		api.answer(({ method, path }) => {
			if (path === '/oauth/token') return login;
			return method === 'GET' ? probe : { json: { data: { recordingId: 'r1' } } };
		});
		const data = await store('a.mp3', 'audio/mpeg', Buffer.alloc(length));
		const setup = { credentials: credentials() };
		return await upload({ data }, { authentication: 'oAuth2' }, setup).catch(
			(error: Error) => error,
		);
	};
	const sentFiles = () => uploads().filter(({ path }) => path === '/upload/recordings');

	it.each<[string, Reply]>([
		['404', { status: 404, json: { message: 'The route api/meetings could not be found.' } }],
		['405', { status: 405, json: { message: 'Method Not Allowed' } }],
		['403', { status: 403, json: { message: 'This action is unauthorized.' } }],
		// Not in the list of what was seen:
		['422', { status: 422, json: { message: 'The page field is required.' } }],
		['500', { status: 500 }],
		['503', { status: 503 }],
		['a redirect', { status: 302, headers: { location: '/login' } }],
		['a web page', { text: '<html>', headers: { 'content-type': 'text/html' } }],
		['a closed connection', { drop: true }],
		['429', { status: 429, headers: { 'retry-after': '3600' } }],
		['429 for a while', { status: 429, headers: { 'retry-after': '30' } }],
		['[]', { json: [] }],
	])('is passed over where it is answered by %s', async (_, probe) => {
		expect(await big(probe)).toHaveLength(1);
		expect(sentFiles()).toHaveLength(1);
		expect(api.waits.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(10_000);
	});

	it.each([
		[256 * 1024 - 1, ['POST /upload/recordings']],
		[256 * 1024, ['GET /meetings', 'POST /upload/recordings']],
	])('is made from a quarter of a megabyte on: %i bytes', async (length, calls) => {
		await big({ json: [] }, undefined, length);
		expect(api.calls).toEqual(calls);
	});

	it('asks for one row', async () => {
		await big({ json: [] });
		expect(api.requests[0].query).toEqual({ page: '1', per_page: '1' });
	});

	it('spares the upload where the login has died', async () => {
		expect(await big({ status: 401, json: { message: 'Unauthenticated.' } })).toBeInstanceOf(Error);
		expect(sentFiles()).toHaveLength(0);
	});

	it('spares it where a new token is refused, too', async () => {
		const token = { access_token: 'fresh-token-1', token_type: 'Bearer', expires_in: 3600 };
		const refused: Reply = { status: 401, json: { message: 'Unauthenticated.' } };
		const error = await big(refused, { json: token });
		expect(error).toMatchObject({ httpCode: '401' });
		expect(sentFiles()).toHaveLength(0);
	});

	it('spares it where new tokens are refused while other calls succeed', async () => {
		api.mostRequests = 10_000;
		let looks = 0;
		api.answer(async ({ path }) => {
			if (path === '/oauth/token') return { json: { access_token: 'fresh-token-1' } };
			if (path === '/upload/recordings') return { json: { data: { recordingId: 'r1' } } };
			if (path === '/meetings/m1') {
				looks++;
				return { json: { data: { meetingId: 'm1', status: 'Processing' } } };
			}
			// The look after the next one comes once that has succeeded.
			for (const seen = looks; looks < seen + 2; ) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			return { status: 401, json: { message: 'Unauthenticated.' } };
		});
		const items = [
			{ json: { wait: true }, binary: { data: await store() } },
			{
				json: { wait: false },
				binary: { data: await store('b.mp3', 'audio/mpeg', Buffer.alloc(3_000_000)) },
			},
		];
		const waitUntilProcessed = '={{ $json.wait }}';
		const parameters = { ...toMeeting, authentication: 'oAuth2', waitUntilProcessed, maxWait: 600 };
		const setup = { items, credentials: credentials() };
		const error = await api.failure('recording.upload', parameters, setup);
		expect(error).toMatchObject({ httpCode: '401', context: { itemIndex: 1 } });
		expect(sentFiles()).toHaveLength(1);
	});
});

it.each([
	[20, 320],
	[1, 300],
])('a file of %i MB is given %i seconds', async (megabytes, seconds) => {
	const timeout = jest.spyOn(AbortSignal, 'timeout');
	accept();
	await upload({ data: await store('a.mp3', 'audio/mpeg', Buffer.alloc(megabytes * 1024 * 1024)) });
	expect(timeout.mock.calls[0]).toEqual([seconds * 1_000 + 500]);
});

describe('Custom Fields', () => {
	const fieldsOf = async (extraFields: unknown) => {
		accept();
		await upload({ data: await store() }, { additionalFields: { extraFields } });
		return uploads()[0].parts.filter(([name]) => name !== 'file' && name !== 'meeting_id');
	};

	it('are sent as PHP reads them', async () => {
		const given = { notify: true, quiet: false, tags: ['a', 'b'], note: null };
		expect(await fieldsOf(given)).toEqual([
			['notify', '1'],
			['quiet', '0'],
			['tags[]', 'a'],
			['tags[]', 'b'],
		]);
	});

	it.each<[unknown, Array<[string, string]>]>([
		// Not in the list of what was seen:
		[
			'{"speakers": 2, "rate": 0.5}',
			[
				['speakers', '2'],
				['rate', '0.5'],
			],
		],
		[
			{ meta: { source: 'n8n', deep: { a: true } } },
			[
				['meta[source]', 'n8n'],
				['meta[deep][a]', '1'],
			],
		],
		[
			{ flags: [true, false] },
			[
				['flags[]', '1'],
				['flags[]', '0'],
			],
		],
		[{ note: 'é "quoted"\nline' }, [['note', 'é "quoted"\r\nline']]],
		[{ tags: [], nothing: {}, also: { note: null } }, []],
		[
			'={{ { days: [DateTime.fromISO("2026-03-01T10:00:00Z", { setZone: true })], last: [{ at: new Date("2026-03-01T10:00:00Z") }] } }}',
			[
				['days[]', '2026-03-01T10:00:00.000Z'],
				['last[0][at]', '2026-03-01T10:00:00.000Z'],
			],
		],
		[
			'={{ { span: DateTime.now().diff(DateTime.now()).plus(60000).rescale() } }}',
			[['span', 'PT1M']],
		],
		['={{ { count: NaN, most: Infinity } }}', []],
		[
			{ empty: '', zero: 0 },
			[
				['empty', ''],
				['zero', '0'],
			],
		],
	])('%j are sent as %j', async (given, expected) => {
		const normal = (parts: Array<[string, string]>) =>
			parts.map(([name, value]) => [name, value.replace(/\r?\n/g, '\n')]);
		expect(normal(await fieldsOf(given))).toEqual(normal(expected));
	});

	it.each([
		[
			{ people: [{ name: 'An', host: true }, { name: 'Bo' }] },
			'people[0][name]',
			'people[1][name]',
		],
		[{ grid: [[1], [2]] }, 'grid[0][]', 'grid[1][]'],
	])('%j keep together what belongs together', async (given, ...names) => {
		expect((await fieldsOf(given)).map(([name]) => name)).toEqual(expect.arrayContaining(names));
	});
});

describe('the name of the file', () => {
	it.each<[Partial<Record<keyof IBinaryData, unknown>>, string]>([
		[{ mimeType: 'audio/mpeg', fileExtension: 'mp3' }, 'data.mp3'],
		[{ mimeType: 'audio/mpeg' }, 'data.mp3'],
		// Not in the list of what was seen:
		[{ fileExtension: 'm4a' }, 'data.m4a'],
		[{ fileExtension: '.wav' }, 'data.wav'],
		[{ mimeType: 'audio/wav' }, 'data.wav'],
		[{ mimeType: 'video/mp4' }, 'data.mp4'],
		[{ mimeType: 'audio/webm;codecs=opus' }, 'data.webm'],
		[{ mimeType: 'Audio/OGG' }, 'data.ogg'],
		[{ mimeType: 'audio/mpeg', fileName: '' }, 'data.mp3'],
		[{ mimeType: 'audio/x-ms-wma' }, 'data.wma'],
		[{ mimeType: 'audio/3gpp' }, 'data.3gp'],
		[{ mimeType: 'audio/mp4a-latm' }, 'data.m4a'],
		[{ mimeType: 'application/octet-stream' }, 'data.bin'],
		[{ mimeType: '' }, 'data.bin'],
		[{ mimeType: 'audio/mpeg', fileName: 'Overleg é.mp3' }, 'Overleg é.mp3'],
		[{ mimeType: 'audio/mpeg', fileName: 123 }, '123'],
		[{ mimeType: 'audio/mpeg', fileName: {} }, 'data.mp3'],
		[{ mimeType: null }, 'data.bin'],
		[{ mimeType: 5, fileExtension: 7 }, 'data.7'],
	])('of %j is %s', async (more, name) => {
		accept();
		await upload({ data: inMemory(more as Partial<IBinaryData>) });
		expect(uploads()[0].parts).toContainEqual(['file', name]);
	});
});

describe('Input Binary Field', () => {
	it.each([
		['={{ $binary.data }}'],
		['={{ $input.item.binary.data }}'],
		// Not in the list of what was seen:
		['={{ $binary["data"] }}'],
		['={{ Object.keys($binary)[0] }}'],
		[' data '],
		['={{ Object.keys($binary) }}'],
		['={{ Object.values($binary) }}'],
		['={{ [$binary.data] }}'],
	])('takes %s', async (binaryPropertyName) => {
		accept();
		await upload({ data: await store() }, { binaryPropertyName });
		expect(uploads()[0].parts).toContainEqual(['file', 'a.mp3']);
	});

	it.each([['={{ $binary.nothing }}'], ['={{ 7 }}'], [''], ['={{ [] }}'], ['={{ { a: 1 } }}']])(
		'refuses %s before anything is sent',
		async (binaryPropertyName) => {
			accept();
			const items = [{ json: {}, binary: { data: await store() } }];
			const error = await api.failure(
				'recording.upload',
				{ ...toMeeting, binaryPropertyName },
				{ items },
			);
			expect(error.message).toMatch(/^Input Binary Field (is empty|holds no file)/);
			expect(api.requests).toHaveLength(0);
		},
	);
});

it('a file whose content is no text is not sent as another', async () => {
	accept();
	const data = inMemory({ data: Buffer.from('recording') as unknown as string });
	const error = await api.failure('recording.upload', toMeeting, {
		items: [{ json: {}, binary: { data } }],
	});
	expect(error.message).toBe('The file in "data" is empty');
	expect(api.requests).toHaveLength(0);
});

it('names the fields that do hold a file', async () => {
	accept();
	const items = [{ json: {}, binary: { report: await store(), notes: await store() } }];
	const error = await api.failure('recording.upload', toMeeting, { items });
	expect(error.description).toMatch(/^The item has a file in "report", "notes"\. Enter the name/);
});

describe('of several files', () => {
	const three = async () => ({
		a: await store('first.mp3'),
		b: await store('second.mp3'),
		c: await store('third.mp3'),
	});
	const several = { binaryPropertyName: 'a, b, c' };

	it.each<[string, number, Reply, string[], string[]]>([
		[
			'the second is refused',
			2,
			{ status: 422, json: { message: 'Too short' } },
			['first.mp3'],
			['third.mp3'],
		],
		// Not in the list of what was seen:
		['the third is lost', 3, { drop: true }, ['first.mp3', 'second.mp3'], []],
		['the second is too large', 2, { status: 413 }, ['first.mp3'], ['third.mp3']],
		[
			'the third fails',
			3,
			{ json: { success: false, message: 'Disk full' } },
			['first.mp3', 'second.mp3'],
			[],
		],
	])('%s: the error names those that are stored', async (_, turn, reply, stored, unsent) => {
		let sent = 0;
		api.answer(({ method }) => {
			if (method === 'GET') return { json: [] };
			return ++sent === turn ? reply : { json: {} };
		});
		const items = [{ json: {}, binary: await three() }];
		const error = await api.failure('recording.upload', { ...toMeeting, ...several }, { items });
		const text = `${error.message} ${error.description}`;
		for (const name of stored) expect(text).toContain(name);
		for (const name of unsent) expect(text).not.toContain(name);
	});

	it('the first fails: none is named as stored', async () => {
		accept({ status: 422, json: { message: 'Too short' } });
		const items = [{ json: {}, binary: await three() }];
		const error = await api.failure('recording.upload', { ...toMeeting, ...several }, { items });
		expect(`${error.message} ${error.description}`).not.toMatch(/second\.mp3|third\.mp3|stored/);
	});

	it('the item under continue on fail says so, too', async () => {
		api.answerInTurn({ json: {} }, { status: 422, json: { message: 'Too short' } });
		const [{ json }] = await upload(await three(), several, { continueOnFail: true });
		expect(json.error).toContain('first.mp3');
	});
});

it.each([
	['meeting.create', { title: 'Board' }],
	// Not in the list of what was seen, as all other writes are not:
	['api.request', { method: 'POST', path: '/any', body: '{}' }],
])('%s passes on the binary data of its item', async (operation, parameters) => {
	accept({ json: { data: { meetingId: 'm1' } } });
	const items: INodeExecutionData[] = [
		{ json: {}, binary: { data: await store('a.mp3'), other: await store('b.mp3') } },
		{ json: {} },
	];
	const output = await api.run(operation, parameters, { items });
	expect(output.map(({ binary }) => binary)).toEqual([items[0].binary, undefined]);
});

it('a created meeting gets its recording by the next node', async () => {
	api.answer({ json: { data: { meeting_id: 'm7', title: 'Board' } } });
	const items = [{ json: {}, binary: { data: await store() } }];
	const created = await api.run('meeting.create', { title: 'Board' }, { items });
	const parameters = { meetingId: byId('={{ $json.meetingId ?? $json.meeting_id }}') };
	await api.run('recording.upload', parameters, { items: created });
	expect(uploads().at(-1)!.parts).toEqual(
		expect.arrayContaining([
			['meeting_id', 'm7'],
			['file', 'a.mp3'],
		]),
	);
});

it.each(['toString', '__proto__', 'constructor'])(
	'knows no file in what every object has: %s',
	async (binaryPropertyName) => {
		const error = await api.failure(
			'recording.upload',
			{ meetingId: byId('m1'), binaryPropertyName },
			{ items: [{ json: {}, binary: {} }] },
		);
		expect(error.message).toContain(`the item has none in "${binaryPropertyName}"`);
	},
);
