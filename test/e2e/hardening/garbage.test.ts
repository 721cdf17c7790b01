import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench, productionUrl } from './bench';
import {
	envelope,
	NO_ENVELOPE,
	ODD_ENVELOPES,
	OTHER_TYPES,
	STRANGE_DATA,
	UNPARSABLE,
} from './bodies';
import { newEnvelopes } from './deliveries';
import { expectRuns } from './runs';

const JSON_TYPE = 'application/json';
const HEADERS = { 'content-type': JSON_TYPE };

/** Long enough for a body of many MB. */
const ANSWER_MS = 30_000;

let bench: Bench;
/** The workflow that was published last, which is the one whose address is registered. */
let workflow: Workflow;

beforeAll(async () => {
	bench = await openBench('garbage');
});
afterAll(async () => await bench?.close());

/** Sends a request, after which n8n must still be well. */
async function send(url: string, init: RequestInit): Promise<number> {
	const signal = AbortSignal.timeout(ANSWER_MS);
	const answer = await fetch(url, { method: 'POST', signal, ...init });
	await answer.text();
	expect((await fetch(`${bench.n8n.url}/healthz`)).status).toBe(200);
	return answer.status;
}

/** Sends a body with the right token. */
async function sendBody(body: string, type = JSON_TYPE): Promise<number> {
	const headers = { 'content-type': type };
	return await send(bench.sandbox.webhookUrl as string, { body, headers });
}

/** Gives the tests of a block a workflow that none of them may run. */
function expectNoRuns() {
	beforeAll(publishNew);
	afterEach(async () => expect(await bench.session.countExecutions(workflow)).toBe(0));
	// Whatever they had started would be there before what this real delivery starts.
	afterAll(async () => {
		const [real] = await newEnvelopes(bench.sandbox, 1);
		expect((await bench.sandbox.deliver(real)).status).toBe(200);
		await expectRuns(bench.session, workflow, 1);
	});
}

async function publishNew() {
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
}

describe('with the right token, n8n stays alive and no run starts', () => {
	expectNoRuns();

	it.each(UNPARSABLE)('for %s: n8n answers 422', async (_, body) => {
		expect(await sendBody(body)).toBe(422);
	});

	it.each(NO_ENVELOPE)('for %s: 400', async (_, body) => {
		expect(await sendBody(body)).toBe(400);
	});

	it('for a body above the limit of n8n: 500 by n8n', async () => {
		const content = 'A'.repeat(20 * 1024 * 1024);
		expect(await sendBody(envelope({ data: { meetingId: 'm', files: { content } } }))).toBe(500);
	});

	it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('for %s: 404', async (method) => {
		expect(await send(bench.sandbox.webhookUrl as string, { method })).toBe(404);
	});
});

describe('with the right token, but not JSON, no run starts', () => {
	expectNoRuns();

	it.each(OTHER_TYPES)('for %s: 400', async (_, body, type) => {
		expect(await sendBody(body, type)).toBe(400);
	});
});

describe('an envelope with strange content', () => {
	beforeEach(publishNew);

	it.each(STRANGE_DATA)('(%s) starts one run, which succeeds', async (_, data) => {
		expect(await sendBody(`{"event":"meeting.processed","data":${data}}`)).toBe(200);
		await expectRuns(bench.session, workflow, 1);
	});

	it.each(ODD_ENVELOPES)('(%s) starts one run, too', async (_, body, type) => {
		expect(await sendBody(body, type)).toBe(200);
		await expectRuns(bench.session, workflow, 1);
	});

	it('starts one run where its content type is not told', async () => {
		const body = new Blob([envelope({})]);
		expect(await send(bench.sandbox.webhookUrl as string, { body })).toBe(200);
		await expectRuns(bench.session, workflow, 1);
	});
});

describe('nobody else gets in', () => {
	const token = () => new URL(bench.sandbox.webhookUrl as string).searchParams.get('token')!;
	const swapCase = (text: string) =>
		text.replace(/[a-z]/gi, (c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase()));
	expectNoRuns();

	it.each([
		['no token', () => ''],
		['an empty token', () => '?token='],
		['a wrong token', () => '?token=wrong'],
		['a part of the token', () => `?token=${token().slice(0, -1)}`],
		['more than the token', () => `?token=${token()}=`],
		['the token in other case', () => `?token=${swapCase(token())}`],
		['the token as one of two', () => `?token=wrong&token=${token()}`],
		['the token in a list', () => `?token[]=${token()}`],
		['the token under another name', () => `?Token=${token()}`],
		['the access token of the credential', () => `?token=${bench.sandbox.token}`],
		['a token of 10,000 characters', () => `?token=${'x'.repeat(10_000)}`],
	])('with %s: 401', async (_, query) => {
		const url = productionUrl(bench.n8n, workflow) + query();
		const headers = { ...HEADERS, authorization: `Bearer ${token()}` };
		expect(await send(url, { body: envelope({}), headers })).toBe(401);
	});

	it('with the token of another workflow on the same credential: 401', async () => {
		const { search } = new URL(bench.sandbox.webhookUrl as string);
		await publishNew();
		const url = productionUrl(bench.n8n, workflow) + search;
		expect(await send(url, { body: envelope({}), headers: HEADERS })).toBe(401);
	});

	it('at the test address while nobody listens: 404', async () => {
		const url = (bench.sandbox.webhookUrl as string).replace('/webhook/', '/webhook-test/');
		expect(await send(url, { body: envelope({}), headers: HEADERS })).toBe(404);
	});
});
