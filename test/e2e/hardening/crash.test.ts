import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { AT_ONCE, newEnvelopes } from './deliveries';
import { report } from './report';
import { countRuns } from './runs';

/** n8n crashes when it has accepted so many deliveries. */
const CRASH_AFTER = 100;

let bench: Bench;
let workflow: Workflow;

beforeAll(async () => {
	bench = await openBench('crash');
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

/** Delivers new events until n8n answers no more; gives how many it accepted. */
async function deliverUntilCrash(): Promise<number> {
	const { sandbox, n8n } = bench;
	const left = (await newEnvelopes(sandbox, CRASH_AFTER + AT_ONCE)).values();
	let accepted = 0;
	const sendOneByOne = async () => {
		for (const envelope of left) {
			const answer = await sandbox.deliver(envelope).catch(() => undefined);
			if (answer?.status !== 200) return;
			if (++accepted === CRASH_AFTER) await n8n.kill();
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, sendOneByOne));
	return accepted;
}

describe('a crash of n8n while it receives many deliveries', () => {
	it('loses no more of what was accepted than was under way', async () => {
		const accepted = await deliverUntilCrash();
		await bench.restart();
		const started = await countRuns(bench.session, workflow, 1);
		const crashed = await bench.session.countExecutions(workflow, ['crashed']);
		report(`crash: ${accepted} deliveries accepted, ${started} executions, ${crashed} crashed`);
		expect(accepted - started).toBeLessThanOrEqual(AT_ONCE);
	});
});
