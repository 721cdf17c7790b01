import { node } from '../connect';
import { poll } from '../poll';
import type { Workflow } from '../rest';
import { type Bench, openBench } from './bench';
import { publishAgain } from './publish';
import { report } from './report';

const POLLING = 'Claritalk Polling Trigger';

/** How many meetings a busy organisation has. */
const MANY = 5_000;

let bench: Bench;
let workflow: Workflow;
/** The IDs of the meetings that were processed while the trigger was there. */
const processed: string[] = [];

beforeAll(async () => {
	bench = await openBench('polling');
	workflow = await bench.session.createWorkflow({
		name: 'Polling',
		nodes: [node(POLLING, 'n8n-nodes-claritalk.claritalkPollingTrigger', {}, bench.credential)],
		connections: {},
	});
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

function processMeetings(count: number): void {
	const { store } = bench.sandbox;
	for (let left = count; left > 0; left--) {
		processed.push(store.process(store.createMeeting({ title: 'Overleg' })).meetingId);
	}
}

/** The IDs that the executions so far hold, each as often as it was given. */
async function givenIds(): Promise<string[]> {
	const executions = await bench.session.executions(workflow);
	const ids = executions.map(async ({ id }) => {
		const { data } = await bench.session.execution(id);
		const [items] = data.resultData.runData[POLLING]?.[0].data?.main ?? [];
		return (items ?? []).map(({ json }) => String(json.meetingId));
	});
	return (await Promise.all(ids)).flat();
}

/** Waits until each processed meeting was given; n8n polls once a minute. */
async function untilGiven(): Promise<string[]> {
	return await poll(
		'each meeting to be given',
		givenIds,
		(given) => processed.every((id) => given.includes(id)),
		150_000,
	);
}

describe('the polling trigger', () => {
	it('gives nothing of what was there before, and what is processed after it', async () => {
		expect(await bench.session.countExecutions(workflow)).toBe(0);
		processMeetings(1);
		await publishAgain(bench.session, workflow);
		expect(await untilGiven()).toEqual(processed);
	});

	it('gives each meeting once that is processed while n8n is down', async () => {
		await bench.n8n.stop();
		processMeetings(3);
		await bench.restart();
		expect((await untilGiven()).sort()).toEqual([...processed].sort());
	});

	it('gives each meeting at least once around a crash', async () => {
		processMeetings(3);
		const before = await bench.session.countExecutions(workflow);
		const hasRun = async () => (await bench.session.countExecutions(workflow)) > before;
		await poll('a run', hasRun, Boolean, 150_000);
		await bench.n8n.kill();
		processMeetings(2);
		await bench.restart();
		const given = await untilGiven();
		report(`polling: ${given.length} items for ${processed.length} meetings after a crash`);
		expect(new Set(given)).toEqual(new Set(processed));
	});

	it(`asks five times a poll where there are ${MANY} meetings`, async () => {
		const { sandbox, session } = bench;
		await session.deactivate(workflow);
		sandbox.store.addMeetings(MANY - sandbox.store.meetings.length);
		const many = await session.createWorkflow({
			name: 'Many',
			nodes: [node(POLLING, 'n8n-nodes-claritalk.claritalkPollingTrigger', {}, bench.credential)],
			connections: {},
		});
		sandbox.requests.length = 0;
		const start = Date.now();
		await session.activate(many);
		const first = sandbox.requests.length;
		report(
			`polling: the first poll of ${MANY} meetings: ${first} requests, ${Date.now() - start} ms`,
		);
		expect(first).toBe(MANY / 100);

		sandbox.requests.length = 0;
		const again = Date.now();
		await publishAgain(session, many);
		const quiet = sandbox.requests.length;
		report(
			`polling: a quiet poll of ${MANY} meetings: ${quiet} requests, ${Date.now() - again} ms`,
		);
		expect(quiet).toBeLessThanOrEqual(5);
		expect(await session.countExecutions(many)).toBe(0);
	});
});
