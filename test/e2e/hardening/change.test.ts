import { patOf } from '../connect';
import { freePort } from '../ports';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench, productionUrl } from './bench';
import { newEnvelopes } from './deliveries';
import { publishAgain } from './publish';
import { registeredAddress, registrations } from './registrations';
import { expectRuns } from './runs';

const RENEWED_TOKEN = 'renewed-access-token';

let bench: Bench;
let workflow: Workflow;

beforeAll(async () => {
	bench = await openBench('change');
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

/** Delivers a new event, which must start one run of the workflow. */
async function expectRun(of: Workflow, url = bench.sandbox.webhookUrl) {
	const { sandbox, session } = bench;
	const before = await session.countExecutions(of);
	const [envelope] = await newEnvelopes(sandbox, 1);
	expect((await sandbox.deliver(envelope, { url })).status).toBe(200);
	await expectRuns(session, of, before + 1);
}

function endFault() {
	bench.sandbox.reset();
	bench.sandbox.tokens.accept(RENEWED_TOKEN, 'user');
}

describe("when n8n's public address changes", () => {
	it('publishing again registers the new one', async () => {
		const old = registeredAddress(bench.sandbox);
		await bench.restart({ port: await freePort() });
		expect(registeredAddress(bench.sandbox)).toBe(old);

		await publishAgain(bench.session, workflow);
		expect(registeredAddress(bench.sandbox)).toBe(productionUrl(bench.n8n, workflow));
		await expectRun(workflow);
	});

	it('publishing over what is published registers nothing: n8n does not ask the trigger', async () => {
		const before = registrations(bench.sandbox).length;
		await bench.session.activate(workflow);
		const renamed = await bench.session.saveWorkflow({ ...workflow, name: 'Renamed' });
		await bench.session.activate(renamed);
		workflow = renamed;
		expect(registrations(bench.sandbox)).toHaveLength(before);
		await expectRun(workflow);
	});
});

describe('when the credential gets another access token', () => {
	it('what is sent to the old address still runs, and so does what is sent to the new one', async () => {
		const { sandbox, session, credential } = bench;
		const old = sandbox.webhookUrl;
		sandbox.tokens.accept(RENEWED_TOKEN, 'user');
		sandbox.tokens.revoke(sandbox.token);
		const { url } = sandbox;
		await session.updateCredential(credential, patOf({ url, token: RENEWED_TOKEN }));
		await expectRun(workflow, old);

		await publishAgain(session, workflow);
		expect(sandbox.webhookUrl).not.toBe(old);
		expect(registeredAddress(sandbox)).toBe(productionUrl(bench.n8n, workflow));
		await expectRun(workflow);
	});
});

describe('two workflows on one client', () => {
	it('the one published last is registered, and the address of the other still runs', async () => {
		const { sandbox, session, n8n } = bench;
		const first = sandbox.webhookUrl;
		const other = await createTriggerWorkflow(session, bench.credential);
		await session.activate(other);
		expect(registeredAddress(sandbox)).toBe(productionUrl(n8n, other));
		await expectRun(other);
		await expectRun(workflow, first);

		await publishAgain(session, workflow);
		expect(sandbox.webhookUrl).toBe(first);
		// A changed trigger is unpublished and published again, by n8n itself.
		const [trigger] = workflow.nodes;
		const nodes = [{ ...trigger, parameters: { ...trigger.parameters, simplify: false } }];
		workflow = await session.saveWorkflow({ ...workflow, nodes });
		const before = registrations(sandbox).length;
		await session.activate(workflow);
		expect(registrations(sandbox)).toHaveLength(before + 2);
		expect(sandbox.webhookUrl).toBe(first);
		await session.deactivate(other);
		await expectRun(workflow);
	});
});

describe('when Claritalk refuses the registration', () => {
	beforeEach(async () => await bench.session.deactivate(workflow));
	// Whatever the outcome, the next test finds no fault.
	afterEach(endFault);

	it.each([
		[422, 'The webhook url must be reachable.'],
		[500, 'Server Error'],
	])(
		'with %i, publishing fails, says why, and works once that is over',
		async (status, message) => {
			const { sandbox, session } = bench;
			const everyTime = { method: 'POST', path: '/client/webhook', times: Infinity };
			sandbox.answerNext(everyTime, { status, json: { message } });
			await expect(session.activate(workflow)).rejects.toThrow(message);

			endFault();
			await publishAgain(session, workflow);
			expect(registeredAddress(sandbox)).toBe(productionUrl(bench.n8n, workflow));
			await expectRun(workflow);
		},
	);
});
