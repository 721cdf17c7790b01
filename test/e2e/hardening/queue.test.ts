import type { Envelope } from '../../sandbox/types';
import type { Workflow } from '../rest';
import { createTriggerWorkflow, productionUrl } from './bench';
import { type Cluster, openCluster } from './cluster';
import { AT_ONCE, deliverAll, newEnvelopes } from './deliveries';
import { createPollingWorkflow, untilGiven, untilRun } from './polling';
import { registeredAddress } from './registrations';
import { report } from './report';
import { countRuns, expectRuns } from './runs';

const COUNT = 1_000;

/** Far above what was ever measured: the two processes share their memory through static data, as well as that goes. */
const MOST_DOUBLES = COUNT / 10;

let cluster: Cluster;
let workflow: Workflow;
let envelopes: Envelope[];

beforeAll(async () => {
	cluster = await openCluster();
	workflow = await createTriggerWorkflow(cluster.session, cluster.credential);
	await cluster.session.activate(workflow);
	envelopes = await newEnvelopes(cluster.sandbox, COUNT);
});
afterAll(async () => await cluster?.close());

/** Sends all envelopes to the two receivers in turn; `shift` says which one comes first. */
async function deliverInTurn(shift: number) {
	const { sandbox, receivers } = cluster;
	const { search } = new URL(sandbox.webhookUrl as string);
	return await deliverAll(sandbox, envelopes, {
		urlOf: (index) => productionUrl(receivers[(index + shift) % 2], workflow) + search,
	});
}

describe('queue mode with two processes that receive webhooks', () => {
	it('registers the address that was given to n8n', () => {
		const [first] = cluster.receivers;
		expect(registeredAddress(cluster.sandbox)).toBe(productionUrl(first, workflow));
	});

	it(`runs ${COUNT} deliveries once each, whichever process receives them`, async () => {
		expect(await deliverInTurn(0)).toEqual({ 200: COUNT });
		await expectRuns(cluster.session, workflow, COUNT, 120_000);
	});

	it('runs few of them twice when each is delivered again to the other process', async () => {
		expect(await deliverInTurn(1)).toEqual({ 200: COUNT });
		const [last] = await newEnvelopes(cluster.sandbox, 1);
		expect((await cluster.sandbox.deliver(last)).status).toBe(200);
		// What was started twice was queued before this one.
		const runs = await countRuns(cluster.session, workflow, COUNT + 1);
		const doubles = runs - COUNT - 1;
		report(`${COUNT} redeliveries, each to the other of two processes: ${doubles} doubles`);
		expect(doubles).toBeLessThanOrEqual(MOST_DOUBLES);
	});

	it('runs each at least once when both processes get it at the same moment', async () => {
		const { sandbox, session, receivers } = cluster;
		const before = await session.countExecutions(workflow);
		const { search } = new URL(sandbox.webhookUrl as string);
		const urls = receivers.map((receiver) => productionUrl(receiver, workflow) + search);
		for (const envelope of await newEnvelopes(sandbox, AT_ONCE)) {
			const answers = await Promise.all(
				urls.map(async (url) => await sandbox.deliver(envelope, { url })),
			);
			expect(answers.map(({ status }) => status)).toEqual([200, 200]);
		}
		const runs = (await countRuns(session, workflow, before + AT_ONCE)) - before;
		report(`${AT_ONCE} deliveries, each to both of two processes at once: ${runs} runs`);
		expect(runs).toBeLessThanOrEqual(2 * AT_ONCE);
	});
});

describe('the polling trigger in queue mode', () => {
	it('polls in the main process and runs in the workers, each meeting once', async () => {
		const { session, sandbox, credential, workers } = cluster;
		const polling = await createPollingWorkflow(session, credential);
		await session.activate(polling);
		const process = () => {
			const meeting = sandbox.store.createMeeting({ title: 'Overleg' });
			return sandbox.store.process(meeting).meetingId;
		};
		// What is to run waits until one of them is there again.
		await Promise.all(workers.map(async (worker) => await worker.stop()));
		const ids = [process(), process()];
		await untilRun(session, polling, 0);
		expect(await session.countExecutions(polling, ['new'])).toBe(1);
		await Promise.all(workers.map(async (worker) => await worker.start()));
		expect((await untilGiven(session, polling, ids)).sort()).toEqual([...ids].sort());
		ids.push(process());
		expect((await untilGiven(session, polling, ids)).sort()).toEqual([...ids].sort());
		await expectRuns(session, polling, 2);
	});
});
