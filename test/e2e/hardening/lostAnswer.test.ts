/** A registration that Claritalk took while its answer was lost on the way: n8n does not publish, so the address must go back. */
import { readFileSync } from 'node:fs';

import type { Reply } from '../../sandbox';
import { n8nLog } from '../n8n';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench, productionUrl, TRIGGER } from './bench';
import { newEnvelopes } from './deliveries';
import { publishAgain } from './publish';
import { registeredAddress, registrations } from './registrations';
import { report } from './report';
import { expectRuns } from './runs';

const LOST: Array<[string, Reply, string]> = [
	['the time-out of a gateway', { status: 504, json: { message: 'Too slow' } }, 'Too slow'],
	['a closed connection', { drop: true }, 'Claritalk could not be reached'],
];
const AGAIN = 'After a registration that failed, Claritalk sends its events to the workflow';

let bench: Bench;

beforeAll(async () => (bench = await openBench('lost-answer')));
afterAll(async () => await bench?.close());
// Whatever the outcome, the next test finds no fault.
afterEach(() => bench.sandbox.clearFaults());

async function published(): Promise<Workflow> {
	const workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
	return workflow;
}

/** A workflow whose address Claritalk takes, and whose answers are lost however often it is told. */
async function unlucky(reply: Reply): Promise<Workflow> {
	const { session, credential, sandbox } = bench;
	const workflow = await createTriggerWorkflow(session, credential);
	const holding = workflow.nodes[0].webhookId;
	sandbox.answerNext({ holding, times: Infinity }, { ...reply, after: true });
	return workflow;
}

/** What n8n shows of what fails. */
async function shownBy(registering: Promise<void>): Promise<string> {
	return await registering.then(
		() => 'nothing',
		({ message }: Error) => message,
	);
}

async function deliver() {
	const { sandbox } = bench;
	const [envelope] = await newEnvelopes(sandbox, 1);
	return (await sandbox.deliver(envelope)).status;
}

/** Expects that Claritalk sends to a workflow, which then runs. */
async function expectReceiver(workflow: Workflow) {
	const { session, sandbox, n8n } = bench;
	expect(registeredAddress(sandbox)).toBe(productionUrl(n8n, workflow));
	const before = await session.countExecutions(workflow);
	expect(await deliver()).toBe(200);
	await expectRuns(session, workflow, before + 1);
}

describe.each(LOST)('by %s', (_, reply, words) => {
	it('publishing fails, and the workflow that had the address has it again', async () => {
		const { session, sandbox, n8n, folder } = bench;
		const first = await published();
		const second = await published();
		const failing = await unlucky(reply);
		const before = registrations(sandbox).length;
		const shown = await shownBy(session.activate(failing));
		expect(shown).toContain(words);

		// n8n itself tries again, and each time the address goes back.
		const told = registrations(sandbox)
			.slice(before)
			.map(({ origin, pathname }) => origin + pathname);
		const turns = told.filter((address, index) => address !== told[index - 1]);
		const oneTurn = [productionUrl(n8n, failing), productionUrl(n8n, second)];
		expect(turns).toEqual(turns.map((_turn, index) => oneTurn[index % 2]));
		report(`publishing where the answer is lost, ${turns.length / 2} times by n8n: ${shown}`);
		await expectReceiver(second);
		expect(readFileSync(n8nLog(folder), 'utf8')).toContain(`${AGAIN} "Trigger" again`);

		await session.deactivate(second);
		await expectReceiver(first);
		await session.deactivate(first);
		expect(await session.countExecutions(failing)).toBe(0);
	});

	it('the test of a draft fails, and the workflow that is published has the address again', async () => {
		const { session } = bench;
		const workflow = await published();
		const draft = await unlucky(reply);
		expect(await shownBy(session.listenForTest(draft, TRIGGER))).toContain(words);
		await expectReceiver(workflow);
		await session.deactivate(workflow);
	});
});

it('where nobody had the address, nobody runs, and publishing again is all that is needed', async () => {
	const { session, sandbox, n8n } = bench;
	const only = await unlucky({ drop: true });
	expect(await shownBy(session.activate(only))).toContain('Claritalk could not be reached');
	// Claritalk knows no way to remove an address: what it sends there ends at n8n.
	expect(registeredAddress(sandbox)).toBe(productionUrl(n8n, only));
	expect(await deliver()).toBe(404);
	expect(await session.countExecutions(only)).toBe(0);

	sandbox.clearFaults();
	await publishAgain(session, only);
	await expectReceiver(only);
	await session.deactivate(only);
});
