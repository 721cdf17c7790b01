import type { Envelope } from '../../sandbox/types';
import { poll } from '../poll';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { MOVABLE_CLOCK, moveClock } from './clock';
import { loseStaticData, withLockedDatabase } from './database';
import { newEnvelopes } from './deliveries';
import { report } from './report';
import { expectRuns } from './runs';

let bench: Bench;
let workflow: Workflow;
/** How many runs there must be by now. */
let runs = 0;

beforeAll(async () => {
	bench = await openBench('claims', MOVABLE_CLOCK);
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

/**
 * Begins a delivery and returns when it is claimed.
 *
 * @returns n8n's answer, nothing if it never gives one; what lets it go on; and what hangs up in place of the sender
 */
async function claimed(envelope: Envelope) {
	const { sandbox } = bench;
	const path = `/meetings/${envelope.data.meetingId as string}`;
	let letGo = () => {};
	const hold = new Promise<void>((resolve) => (letGo = resolve));
	sandbox.answerNext({ method: 'GET', path }, { hold: async () => await hold, json: {} });
	const connection = new AbortController();
	const answer = fetch(sandbox.webhookUrl as string, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(envelope),
		signal: connection.signal,
	}).catch(() => undefined);
	await poll(
		'Claritalk to be asked',
		async () => sandbox.requests.some((request) => request.path === `/api${path}`),
		(isAsked) => isAsked,
	);
	return { answer, letGo, hangUp: () => connection.abort() };
}

describe('a delivery that is claimed and not run yet', () => {
	it('is ignored when it comes again, and runs once', async () => {
		const envelope = await newEnvelope();
		const { answer, letGo } = await claimed(envelope);
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
		await claimed(envelope);
		await bench.n8n.kill();
		await bench.restart();
		expect((await deliver(envelope)).status).toBe(200);
		await expectRuns(bench.session, workflow, ++runs);
		report('n8n was killed between claim and execution: sent again, 1 run');
	});

	it('runs when it is sent again where its sender hung up and n8n could not store it', async () => {
		const envelope = await newEnvelope();
		const { letGo, hangUp } = await claimed(envelope);
		await withLockedDatabase(bench.folder, async () => {
			hangUp();
			letGo();
			// What comes after it is refused when it was.
			expect((await deliver(await newEnvelope())).status).toBe(500);
		});
		expect((await deliver(envelope)).body).toContain('Accepted');
		await expectRuns(bench.session, workflow, ++runs);
		report('the sender hung up, and n8n could not store it: sent again, 1 run');
	});

	it('is tried again when it is sent again while n8n stores it and its sender hung up', async () => {
		const envelope = await newEnvelope();
		await withLockedDatabase(bench.folder, async () => {
			const { letGo, hangUp } = await claimed(envelope);
			letGo();
			expect((await deliver(envelope)).body).toContain('Redelivery');
			hangUp();
			const again = await poll(
				'the claim to end',
				async () => await deliver(envelope),
				({ body }) => !body.includes('Redelivery'),
			);
			expect(again.status).toBe(500);
		});
		expect((await deliver(envelope)).body).toContain('Accepted');
		await expectRuns(bench.session, workflow, ++runs);
		report('the sender hung up while n8n stored it: sent again, n8n tried it again');
	});

	it('runs once where its sender hung up and n8n could store it', async () => {
		const envelope = await newEnvelope();
		const { letGo, hangUp } = await claimed(envelope);
		hangUp();
		letGo();
		await expectRuns(bench.session, workflow, ++runs);
		expect((await deliver(envelope)).body).toContain('Redelivery');
		await expectRuns(bench.session, workflow, runs);
		report('the sender hung up, and n8n could store it: 1 run; sent again, no other');
	});

	it('runs when it is sent again after five minutes in which nothing was heard of it', async () => {
		const envelope = await newEnvelope();
		const { answer } = await claimed(envelope);
		expect((await deliver(envelope)).body).toContain('Redelivery');
		moveClock(bench.n8n);
		const again = await poll(
			'the claim to end',
			async () => await deliver(envelope),
			({ body }) => !body.includes('Redelivery'),
		);
		expect(again.body).toContain('Accepted');
		// It does go on, once n8n has waited long enough for Claritalk.
		expect((await answer)?.status).toBe(200);
		await expectRuns(bench.session, workflow, (runs += 2));
		report('a claim unheard of for five minutes: sent again, 1 run; the first goes on, 1 more');
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
