/** Waiting until a meeting is processed, while everything around it goes wrong. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { clock } from '../../../nodes/api/clock';
import { byId, failureOf } from '../../harness/claritalk';
import { type Reply, type Seen, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const PROCESSED = 'Meeting processed';
const START = Date.parse('2026-03-01T10:00:00Z');
/** Seconds since the test began, by the clock that waiting moves on. */
const seconds = () => (clock.now() - START) / 1_000;
const waited = () => api.waits.reduce((sum, ms) => sum + ms, 0) / 1_000;
const meeting = (id: string, status: string, more: object = {}): Reply => ({
	json: { data: { meetingId: id, status, ...more } },
});
const idOf = ({ path }: Seen) => path.replace('/meetings/', '');
const isList = ({ path }: Seen) => path === '/meetings';

/** Waits for meetings, one item each. */
const waitFor = async (ids: string[], more: object = {}, setup: object = {}) =>
	await api.json(
		'meeting.waitUntilProcessed',
		{ meetingId: byId('={{ $json.id }}'), maxWait: 15, ...more } as INodeParameters,
		{ items: ids.map((id) => ({ id })), ...setup },
	);
const FIVE = ['m1', 'm2', 'm3', 'm4', 'm5'];

describe('the list of meetings cannot make a wait fail', () => {
	it.each<[string, Reply]>([
		['500', { status: 500, json: { message: 'Server Error' } }],
		['404', { status: 404, json: { message: 'Not Found' } }],
		// Not in the list of what was seen:
		['403', { status: 403, json: { message: 'This action is unauthorized.' } }],
		['422', { status: 422, json: { message: 'The per page field is too large.' } }],
		['a web page', { text: '<html>', headers: { 'content-type': 'text/html' } }],
		['something else', { json: { message: 'hello' } }],
		['a closed connection', { drop: true }],
		['the first page for ever', { json: { data: [], meta: { current_page: 1, last_page: 9 } } }],
		['rows without an ID', { json: { data: [{ status: 'Failed' }], links: { next: null } } }],
	])('by %s', async (_, list) => {
		api.answer((request) =>
			isList(request) ? list : meeting(idOf(request), seconds() > 20 ? PROCESSED : 'Processing'),
		);
		expect(await waitFor(FIVE)).toHaveLength(5);
		expect(waited()).toBeLessThan(120);
	});
});

describe('the list of meetings does not decide alone', () => {
	const statuses = (listed: string, read: (after: number) => string) =>
		api.answer((request) =>
			isList(request)
				? { json: FIVE.map((meetingId) => ({ meetingId, status: listed })) }
				: meeting(idOf(request), read(seconds())),
		);

	it.each([
		['Processing failed'],
		['Verwerkt'],
		['processing'],
		// Not in the list of what was seen:
		['error'],
		['Meeting created'],
		['done'],
		[''],
	])('that it says %j of a processed meeting', async (listed) => {
		statuses(listed, () => PROCESSED);
		expect(await waitFor(FIVE)).toHaveLength(5);
		expect(waited()).toBeLessThan(120);
	});

	it('that it says processed of one that is not', async () => {
		statuses(PROCESSED, (after) => (after > 40 ? PROCESSED : 'Processing'));
		const results = await waitFor(FIVE);
		expect(results.map(({ status }) => status)).toEqual(FIVE.map(() => PROCESSED));
		expect(waited()).toBeGreaterThan(40);
	});

	it('that it says failed of one that goes on', async () => {
		statuses('Processing failed', (after) => (after > 40 ? PROCESSED : 'Processing'));
		expect(await waitFor(FIVE)).toHaveLength(5);
	});
});

