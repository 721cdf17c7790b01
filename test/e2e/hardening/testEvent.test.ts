import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench, productionUrl, TRIGGER } from './bench';
import { newEnvelopes } from './deliveries';
import { publishAgain } from './publish';
import { registeredAddress, untilRegistered } from './registrations';
import { expectRuns } from './runs';

let bench: Bench;
let workflow: Workflow;
let registered: string;

beforeAll(async () => {
	bench = await openBench('test-event');
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
	registered = bench.sandbox.webhookUrl as string;
});
afterAll(async () => await bench?.close());

async function deliver(url?: string) {
	const [envelope] = await newEnvelopes(bench.sandbox, 1);
	return (await bench.sandbox.deliver(envelope, { url })).status;
}

async function startListening() {
	await bench.session.listenForTest(workflow, TRIGGER);
	expect(registeredAddress(bench.sandbox)).toContain('/webhook-test/');
}

async function runsSoFar() {
	return await bench.session.countExecutions(workflow);
}

describe('while someone listens for a test event', () => {
	it('production accepts and runs what is sent to it', async () => {
		const before = await runsSoFar();
		await startListening();
		expect(await deliver(registered)).toBe(200);
		await expectRuns(bench.session, workflow, before + 1);

		await bench.session.stopListening(workflow);
		await untilRegistered(bench.sandbox, productionUrl(bench.n8n, workflow));
	});

	it('a crash of n8n leaves the test address registered, and publishing again mends it', async () => {
		await startListening();
		await bench.n8n.kill();
		await bench.restart();
		expect(await deliver()).toBe(404);

		await publishAgain(bench.session, workflow);
		expect(bench.sandbox.webhookUrl).toBe(registered);
		const before = await runsSoFar();
		expect(await deliver()).toBe(200);
		await expectRuns(bench.session, workflow, before + 1);
	});
});

describe('after a test', () => {
	it.each([
		['its event came', async () => expect(await deliver()).toBe(200), 1],
		['it was cancelled', async () => await bench.session.stopListening(workflow), 0],
	])('that ended because %s, production is registered and runs', async (_, end, testRuns) => {
		const before = await runsSoFar();
		await startListening();
		await end();
		await untilRegistered(bench.sandbox, productionUrl(bench.n8n, workflow));

		expect(bench.sandbox.webhookUrl).toBe(registered);
		expect(await deliver()).toBe(200);
		const expected = before + testRuns + 1;
		await expectRuns(bench.session, workflow, expected);
	});
});

describe('of two published workflows on one client', () => {
	it('the one before has the address back and runs when the newest is unpublished', async () => {
		const { session, sandbox, credential, n8n } = bench;
		const newest = await createTriggerWorkflow(session, credential);
		await session.activate(newest);
		expect(registeredAddress(sandbox)).toBe(productionUrl(n8n, newest));
		await session.deactivate(newest);
		await untilRegistered(sandbox, productionUrl(n8n, workflow));

		expect(sandbox.webhookUrl).toBe(registered);
		const before = await runsSoFar();
		expect(await deliver()).toBe(200);
		await expectRuns(session, workflow, before + 1);
	});
});
