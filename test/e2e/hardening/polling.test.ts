import { node } from '../connect';
import { poll } from '../poll';
import { outputOf, type Workflow } from '../rest';
import { type Bench, openBench } from './bench';
import { createPollingWorkflow, EVERY_MINUTE, POLLED_MS, untilGiven, untilRun } from './polling';
import { publishAgain } from './publish';
import { report } from './report';

/** How many meetings a busy organisation has. */
const MANY = 5_000;

let bench: Bench;
let workflow: Workflow;
/** The IDs of the meetings that were processed while the trigger was there. */
const processed: string[] = [];

beforeAll(async () => {
	bench = await openBench('polling');
	workflow = await createPollingWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

function processMeetings(count: number): void {
	const { store } = bench.sandbox;
	for (let left = count; left > 0; left--) {
		processed.push(store.process(store.createMeeting({ title: 'Overleg' })).meetingId);
	}
}

const givenIds = async () => await untilGiven(bench.session, workflow, processed);

describe('the polling trigger', () => {
	it('gives nothing of what was there before, and what is processed after it', async () => {
		expect(await bench.session.countExecutions(workflow)).toBe(0);
		processMeetings(1);
		await publishAgain(bench.session, workflow);
		expect(await givenIds()).toEqual(processed);
	});

	it('gives each meeting once that is processed while n8n is down', async () => {
		await bench.n8n.stop();
		processMeetings(3);
		await bench.restart();
		expect((await givenIds()).sort()).toEqual([...processed].sort());
	});

	it('gives each meeting at least once around a crash', async () => {
		const ended = ['success'];
		const before = await bench.session.countExecutions(workflow, ended);
		processMeetings(3);
		await untilRun(bench.session, workflow, before, ended);
		await bench.n8n.kill();
		processMeetings(2);
		await bench.restart();
		const given = await givenIds();
		report(`polling: ${given.length} items for ${processed.length} meetings after a crash`);
		expect(new Set(given)).toEqual(new Set(processed));
	});

	it('gives on Retry in n8n what a run held that a crash cut off', async () => {
		const { sandbox, session, credential } = bench;
		const parameters = {
			resource: 'meeting',
			operation: 'create',
			title: '={{ $json.meetingId }}',
		};
		const work = node('Work', 'n8n-nodes-claritalk.claritalk', parameters, credential);
		const cut = await createPollingWorkflow(session, credential, {}, [work]);
		await session.activate(cut);
		const write = { method: 'POST', path: '/meetings' };
		sandbox.answerNext(write, { hold: async () => await new Promise(() => {}), json: {} });
		processMeetings(1);
		await poll(
			'the run to be under way',
			async () =>
				sandbox.requests.some(({ method, path }) => method === 'POST' && path === '/api/meetings'),
			(isUnderWay) => isUnderWay,
			POLLED_MS,
		);
		await bench.n8n.kill();
		await bench.restart();
		await untilRun(bench.session, cut, 0, ['crashed']);
		const [{ id }] = await bench.session.executions(cut);
		const [written] = outputOf(await bench.session.retry(id), 'Work');
		expect(written.json.title).toBe(processed.at(-1));
		await bench.session.deactivate(cut);
	});

	it(`asks five times a poll where there are ${MANY} meetings`, async () => {
		const { sandbox, session } = bench;
		await session.deactivate(workflow);
		sandbox.store.addMeetings(MANY - sandbox.store.meetings.length);
		// What is counted is a single poll.
		const rarely = { pollTimes: EVERY_MINUTE };
		const many = await createPollingWorkflow(session, bench.credential, rarely);
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