describe('a failure that passes is "not yet"', () => {
	it.each<[string, Reply]>([
		['503', { status: 503 }],
		// Not in the list of what was seen:
		['500', { status: 500, json: { message: 'Server Error' } }],
		[
			'502 as a web page',
			{ status: 502, text: '<html>', headers: { 'content-type': 'text/html' } },
		],
		['524', { status: 524 }],
		['408', { status: 408 }],
		['a closed connection', { drop: true }],
		['429', { status: 429, headers: { 'retry-after': '20' } }],
		[
			'a page of maintenance',
			{ text: '<html>Back soon', headers: { 'content-type': 'text/html' } },
		],
	])('%s for two minutes', async (_, trouble) => {
		api.answer((request) =>
			seconds() < 120 ? trouble : meeting(idOf(request), PROCESSED, { title: 'Board' }),
		);
		expect(await waitFor(['m1'])).toMatchObject([{ title: 'Board' }]);
		expect(seconds()).toBeLessThan(300);
	});

	it('until Max Wait, and then it is said', async () => {
		api.answer({ status: 503, json: { message: 'Down for a while' } });
		const error = await failureOf(waitFor(['m1'], { maxWait: 5 }));
		expect(`${error.message} ${error.description}`).toContain('Down for a while');
		expect(error.context.itemIndex).toBe(0);
		expect(seconds()).toBeGreaterThan(290);
		expect(seconds()).toBeLessThanOrEqual(330);
	});

	it.each([401, 403, 404])('but not %i, which stays', async (status) => {
		api.answer({ status, json: { message: 'No' } });
		const error = await failureOf(waitFor(['m1']));
		expect(error.httpCode).toBe(String(status));
		expect(waited()).toBeLessThan(30);
	});
});

describe('a failure', () => {
	it('is told at once, while others would still wait', async () => {
		api.answer((request) =>
			isList(request)
				? { json: [] }
				: meeting(idOf(request), idOf(request) === 'm2' ? 'Processing failed' : 'Processing'),
		);
		const error = await failureOf(waitFor(FIVE));
		expect(error.context.itemIndex).toBe(1);
		expect(error.message).toContain('Processing failed');
		expect(waited()).toBeLessThan(60);
	});

	it('is told at once where a meeting cannot be read', async () => {
		api.answer((request) =>
			idOf(request) === 'm3'
				? { status: 404, json: { message: 'Not Found' } }
				: isList(request)
					? { json: [] }
					: meeting(idOf(request), 'Processing'),
		);
		const error = await failureOf(waitFor(FIVE));
		expect(error.context.itemIndex).toBe(2);
		expect(waited()).toBeLessThan(60);
	});

	it('of one item is no other item’s', async () => {
		api.answer((request) =>
			isList(request) ? { json: [] } : meeting(idOf(request), `Stage of ${idOf(request)}`),
		);
		const results = await waitFor(FIVE, { maxWait: 1 }, { continueOnFail: true });
		expect(results).toHaveLength(5);
		for (const [index, { error }] of results.entries()) {
			expect(error).toContain(`Stage of ${FIVE[index]}`);
		}
	});

	it('of the list of all is told to each item in words of its own', async () => {
		api.answer({ status: 403, json: { message: 'No' } });
		const results = await waitFor(FIVE, {}, { continueOnFail: true });
		expect(results).toHaveLength(5);
		for (const { error } of results) expect(String(error).match(/Claritalk says/g)).toHaveLength(1);
	});
});

it('sixty meetings are not asked for strictly one after another', async () => {
	let goOn: () => void = () => undefined;
	const another = new Promise<void>((resolve) => (goOn = resolve));
	let asked = 0;
	api.answer(async (request) => {
		if (isList(request)) return { json: [] };
		// The twentieth is answered once the next has come: never, if that one waits for the answer.
		asked++;
		if (asked === 20) await another;
		if (asked > 20) goOn();
		return meeting(idOf(request), PROCESSED);
	});
	const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
	const results = await waitFor(ids);
	expect(results.map(({ meetingId }) => meetingId)).toEqual(ids);
});

