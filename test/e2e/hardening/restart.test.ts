import { freePort } from '../ports';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench, productionUrl } from './bench';
import { newEnvelopes } from './deliveries';
import { registeredAddress, registrations, untilRegistered } from './registrations';
import { report } from './report';
import { expectRuns } from './runs';

/** As older n8n does: at each start, every trigger is asked whether it is registered. */
const ASKS_AT_START = { N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'false' };

let bench: Bench;
let workflow: Workflow;
/** How many runs there must be by now. */
let runs = 0;

beforeAll(async () => {
	bench = await openBench('restart');
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

/** Delivers an event that is new, and the same again; one run must come of it. */
async function expectOneRunEach() {
	const { sandbox, session } = bench;
	const [envelope] = await newEnvelopes(sandbox, 1);
	for (const delivered of [envelope, envelope]) {
		expect((await sandbox.deliver(delivered)).status).toBe(200);
	}
	await expectRuns(session, workflow, ++runs);
	return envelope;
}

describe('a restart of n8n', () => {
	it('is not needed: publishing registers, and deliveries run', async () => {
		expect(registrations(bench.sandbox)).toHaveLength(1);
		expect(registeredAddress(bench.sandbox)).toBe(productionUrl(bench.n8n, workflow));
		await expectOneRunEach();
	});

	it.each([
		['that asks nothing at its start', {}],
		['that asks every trigger at its start', ASKS_AT_START],
	])('(%s) loses no delivery and starts no run for a redelivery', async (how, env) => {
		const before = await expectOneRunEach();
		await bench.restart({ env });

		expect(registeredAddress(bench.sandbox)).toBe(productionUrl(bench.n8n, workflow));
		expect((await bench.sandbox.deliver(before)).status).toBe(200);
		await expectOneRunEach();
		report(`restarted after the run, an n8n ${how}: 200 to a redelivery, no run`);
	});

	it('remembers after a crash too', async () => {
		const before = await expectOneRunEach();
		await bench.n8n.kill();
		await bench.restart();
		expect((await bench.sandbox.deliver(before)).status).toBe(200);
		await expectOneRunEach();
		report('crashed after the run: 200 to a redelivery, no run');
	});

	it('at another address registers that one, where n8n asks at its start', async () => {
		await bench.restart({ port: await freePort(), env: ASKS_AT_START });
		await untilRegistered(bench.sandbox, productionUrl(bench.n8n, workflow));
		await expectOneRunEach();
	});
});
