import type { Envelope } from '../../sandbox/types';
import { poll } from '../poll';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { loseStaticData } from './database';
import { newEnvelopes } from './deliveries';
import { report } from './report';
import { expectRuns } from './runs';

let bench: Bench;
let workflow: Workflow;
/** How many runs there must be by now. */
let runs = 0;

beforeAll(async () => {
	bench = await openBench('claims');
	// While Claritalk is asked about a meeting, its delivery is claimed and not run yet.
	const parameters = { options: { verifyWithApi: true } };
	workflow = await createTriggerWorkflow(bench.session, bench.credential, parameters);
	await bench.session.activate(workflow);
});
afterAll(async () => await bench?.close());

async function newEnvelope(): Promise<Envelope> {
	const { sandbox } = bench;
	const meeting = sandbox.store.createMeeting({ title: 'Claimed' });
	const [envelope] = await newEnvelopes(sandbox, 1);
	return { ...envelope, data: { ...envelope.data, meetingId: meeting.meetingId } };
}

const deliver = async (envelope: Envelope) => await bench.sandbox.deliver(envelope);

/** Begins a delivery and returns when it is claimed; `answer` is n8n's, nothing if it never gives one. */
async function claimed(envelope: Envelope, hold: Promise<void>) {
	const { sandbox } = bench;
	const path = `/meetings/${envelope.data.meetingId as string}`;
	sandbox.answerNext({ method: 'GET', path }, { hold: async () => await hold, json: {} });
	const answer = deliver(envelope).catch(() => undefined);
	await poll(
		'Claritalk to be asked',
		async () => sandbox.requests.some((request) => request.path === `/api${path}`),
		(isAsked) => isAsked,
	);
	return { answer };
}

describe('a delivery that is claimed and not run yet', () => {
	it('is ignored when it comes again, and runs once', async () => {
		let letGo = () => {};
		const hold = new Promise<void>((resolve) => (letGo = resolve));
		const envelope = await newEnvelope();
		const { answer } = await claimed(envelope, hold);
		const again = await deliver(envelope);
		expect(again.body).toContain('Redelivery');
		letGo();
		const first = await answer;
		expect([again.status, first?.status]).toEqual([200, 200]);
		await expectRuns(bench.session, workflow, ++runs);
		report('the same delivery twice at once: 200 and 200, 1 run');
	});

	it('runs when it is sent again after a crash of n8n', async () => {
		const envelope = await newEnvelope();
		const never = new Promise<void>(() => {});
		await claimed(envelope, never);
		await bench.n8n.kill();
		await bench.restart();
		expect((await deliver(envelope)).status).toBe(200);
		await expectRuns(bench.session, workflow, ++runs);
		report('n8n was killed between claim and execution: sent again, 1 run');
	});
});

describe('a write of static data that is lost', () => {
	it('is made up for by the process, until n8n is started again', async () => {
		const { session, folder } = bench;
		const envelope = await newEnvelope();
		await deliver(envelope);
		await expectRuns(session, workflow, ++runs);
		await loseStaticData(folder);
		expect((await deliver(envelope)).body).toContain('Redelivery');

		await bench.restart();
		// The token, too, was remembered there; it is derived anew.
		await loseStaticData(folder);
		expect((await deliver(envelope)).status).toBe(200);
		await expectRuns(bench.session, workflow, ++runs);
		report('static data was lost: a redelivery starts no run, after a restart it starts 1');
	});
});
