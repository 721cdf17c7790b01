/** Waiting until meetings are processed: how often it looks, and how it ends. */
import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/api/clock';
import { byId, claritalkHarness, failureOf } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { instantly } from '../harness/instantly';
import { type Sandbox, startSandbox } from '../sandbox';

let sandbox: Sandbox;
let n8n: Harness;
let waits: number[];
let onWait: () => void;

beforeEach(async () => {
	sandbox = await startSandbox();
	n8n = claritalkHarness(sandbox);
	onWait = () => undefined;
	waits = instantly(() => onWait());
});
afterEach(async () => {
	jest.restoreAllMocks();
	await sandbox.close();
});

const wait = async (ids: string[], more: object = {}, setup: ExecuteSetup = {}) =>
	(
		await n8n.execute('claritalk', {
			...setup,
			parameters: {
				resource: 'meeting',
				operation: 'waitUntilProcessed',
				meetingId: byId('={{ $json.id }}'),
				...more,
			} as INodeParameters,
			items: ids.map((id) => ({ id })),
		})
	)[0];

/** Meetings that are processed once somebody has waited so many times. */
function unprocessed(
	count: number,
	{ afterWaits = Infinity, status = 'Processing' } = {},
): string[] {
	const meetings = Array.from({ length: count }, () => sandbox.store.createMeeting({ status }));
	onWait = () => {
		if (waits.length >= afterWaits) for (const meeting of meetings) sandbox.store.process(meeting);
	};
	return meetings.map(({ meetingId }) => meetingId);
}

it('looks at once, then less and less often', async () => {
	const [id] = unprocessed(1, { afterWaits: 8 });
	const [{ json }] = await wait([id]);
	expect(json).toMatchObject({ meetingId: id, status: 'Meeting processed' });
	expect(waits).toEqual([2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5, 22_781.25, 30_000]);
	expect(sandbox.requests).toHaveLength(9);
});

it('watches many meetings with one list a look, and gets each once it is processed', async () => {
	const ids = unprocessed(60, { afterWaits: 3 });
	const items = await wait(ids);
	expect(items.map(({ json }) => json.meetingId)).toEqual(ids);
	const lists = sandbox.requests.filter(({ path }) => path === '/api/meetings');
	expect(lists).toHaveLength(4);
	expect(sandbox.requests).toHaveLength(4 + 60);
});

it('asks for each meeting that the list does not have', async () => {
	const ids = unprocessed(5, { afterWaits: 1 });
	sandbox.answerNext({ path: '/meetings', times: 2 }, { json: [] });
	expect(await wait(ids)).toHaveLength(5);
});

it('says the last status when it takes too long, after not a moment more', async () => {
	const [id] = unprocessed(1, { status: 'Transcribing' });
	const error = await failureOf(wait([id], { maxWait: 0.1 }));
	expect(error.message).toBe(
		'The meeting was not processed in time: its status is still "Transcribing"',
	);
	expect(error.description).toContain('Raise Max Wait');
	expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(6_000);
});

it('fails with the status when the processing failed', async () => {
	const [id] = unprocessed(1, { status: 'Processing failed' });
	const error = await failureOf(wait([id]));
	expect(error.message).toBe('The meeting was not processed: its status is "Processing failed"');
	expect(waits).toEqual([]);
});

it('lets the others go on when one is unknown', async () => {
	const ids = unprocessed(5, { afterWaits: 1 });
	const items = await wait([ids[0], 'nobody', ...ids.slice(1)], {}, { continueOnFail: true });
	expect(items.map(({ json }) => json.meetingId)).toEqual([ids[0], undefined, ...ids.slice(1)]);
	expect(items[1].json.error).toContain('found no meeting with this ID');
});

it('stops when the execution is cancelled', async () => {
	const cancel = new AbortController();
	const ids = unprocessed(5);
	jest.spyOn(clock, 'sleep').mockImplementation(async () => cancel.abort());
	const error = await failureOf(wait(ids, {}, { abortSignal: cancel.signal }));
	expect(error.message).toBe('The execution was cancelled');
	expect(sandbox.requests).toHaveLength(1);
});

it('refuses a Max Wait that is no number', async () => {
	const error = await failureOf(wait(['m'], { maxWait: '={{ "long" }}' }));
	expect(error.message).toBe('Max Wait: "long" is not a number from 0 on');
});

describe('upload with Wait Until Processed', () => {
	const upload = async (ids: string[], more: object = {}) =>
		(
			await n8n.execute('claritalk', {
				parameters: {
					resource: 'recording',
					operation: 'upload',
					meetingId: byId('={{ $json.id }}'),
					waitUntilProcessed: true,
					...more,
				} as INodeParameters,
				items: await Promise.all(
					ids.map(async (id) => ({
						json: { id },
						binary: { data: await n8n.storeBinary(id, `${id}.mp3`, 'audio/mpeg') },
					})),
				),
			})
		)[0];
	const sent = () => sandbox.requests.map(({ method }) => method);

	it('adds the processed meeting, and uploads the next recordings while it waits', async () => {
		const ids = unprocessed(3, { afterWaits: 2 });
		const items = await upload(ids);
		expect(
			items.map(({ json, pairedItem }) => [json.meeting, json.filename, pairedItem]),
		).toMatchObject(
			ids.map((meetingId, item) => [
				{ meetingId, status: 'Meeting processed' },
				`${meetingId}.mp3`,
				{ item },
			]),
		);
		expect(sandbox.store.recordings.map(({ meetingId }) => meetingId)).toEqual(ids);
		const uploaded = sent().lastIndexOf('POST');
		expect(
			sent()
				.slice(uploaded)
				.filter((method) => method === 'GET').length,
		).toBeGreaterThan(0);
		expect(waits).toHaveLength(2);
	});

	it('says the last status when it takes too long', async () => {
		const [id] = unprocessed(1, { status: 'Transcribing' });
		const error = await failureOf(upload([id], { maxWait: 0.1 }));
		expect(error.message).toBe(
			'The recording is uploaded. The meeting was not processed in time: its status is still "Transcribing"',
		);
		expect(error.context.itemIndex).toBe(0);
		expect(sandbox.store.recordings).toHaveLength(1);
	});

	it('says so when the meeting cannot be read, since its address is inferred', async () => {
		const [id] = unprocessed(1);
		sandbox.answerNext({ method: 'GET' }, { status: 404, json: { message: 'Not Found' } });
		const error = await failureOf(upload([id]));
		expect(error.message).toMatch(/^The recording is uploaded\. .*found no meeting with this ID/);
		expect(error.httpCode).toBe('404');
	});

	it('refuses a Max Wait that is no number before anything is sent', async () => {
		const error = await failureOf(upload(['m'], { maxWait: '={{ "long" }}' }));
		expect(error.message).toBe('Max Wait: "long" is not a number from 0 on');
		expect(sent()).toEqual([]);
	});

	it('does not wait unless it is told to', async () => {
		const [id] = unprocessed(1);
		const [{ json }] = await upload([id], { waitUntilProcessed: false });
		expect(json).not.toHaveProperty('meeting');
		expect(sent()).toEqual(['POST']);
	});
});
