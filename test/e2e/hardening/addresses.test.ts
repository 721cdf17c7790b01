import { readFileSync } from 'node:fs';

import { patOf } from '../connect';
import { n8nLog } from '../n8n';
import { poll } from '../poll';
import { freePort } from '../ports';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench, TRIGGER } from './bench';
import { newEnvelopes } from './deliveries';
import { registeredAddress, registrations, untilRegistered } from './registrations';
import { report } from './report';
import { expectRuns } from './runs';

/** Where the editor, and with it the test webhooks, are said to be; only the address counts. */
const EDITOR = 'http://127.0.0.2:5678';

/** Other names than n8n gives its webhooks, and two hosts. `N8N_WEBHOOK_URL` would be used for both. */
const OTHER_ADDRESSES = {
	N8N_ENDPOINT_WEBHOOK: 'hooks',
	N8N_ENDPOINT_WEBHOOK_TEST: 'try/hooks',
	N8N_EDITOR_BASE_URL: EDITOR,
	N8N_WEBHOOK_URL: '',
};

const REGISTRATION = { method: 'POST', path: '/client/webhook' };
const DOWN = { status: 503, json: { message: 'Down for maintenance' } };

let bench: Bench;
let workflow: Workflow;

beforeAll(async () => {
	bench = await openBench('addresses', OTHER_ADDRESSES);
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());
// Whatever the outcome, the next test finds no fault.
afterEach(() => bench.sandbox.clearFaults());

const pathOf = ({ nodes }: Workflow) => `${nodes[0].webhookId}/webhook`;
const production = () => `${bench.n8n.url}/hooks/${pathOf(workflow)}`;
const log = () => readFileSync(n8nLog(bench.folder), 'utf8');

async function listen(to = workflow) {
	await bench.session.listenForTest(to, TRIGGER);
	expect(registeredAddress(bench.sandbox)).toBe(`${EDITOR}/try/hooks/${pathOf(to)}`);
}

/** Sends what someone listens for, to where n8n really is. */
async function sendTestEvent() {
	const { sandbox, n8n } = bench;
	const [envelope] = await newEnvelopes(sandbox, 1);
	const { search } = new URL(sandbox.webhookUrl as string);
	const url = `${n8n.url}/try/hooks/${pathOf(workflow)}${search}`;
	expect((await sandbox.deliver(envelope, { url })).status).toBe(200);
}

async function expectRun() {
	const { sandbox, session } = bench;
	const before = await session.countExecutions(workflow);
	const [envelope] = await newEnvelopes(sandbox, 1);
	expect((await sandbox.deliver(envelope)).status).toBe(200);
	await expectRuns(session, workflow, before + 1);
}

describe('with other names for its webhooks and the editor on another host, after a test', () => {
	it('production is registered again, and runs', async () => {
		expect(registeredAddress(bench.sandbox)).toBe(production());
		await listen();
		await bench.session.stopListening(workflow);
		await untilRegistered(bench.sandbox, production());
		await expectRun();
	});

	it('so it is where n8n was started anew and knows nothing', async () => {
		await bench.restart();
		await listen();
		await sendTestEvent();
		await untilRegistered(bench.sandbox, production());
		await expectRun();
	});

	it('of a draft, the published workflow gets the events back', async () => {
		// After a start n8n knows of nobody: this tells it.
		await bench.session.deactivate(workflow);
		await bench.session.activate(workflow);
		const draft = await createTriggerWorkflow(bench.session, bench.credential);
		await listen(draft);
		await bench.session.stopListening(draft);
		await untilRegistered(bench.sandbox, production());
		await expectRun();
	});
});

describe('an outage of Claritalk at the end of a test', () => {
	it('that lasts some seconds is waited for', async () => {
		await listen();
		bench.sandbox.answerNext({ ...REGISTRATION, times: 3 }, DOWN);
		await sendTestEvent();
		await untilRegistered(bench.sandbox, production());
		await expectRun();
	});

	it('that lasts is told in the log of n8n, with what to do', async () => {
		await listen();
		const before = registrations(bench.sandbox).length;
		bench.sandbox.answerNext({ ...REGISTRATION, times: Infinity }, DOWN);
		await sendTestEvent();
		await poll(
			'the log to say what to do',
			async () => log(),
			(text) => text.includes('publish the workflow "Trigger" again. Claritalk cannot serve'),
		);
		expect(registrations(bench.sandbox).length).toBeGreaterThan(before + 3);
		expect((await fetch(`${bench.n8n.url}/healthz`)).status).toBe(200);

		bench.sandbox.clearFaults();
		await bench.session.deactivate(workflow);
		await bench.session.activate(workflow);
		expect(registeredAddress(bench.sandbox)).toBe(production());
		await expectRun();
	});
});

describe('what n8n shows', () => {
	it('when Claritalk refuses the token of a test is why, and nothing is put back', async () => {
		const { session, sandbox } = bench;
		const data = patOf({ url: sandbox.url, token: 'a-token-that-is-refused' });
		const refused = await session.createCredential('Refused', 'claritalkApi', data);
		const draft = await createTriggerWorkflow(session, refused);
		const before = registrations(sandbox).length;
		const shown = await session.listenForTest(draft, TRIGGER).catch(({ message }) => message);
		report(`Execute step with a refused token: ${shown}`);
		expect(shown).toMatch(/Claritalk refused the access token\. .*credential/);
		expect(registrations(sandbox)).toHaveLength(before + 1);
		expect(registeredAddress(sandbox)).toBe(production());
	});

	it('when Claritalk cannot be reached is where it was looked for, and the cure', async () => {
		const { session } = bench;
		const url = `http://127.0.0.1:${await freePort()}`;
		const data = patOf({ url, token: 'x'.repeat(20) });
		const unreachable = await session.createCredential('Nowhere', 'claritalkApi', data);
		const unpublished = await createTriggerWorkflow(session, unreachable);
		const shown = await session.activate(unpublished).catch(({ message }) => message);
		report(`publishing against an unreachable Claritalk: ${shown}`);
		expect(shown).toContain(`Claritalk could not be reached at ${url}`);
		expect(shown).toContain('Check Environment and Base URL in the credential');
	});

	it('when Claritalk cannot reach n8n is how n8n calls itself, and the cure', async () => {
		const { session } = bench;
		const data = { environment: 'production', accessToken: 'x'.repeat(20) };
		const real = await session.createCredential('Real', 'claritalkApi', data);
		const unreachable = await createTriggerWorkflow(session, real);
		const shown = await session.activate(unreachable).catch(({ message }) => message);
		report(`publishing an n8n that Claritalk cannot reach: ${shown}`);
		expect(shown).toContain(`This n8n calls itself ${bench.n8n.url}, where Claritalk cannot`);
	});
});
