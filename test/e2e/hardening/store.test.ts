import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { withLockedDatabase } from './database';
import { newEnvelopes } from './deliveries';
import { report } from './report';
import { expectRuns } from './runs';

let bench: Bench;
let workflow: Workflow;

beforeAll(async () => {
	bench = await openBench('store');
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

describe('a database that cannot be written', () => {
	it('makes n8n answer with an error, and the delivery runs when it is sent again', async () => {
		const { sandbox, session } = bench;
		const [envelope] = await newEnvelopes(sandbox, 1);
		const refused = await withLockedDatabase(
			bench.folder,
			async () => await sandbox.deliver(envelope),
		);
		expect(refused.status).toBe(500);

		for (let time = 0; time < 2; time++) {
			expect((await sandbox.deliver(envelope)).status).toBe(200);
		}
		await expectRuns(session, workflow, 1);
		report(`n8n could not store it: answered ${refused.status}; sent twice again: 1 run`);
	});
});
