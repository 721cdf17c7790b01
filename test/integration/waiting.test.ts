/** Waiting until meetings are processed: how often it looks, and how it ends. */
import type { INodeParameters } from 'n8n-workflow';

import { clock } from '../../nodes/api/clock';
import { byId, failureOf, useClaritalk } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { inOrder, instantly } from '../harness/instantly';
import { type Sandbox, SHAPES } from '../sandbox';

let sandbox: Sandbox;
let n8n: Harness;
let waits: number[];
let onWait: () => void;

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

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });
	beforeEach(() => {
		onWait = () => undefined;
		waits = instantly(() => onWait());
	});

	it('looks at once, then less and less often', async () => {
		const [id] = unprocessed(1, { afterWaits: 8 });
		const [{ json }] = await wait([id]);
		expect(json).toMatchObject({ meetingId: id, status: 'Meeting processed' });
		expect(waits).toEqual([2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5, 22_781.25, 30_000]);
		expect(sandbox.requests).toHaveLength(9);
	});

	it('watches many meetings, with fewer questions where the list can tell', async () => {
		const ids = unprocessed(60);
		const processedAt = clock.now() + 40_000;
		inOrder(
			() => sandbox.requests.length,
			() => {
				if (clock.now() < processedAt) return;
				for (const meeting of sandbox.store.meetings.slice(-60)) sandbox.store.process(meeting);
			},
		);
		const items = await wait(ids);
		expect(items.map(({ json }) => json.meetingId)).toEqual(ids);
		// At four of seven looks each meeting is asked for, and at four the list, of which the contrary has ten rows a page.
		expect(sandbox.requests).toHaveLength(4 * 60 + 4 * { expected: 1, contrary: 9 }[shape]);
	});

	it('asks for each meeting that the list does not have', async () => {
		const ids = unprocessed(5, { afterWaits: 1 });
		sandbox.answerNext({ path: '/meetings', times: 2 }, { json: [] });
		expect(await wait(ids)).toHaveLength(5);
	});

	it.each([404, 403, 422, 500])(
		'asks for each meeting where the list is refused with %i: it is no more than a hint',
		async (status) => {
			const ids = unprocessed(5, { afterWaits: 1 });
			sandbox.answerNext(
				{ path: '/meetings', times: 100 },
				{ status, json: { message: 'No list' } },
			);
			expect((await wait(ids)).map(({ json }) => json.meetingId)).toEqual(ids);
		},
	);

	it('goes on after failures that pass, also when there are many of them', async () => {
		const [id] = unprocessed(1, { afterWaits: 12 });
		sandbox.answerNext({ times: 6 }, { status: 503, json: { message: 'Down' } });
		const [{ json }] = await wait([id]);
		expect(json).toMatchObject({ meetingId: id, status: 'Meeting processed' });
	});

	it('gives an error of its own to each meeting that takes too long', async () => {
		const ids = unprocessed(4, { status: 'Transcribing' });
		sandbox.store.meetings.at(-1)!.status = 'Recording';
		const items = await wait(ids, { maxWait: 0.1 }, { continueOnFail: true });
		expect(items.map(({ json }) => /"(\w+)"/.exec(String(json.error))?.[1])).toEqual([
			...['Transcribing', 'Transcribing', 'Transcribing'],
			'Recording',
		]);
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
		expect(items[1].json.error).toContain('Claritalk says: No query results');
	});

	it('stops when the execution is cancelled', async () => {
		const cancel = new AbortController();
		const ids = unprocessed(5);
		let sentBefore = 0;
		jest.spyOn(clock, 'sleep').mockImplementation(async () => {
			sentBefore ||= sandbox.requests.length;
			cancel.abort();
		});
		const error = await failureOf(wait(ids, {}, { abortSignal: cancel.signal }));
		expect(error.message).toBe('The execution was cancelled');
		expect(sandbox.requests).toHaveLength(sentBefore);
	});

	it('refuses a Max Wait that is no number', async () => {
		const error = await failureOf(wait(['m'], { maxWait: '={{ "long" }}' }));
		expect(error.message).toBe('Max Wait (Minutes): "long" is not a number from 0 on');
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
			const ids = unprocessed(3);
			// Whoever waits for the first one before the next is uploaded waits for ever.
			onWait = () => {
				if (sandbox.store.recordings.length < 3) return;
				for (const meeting of sandbox.store.meetings.slice(-3)) sandbox.store.process(meeting);
			};
			const items = await upload(ids);
			expect(items.map(({ json, pairedItem }) => ({ json, pairedItem }))).toMatchObject(
				ids.map((meetingId, item) => ({
					json: {
						meeting: { meetingId, status: 'Meeting processed' },
						...{
							expected: { filename: `${meetingId}.mp3` },
							contrary: { success: true, message: 'Recording received' },
						}[shape],
					},
					pairedItem: { item },
				})),
			);
			expect(sandbox.store.recordings.map(({ meetingId }) => meetingId)).toEqual(ids);
		});

		it('waits for the summary of the new recording where the meeting was processed before', async () => {
			const [meeting] = sandbox.store.meetings;
			onWait = () => {
				if (waits.length === 2) sandbox.store.process(meeting).summary.general.content = 'New';
			};
			const [{ json }] = await upload([meeting.meetingId]);
			expect(json.meeting).toMatchObject({ meetingId: meeting.meetingId, summary: 'New' });
		});

		it('says the last status when it takes too long', async () => {
			const [id] = unprocessed(1, { status: 'Transcribing' });
			const error = await failureOf(upload([id], { maxWait: 0.1 }));
			expect(error.message).toBe(
				'The recording is uploaded. The meeting was not processed in time: its status is still "Transcribing"',
			);
			expect(error.description).toContain(
				`Do not upload it again: the resource Meeting, operation Wait Until Processed, waits on for the meeting with the ID "${id}".`,
			);
			expect(error.context.itemIndex).toBe(0);
			expect(sandbox.store.recordings).toHaveLength(1);
		});

		it('says so when the meeting cannot be read, since its address is inferred', async () => {
			const [id] = unprocessed(1);
			sandbox.answerNext(
				{ method: 'GET', times: 100 },
				{ status: 404, json: { message: 'Not Found' } },
			);
			const error = await failureOf(upload([id]));
			expect(error.message).toMatch(/^The recording is uploaded\./);
			expect(sandbox.store.recordings).toHaveLength(1);
			expect(error.httpCode).toBe('404');
		});

		it('refuses a Max Wait that is no number before anything is sent', async () => {
			const error = await failureOf(upload(['m'], { maxWait: '={{ "long" }}' }));
			expect(error.message).toBe('Max Wait (Minutes): "long" is not a number from 0 on');
			expect(sent()).toEqual([]);
		});

		it('does not wait unless it is told to', async () => {
			const [id] = unprocessed(1);
			const [{ json }] = await upload([id], { waitUntilProcessed: false });
			expect(json).not.toHaveProperty('meeting');
			expect(sent()).toEqual(['POST']);
		});
	});
});
