import { quantile } from '../../bench/results';
import type { Envelope } from '../../sandbox/types';
import { memoryOf } from '../memory';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { BUSY_N8N } from './busy';
import { deliverAll, newEnvelopes, withReport } from './deliveries';
import { report } from './report';
import { expectRuns } from './runs';

const COUNT = 1_000;
const REPORT_BYTES = 1024 * 1024;
const SMALL_COUNT = 10_000;
const SMALL_AT_ONCE = 50;
/** How long the runs of so many may take. */
const SMALL_MS = 900_000;

let bench: Bench;
let workflow: Workflow;
let envelopes: Envelope[];

beforeAll(async () => {
	bench = await openBench('load', BUSY_N8N);
	workflow = await createTriggerWorkflow(bench.session, bench.credential);
	await bench.session.activate(workflow);
	envelopes = withReport(await newEnvelopes(bench.sandbox, COUNT), REPORT_BYTES);
});
afterAll(async () => await bench?.close());

const peakMemory = () => Math.round(memoryOf(bench.n8n.pid, 'VmHWM'));

async function deliverTimed(what: string) {
	const started = performance.now();
	const answers = await deliverAll(bench.sandbox, envelopes);
	const seconds = ((performance.now() - started) / 1000).toFixed(1);
	report(`${COUNT} ${what}: ${seconds} s, n8n's peak memory ${peakMemory()} MB`);
	return answers;
}

describe(`${COUNT} meetings with reports of 1 MB, many at once`, () => {
	it('start one run each', async () => {
		report(`before: n8n's peak memory ${peakMemory()} MB`);
		expect(await deliverTimed('deliveries')).toEqual({ 200: COUNT });
		await expectRuns(bench.session, workflow, COUNT);
	});

	it('start no run when all are delivered again', async () => {
		expect(await deliverTimed('redeliveries')).toEqual({ 200: COUNT });
		// Whatever those had started would be there before what this one starts.
		await deliverAll(bench.sandbox, await newEnvelopes(bench.sandbox, 1));
		await expectRuns(bench.session, workflow, COUNT + 1);
	});
});

// It takes a quarter of an hour, so it is run by hand: MEASURE=1 npm run test:e2e:trigger -- load
const measured = process.env.MEASURE ? describe : describe.skip;

measured(`${SMALL_COUNT} small deliveries, ${SMALL_AT_ONCE} at a time`, () => {
	it(
		'start one run each',
		async () => {
			const { session, sandbox, credential } = bench;
			const small = await createTriggerWorkflow(session, credential);
			await session.activate(small);
			const bodies = (await newEnvelopes(sandbox, SMALL_COUNT)).map(({ data, ...envelope }) => ({
				...envelope,
				data: { meetingId: data.meetingId },
			}));
			const times: number[] = [];
			const answers = await deliverAll(sandbox, bodies, { atOnce: SMALL_AT_ONCE, times });
			const p95 = Math.round(quantile(times, 0.95));
			report(`${SMALL_COUNT} small deliveries: p95 ${p95} ms, peak memory ${peakMemory()} MB`);
			expect(answers).toEqual({ 200: SMALL_COUNT });
			await expectRuns(session, small, SMALL_COUNT, SMALL_MS);
		},
		2 * SMALL_MS,
	);
});
