/** Pace, concurrency, retries and cancelling, as the sandbox sees them. */
import type { IBinaryKeyData, IDataObject, INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/api/clock';
import { StreamedFile } from '../../nodes/api/streamedFile';
import { FaultProxy } from '../faults/proxy';
import { byId, failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { type Sandbox, SHAPES, startSandbox } from '../sandbox';
import { OAUTH_CLIENT } from '../sandbox/oauth';

let sandbox: Sandbox;
let n8n: Harness;
let waits: number[];

useClaritalk((world) => ({ sandbox, n8n, waits } = world));

type Setup = Omit<ExecuteSetup, 'parameters'> & { parameters: object };
const run = async (setup: Setup) =>
	(
		await n8n.execute('claritalk', { ...setup, parameters: setup.parameters as INodeParameters })
	)[0];
const get = (options: object = {}) => ({
	resource: 'meeting',
	operation: 'get',
	meetingId: byId('={{ $json.id }}'),
	options,
});
const create = { resource: 'meeting', operation: 'create', title: '={{ $json.title }}' };
const meetings = (count: number) => {
	sandbox.store.addMeetings(count);
	return sandbox.store.meetings.slice(0, count).map(({ meetingId }) => ({ id: meetingId }));
};
const paths = () => sandbox.requests.map(({ path }) => path.replace('/api/meetings/', ''));
const tooMany = (headers: Record<string, string> = {}) => ({
	status: 429,
	headers,
	json: { message: 'Too Many Attempts.' },
});

describe('a refusal for the rate limit', () => {
	it('is waited for as long as the API says, and loses no item', async () => {
		const [first, second] = meetings(2);
		sandbox.answerNext({ path: `/meetings/${second.id}` }, tooMany({ 'retry-after': '7' }));
		const items = await run({ parameters: get({ concurrency: 1 }), items: [first, second] });
		expect(items.map(({ json }) => json.meetingId)).toEqual([first.id, second.id]);
		expect(waits).toEqual([7_000]);
		expect(paths()).toEqual([first.id, second.id, second.id]);
	});

	it('also of a write, which was not carried out', async () => {
		sandbox.answerNext({}, tooMany({ 'retry-after': '1' }));
		await run({ parameters: create, items: [{ title: 'a' }] });
		expect(sandbox.store.meetings.filter(({ title }) => title === 'a')).toHaveLength(1);
	});

	it('fails after Max Retry Wait, and says what was done', async () => {
		sandbox.answerNext({ times: 1_000 }, tooMany({ 'retry-after': '30' }));
		const error = await failureOf(
			run({ parameters: get({ maxRetryWait: 1.2 }), items: meetings(1) }),
		);
		expect(error).toMatchObject({ httpCode: '429', context: { itemIndex: 0 } });
		expect(error.message).toBe('The rate limit of Claritalk is used up');
		expect(error.description).toContain('Max Retry Wait');
		expect(error.description).toContain('Claritalk says: Too Many Attempts.');
		expect(waits).toEqual([30_000, 30_000]);
	});

	it('is not waited for long while a person waits for a list', async () => {
		sandbox.answerNext({ times: 1_000 }, tooMany({ 'retry-after': '30' }));
		const error = await failureOf(n8n.listSearch('claritalk', 'searchMeetings'));
		expect(error.message).toContain('rate limit');
		expect(waits).toEqual([]);
	});

	it('is felt by other executions of the same credential', async () => {
		const [item] = meetings(1);
		sandbox.answerNext({}, tooMany({ 'retry-after': '20' }));
		await failureOf(run({ parameters: get({ maxRetryWait: 0 }), items: [item] }));
		expect(waits).toEqual([]);
		await run({ parameters: get(), items: [item] });
		expect(waits).toEqual([20_000]);
	});
});

describe.each(SHAPES)('a real limit, in the %s shape,', (shape) => {
	let limited: Sandbox;
	beforeEach(async () => {
		jest.restoreAllMocks();
		const rateLimit = { default: 20, upload: 2, windowMs: 1_000 };
		limited = await startSandbox({ shape, rateLimit });
	});
	afterEach(async () => await limited.close());

	it('loses no item that is read', async () => {
		limited.store.addMeetings(50);
		const items = limited.store.meetings.slice(0, 50).map(({ meetingId }) => ({ id: meetingId }));
		const credentials = { claritalkApi: patOf(limited) };
		const output = await run({ parameters: get(), items, credentials });
		expect(output.map(({ json }) => json.meetingId)).toEqual(items.map(({ id }) => id));
		// Who is told how much is left is refused no more than once in each of the three windows.
		const refused = limited.requests.filter(({ status }) => status === 429).length;
		if (shape === 'expected') expect(refused).toBeLessThanOrEqual(3);
	});

	it('loses no recording that is uploaded', async () => {
		const names = ['a.mp3', 'b.mp3', 'c.mp3'];
		const binary = Object.fromEntries(
			await Promise.all(
				names.map(async (name) => [name, await n8n.storeBinary(name, name, 'audio/mpeg')]),
			),
		) as IBinaryKeyData;
		const [{ meetingId }] = limited.store.meetings;
		await run({
			parameters: {
				resource: 'recording',
				operation: 'upload',
				meetingId: byId(meetingId),
				binaryPropertyName: names.join(),
			},
			items: [{ json: {}, binary }],
			credentials: { claritalkApi: patOf(limited) },
		});
		expect(limited.store.recordings.map(({ filename }) => filename)).toEqual(names);
		expect(limited.requests.map(({ status }) => status)).toContain(429);
	});
});

describe('several items', () => {
	it('are read as many at once as Concurrency says, and come out in their order', async () => {
		const items = meetings(40);
		let inside = 0;
		let most = 0;
		let held: Array<() => void> = [];
		/** Answers the later ones only when five of them wait, the last first: it never ends with fewer. */
		const hold = (isHeld: boolean) => async () => {
			most = Math.max(most, ++inside);
			if (isHeld) {
				await new Promise<void>((release) => {
					held.push(release);
					if (held.length < 5) return;
					for (const next of held.reverse()) next();
					held = [];
				});
			}
			inside--;
		};
		for (const [index, { id }] of items.entries()) {
			const reply = {
				json: { data: sandbox.store.meetings[index] },
				hold: hold(index >= 20),
			};
			sandbox.answerNext({ path: `/meetings/${id}` }, reply);
		}
		const output = await run({ parameters: get({ concurrency: 5 }), items });
		expect(output.map(({ json }) => json.meetingId)).toEqual(items.map(({ id }) => id));
		expect(most).toBe(5);
	});

	it('are written one after another, in their order', async () => {
		const titles = Array.from({ length: 8 }, (_, index) => `title ${index}`);
		sandbox.answerNext(
			{ times: 1 },
			{ status: 201, json: { data: { title: 'title 0' } }, delayMs: 80 },
		);
		await run({ parameters: create, items: titles.map((title) => ({ title })) });
		expect(sandbox.requests.map(({ body }) => (body as IDataObject).title)).toEqual(titles);
	});

	it('stop after the first that failed', async () => {
		const items = meetings(40);
		items[3].id = 'nobody';
		const error = await failureOf(run({ parameters: get({ concurrency: 4 }), items }));
		expect(error.context.itemIndex).toBe(3);
		expect(sandbox.requests.length).toBeLessThan(12);
	});

	it.each([
		[{ concurrency: '={{ null }}' }, 'Concurrency is empty'],
		[{ timeout: '={{ null }}' }, 'Timeout (Seconds) is empty'],
		[{ concurrency: 0 }, 'Concurrency: "0" is not a number from 1 on'],
		[{ maxRetryWait: 'long' }, 'Max Retry Wait (Minutes): "long" is not a number from 0 on'],
		[{ timeout: -1 }, 'Timeout (Seconds): "-1" is not a number from 0.001 on'],
	])('are refused with the options %j', async (options, text) => {
		const error = await failureOf(run({ parameters: get(options), items: meetings(1) }));
		expect(error.message).toBe(text);
		expect(error.context.itemIndex).toBe(0);
		expect(sandbox.requests).toHaveLength(0);
	});

	it('get an error item each for bad options under continue on fail', async () => {
		const parameters = get({ concurrency: 0 });
		const output = await run({ parameters, items: meetings(2), continueOnFail: true });
		expect(output).toHaveLength(2);
		expect(output[1].json.error).toContain('Concurrency');
	});
});

describe('a failure that may pass', () => {
	it('is tried again for a read, later each time', async () => {
		sandbox.answerNext({ times: 2 }, { status: 503 });
		const output = await run({ parameters: get(), items: meetings(1) });
		expect(output).toHaveLength(1);
		expect(waits).toEqual([500, 1_000]);
	});

	it('is tried again however short a limit may be waited for', async () => {
		sandbox.answerNext({ times: 2 }, { status: 503 });
		expect(await run({ parameters: get({ maxRetryWait: 0 }), items: meetings(1) })).toHaveLength(1);
	});

	it('a closed connection is tried again for a read', async () => {
		sandbox.answerNext({ times: 2 }, { drop: true });
		expect(await run({ parameters: get(), items: meetings(1) })).toHaveLength(1);
		expect(sandbox.requests).toHaveLength(3);
	});

	it('a refused connection is tried again even for a write: nothing was sent', async () => {
		const credentials = { claritalkApi: { ...patOf(sandbox), baseUrl: 'http://127.0.0.1:9' } };
		await failureOf(run({ parameters: create, items: [{ title: 'a' }], credentials }));
		expect(waits).toEqual([500, 1_000]);
	});

	it('is given up after the time-out that was set', async () => {
		sandbox.answerNext({ times: 3 }, { delayMs: 5_000, json: {} });
		const error = await failureOf(run({ parameters: get({ timeout: 0.05 }), items: meetings(1) }));
		expect(error.description).toContain('No answer came in time');
	});
});

describe('a cancelled execution', () => {
	it.each([
		['for a rate limit', tooMany({ 'retry-after': '5' })],
		['after an outage', { status: 503 }],
	])('sends nothing more while it waits %s', async (_, reply) => {
		const cancel = new AbortController();
		jest.spyOn(clock, 'sleep').mockImplementation(async () => cancel.abort());
		sandbox.answerNext({ times: 10 }, reply);
		const error = await failureOf(
			run({ parameters: get(), items: meetings(1), abortSignal: cancel.signal }),
		);
		expect(error.message).toBe('The execution was cancelled');
		expect(sandbox.requests).toHaveLength(1);
	});

	it('says so where it was cancelled before an answer came', async () => {
		const cancel = new AbortController();
		sandbox.answerNext({}, { hold: async () => cancel.abort(), drop: true });
		const error = await failureOf(
			run({ parameters: get(), items: meetings(1), abortSignal: cancel.signal }),
		);
		expect(error.message).toBe('The execution was cancelled');
	});

	it('sends nothing at all once it is cancelled', async () => {
		const cancel = new AbortController();
		cancel.abort();
		await failureOf(run({ parameters: get(), items: meetings(3), abortSignal: cancel.signal }));
		expect(sandbox.requests).toHaveLength(0);
	});
});

describe('an upload', () => {
	const upload = {
		resource: 'recording',
		operation: 'upload',
		meetingId: byId('00000000-0000-4000-8000-000500000001'),
	};
	const credentials = async () => {
		const answer = { access_token: 'dead', refresh_token: 'rt', expires_in: 3600 };
		return {
			claritalkOAuth2Api: {
				environment: 'custom',
				baseUrl: sandbox.url,
				...OAUTH_CLIENT,
				oauthTokenData: answer,
			},
		};
	};

	it('is preceded by a small call where a token may have died', async () => {
		const data = await n8n.storeBinary(Buffer.alloc(300_000), 'a.mp3', 'audio/mpeg');
		await failureOf(
			n8n.execute('claritalk', {
				parameters: { ...upload, authentication: 'oAuth2' } as INodeParameters,
				items: [{ json: {}, binary: { data } }],
				credentials: (await credentials()) as never,
			}),
		);
		const calls = sandbox.requests.map(({ method, path }) => `${method} ${path}`);
		expect([...new Set(calls)]).toEqual(['GET /api/meetings']);
	});

	it.each([
		['shorter', 5, 'The file has 5 bytes, but n8n announced 9'],
		['longer', 12, 'The file has 12 bytes, but n8n announced 9'],
	])('of a file that is %s than announced says so', async (_, length, text) => {
		const data = await n8n.storeBinary(Buffer.alloc(9, 'a'), 'a.mp3', 'audio/mpeg');
		const { Container } = await import('@n8n/di');
		const { BinaryDataService } = await import('n8n-core');
		const { Readable } = await import('node:stream');
		jest
			.spyOn(Container.get(BinaryDataService), 'getAsStream')
			.mockImplementation(async () => Readable.from([Buffer.alloc(length, 'a')]));
		const error = await failureOf(
			run({ parameters: upload, items: [{ json: {}, binary: { data } }] }),
		);
		expect(error.message).toBe('The file could not be sent');
		expect(error.description).toContain(text);
		expect(sandbox.store.recordings).toHaveLength(0);
	});

	it('whose connection is cut leaves no file open', async () => {
		const data = await n8n.storeBinary(Buffer.alloc(3_000_000), 'a.mp3', 'audio/mpeg');
		const { Container } = await import('@n8n/di');
		const { BinaryDataService } = await import('n8n-core');
		const { Readable } = await import('node:stream');
		let cut = () => {};
		const isCut = new Promise<void>((resolve) => (cut = resolve));
		const chunks = async function* () {
			for (let count = 0; count < 100; count++) {
				if (count > 0) await isCut;
				await new Promise((resolve) => setImmediate(resolve));
				yield Buffer.alloc(30_000);
			}
		};
		const source = Readable.from(chunks());
		jest
			.spyOn(Container.get(BinaryDataService), 'getAsStream')
			.mockImplementation(async () => source);
		const cutting = await FaultProxy.start({
			target: sandbox.url,
			meddle: ({ request, socket }) => {
				socket.once('close', cut);
				request.once('data', () => socket.resetAndDestroy());
			},
		});
		const credentials = { claritalkApi: { ...patOf(sandbox), baseUrl: cutting.url } };
		const closed = new Promise((resolve) => source.once('close', resolve));
		await failureOf(
			run({ parameters: upload, items: [{ json: {}, binary: { data } }], credentials }),
		);
		await closed;
		expect(source.readableEnded).toBe(false);
		await cutting.close();
	});

	it('that takes longer than an answer may is sent whole', async () => {
		const data = await n8n.storeBinary(Buffer.alloc(9, 'a'), 'a.mp3', 'audio/mpeg');
		const { Container } = await import('@n8n/di');
		const { BinaryDataService } = await import('n8n-core');
		const { Readable } = await import('node:stream');
		const slowly = async function* () {
			for (let sent = 0; sent < 9; sent++) {
				await new Promise((resolve) => setTimeout(resolve, 150));
				yield Buffer.from('a');
			}
		};
		jest
			.spyOn(Container.get(BinaryDataService), 'getAsStream')
			.mockImplementation(async () => Readable.from(slowly()));
		const parameters = { ...upload, options: { timeout: 0.4 } };
		await run({ parameters, items: [{ json: {}, binary: { data } }] });
		expect(sandbox.store.recordings).toMatchObject([{ size: 9 }]);
	});

	it('of a file that cannot be read says why', async () => {
		const file = new StreamedFile(
			async () => {
				throw new Error('the disk is gone');
			},
			1,
			'a',
			'audio/mpeg',
		);
		await expect(new Response(file.stream()).text()).rejects.toThrow(
			'The file could not be read: the disk is gone',
		);
	});
});