describe('an upload that waits', () => {
	const upload = async (ids: string[], more: object = {}, setup: object = {}) => {
		const data = await api.n8n.storeBinary('recording', 'a.mp3', 'audio/mpeg');
		const parameters = {
			meetingId: byId('={{ $json.id }}'),
			waitUntilProcessed: true,
			...more,
		} as INodeParameters;
		const items = ids.map((id) => ({ json: { id }, binary: { data } }));
		return await api.json('recording.upload', parameters, { items, ...setup });
	};
	const summary = (content: string) => ({ summary: { general: { type: 'general', content } } });
	const textOf = (json: IDataObject) => JSON.stringify(json);

	/** A meeting that was processed before: its new recording goes through these states, each for so many seconds. */
	const story = (states: Array<[number, object]>, old: object) => {
		let uploadedAt: number | undefined;
		api.answer((request) => {
			if (request.method === 'POST') {
				uploadedAt = seconds();
				return { status: 201, json: { data: { recordingId: 'r1' } } };
			}
			if (isList(request)) return { json: [] };
			const since = uploadedAt === undefined ? -1 : seconds() - uploadedAt;
			const state = since < 0 ? old : [...states].reverse().find(([from]) => from <= since)?.[1];
			return { json: { data: { meetingId: 'm1', ...(state ?? old) } } };
		});
	};
	const before = { status: PROCESSED, updatedAt: '2026-02-01 10:00:00', ...summary('the old one') };

	it('gives the summary of the new recording, not the one before', async () => {
		story(
			[
				[8, { status: 'Processing', updatedAt: '2026-03-01 10:00:08', ...summary('the old one') }],
				[60, { status: PROCESSED, updatedAt: '2026-03-01 10:01:00', ...summary('the new one') }],
			],
			before,
		);
		expect(textOf((await upload(['m1']))[0])).toContain('the new one');
	});

	// Not in the list of what was seen:
	it.each([
		[
			'in snake_case',
			{ status: PROCESSED, updated_at: '2026-02-01 10:00:00', ...summary('the old one') },
			{ status: PROCESSED, updated_at: '2026-03-01 10:00:30', ...summary('the new one') },
		],
		[
			'without a status between',
			before,
			{ status: PROCESSED, updatedAt: '2026-03-01 10:00:30', ...summary('the new one') },
		],
		[
			'with times as numbers',
			{ status: PROCESSED, updatedAt: 1_769_940_000, ...summary('the old one') },
			{ status: PROCESSED, updatedAt: 1_772_359_230, ...summary('the new one') },
		],
	])('does so %s', async (_, old, fresh) => {
		story([[30, fresh]], old);
		expect(textOf((await upload(['m1']))[0])).toContain('the new one');
	});

	it('gives that of a meeting that had no recording before', async () => {
		story(
			[[30, { status: PROCESSED, updatedAt: '2026-03-01 10:00:30', ...summary('the new one') }]],
			{ status: 'Meeting created', updatedAt: '2026-02-01 10:00:00' },
		);
		expect(textOf((await upload(['m1']))[0])).toContain('the new one');
	});

	it.each([404, 403, 500])(
		'goes on where the meeting cannot be read before it: %i',
		async (status) => {
			let isUploaded = false;
			api.answer((request) => {
				if (request.method === 'POST') isUploaded = true;
				if (request.method === 'POST') return { json: {} };
				return isUploaded
					? meeting('m1', seconds() > 30 ? PROCESSED : 'Processing', summary('the new one'))
					: { status, json: { message: 'No' } };
			});
			expect(textOf((await upload(['m1']))[0])).toContain('the new one');
			expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
		},
	);

	it('says once for each item that its recording is uploaded', async () => {
		api.answer((request) =>
			request.method === 'POST'
				? { json: {} }
				: isList(request)
					? { json: [] }
					: meeting(idOf(request), `Stage of ${idOf(request)}`),
		);
		const results = await upload(FIVE, { maxWait: 1 }, { continueOnFail: true });
		for (const [index, { error }] of results.entries()) {
			expect(String(error).match(/recording is uploaded/gi)).toHaveLength(1);
			expect(error).toContain(`Stage of ${FIVE[index]}`);
		}
	});
});

it.each(['No errors, transcribing', 'Zonder errors', 'Sans erreur, sans error'])(
	'goes on waiting while the status is "%s"',
	async (status) => {
		api.answer((request) => meeting(idOf(request), seconds() > 20 ? PROCESSED : status));
		expect(await waitFor(['m1'])).toHaveLength(1);
	},
);

it.each(['Transcription failed', 'processing_error', 'Verwerking mislukt', 'Traitement échoué'])(
	'ends at once where the status is "%s"',
	async (status) => {
		api.answer((request) => meeting(idOf(request), status));
		await expect(waitFor(['m1'])).rejects.toThrow('was not processed');
	},
);
