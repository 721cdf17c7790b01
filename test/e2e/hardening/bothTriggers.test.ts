import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { node } from '../connect';
import { exampleDraft } from '../example';
import { poll } from '../poll';
import type { Workflow } from '../rest';
import { type Bench, openBench } from './bench';
import { EVERY_TEN_SECONDS } from './polling';
import { publishAgain } from './publish';
import { report } from './report';
import { countRuns } from './runs';

/** The node of the example that stands for what a user does with a meeting. */
const WORK = 'Your Work';

/** How many deliveries n8n has just accepted when it is killed within their runs. */
const UNDER_WAY = 3;

let bench: Bench;
let workflow: Workflow;
/** The IDs of the meetings that were processed. */
const processed: string[] = [];
/** The IDs of the meetings that the work was done for, each as often as it was done. */
const done: string[] = [];
/** What is called when the work was done for a meeting. */
let onWork = () => {};

/** Where the work is done: outside n8n, so that what n8n forgets in a crash is counted, too. */
const desk = createServer(({ url = '' }, response) => {
	done.push(url.slice(1));
	response.end('{}');
	onWork();
});

beforeAll(async () => {
	await once(desk.listen(0, '127.0.0.1'), 'listening');
	bench = await openBench('both');
	const { port } = desk.address() as AddressInfo;
	const url = `=http://127.0.0.1:${port}/{{ $json.meetingId }}`;
	const work = node(WORK, 'n8n-nodes-base.httpRequest', { url });
	const draft = exampleDraft('webhook-and-polling.json', bench.credential);
	workflow = await bench.session.createWorkflow({
		...draft,
		nodes: draft.nodes.map((one) => {
			if (one.name === WORK) return { ...work, typeVersion: 4.2 };
			const { pollTimes } = one.parameters;
			return pollTimes
				? { ...one, parameters: { ...one.parameters, pollTimes: EVERY_TEN_SECONDS } }
				: one;
		}),
	});
	await bench.session.activate(workflow);
});
afterAll(async () => {
	await bench?.close();
	desk.close();
});
beforeEach(() => (onWork = () => {}));

/** Processes a meeting; Claritalk's delivery of it is lost. */
function processUndelivered(): void {
	const { store } = bench.sandbox;
	processed.push(store.process(store.createMeeting({ title: 'Overleg' })).meetingId);
}

/** Processes a meeting that Claritalk delivers as far as it can; whether n8n accepted it. */
async function processDelivered(): Promise<boolean> {
	processUndelivered();
	const { sandbox } = bench;
	const meeting = sandbox.store.meetings.at(-1);
	const envelope = await sandbox.envelopeAbout('meeting.processed', { meeting });
	const answer = await sandbox.deliver(envelope).catch(() => undefined);
	return answer?.status === 200;
}

async function repeat<T>(times: number, action: () => T): Promise<Array<Awaited<T>>> {
	const results = [];
	for (let left = times; left > 0; left--) results.push(await action());
	return results;
}

/** The meetings that the work was not done for. */
function undone(): string[] {
	return processed.filter((id) => !done.includes(id));
}

/** Waits until the work was done for every meeting, which must have been once for each. */
async function expectOnceEach(): Promise<void> {
	await poll(
		'the work of each meeting',
		async () => undone(),
		({ length }) => length === 0,
	);
	await expectDone(processed);
}

/** Expects that the work was done once for each of these meetings and for no other, also after another poll. */
async function expectDone(meetings: string[]): Promise<void> {
	await publishAgain(bench.session, workflow);
	await countRuns(bench.session, workflow, 0);
	expect([...done].sort()).toEqual([...meetings].sort());
}

describe('the example with both triggers', () => {
	it('does nothing for the meetings that were there, and the work once for each that is delivered', async () => {
		expect(await repeat(3, processDelivered)).toEqual([true, true, true]);
		await expectOnceEach();
	});

	it('does the work once for what was not delivered, and not again for what was', async () => {
		await processDelivered();
		await repeat(2, processUndelivered);
		await processDelivered();
		await publishAgain(bench.session, workflow);
		await expectOnceEach();
	});

	it('does the work once for what Claritalk cannot deliver after n8n was killed', async () => {
		await bench.n8n.kill();
		expect(await repeat(3, processDelivered)).toEqual([false, false, false]);
		await bench.restart();
		await expectOnceEach();
	});

	it('does the work once when n8n is killed at the moment in which that of a poll is done', async () => {
		// By the clock: an n8n that is killed while it publishes says for minutes that it still does.
		await new Promise<void>((resolve) => {
			onWork = () => {
				if (undone().length === 0) resolve(bench.n8n.kill());
			};
			void repeat(3, processUndelivered);
		});
		await bench.restart();
		await expectOnceEach();
	});

	it('never does the work twice when n8n is killed within runs', async () => {
		await repeat(UNDER_WAY, processDelivered);
		await bench.n8n.kill();
		processUndelivered();
		await bench.restart();
		await poll(
			'the last meeting',
			async () => undone(),
			(left) => !left.includes(processed.at(-1)!),
		);
		// A run that ends between Remove Duplicates and the work is not repeated.
		const cut = undone();
		report(
			`both: ${cut.length} of ${UNDER_WAY} runs that n8n was killed in were cut off before the work`,
		);
		expect(cut.length).toBeLessThanOrEqual(UNDER_WAY);
		await expectDone(processed.filter((id) => !cut.includes(id)));
	});
});
