import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { SERVICE_ACCOUNT } from '../../sandbox/oauth';
import { chain, node, webhookNode } from '../connect';
import { memoryOf } from '../memory';
import { freePort } from '../ports';
import type { Credential, Workflow } from '../rest';
import { ownUpload, uploader } from '../uploads';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { deliverAll, newEnvelopes, withReport } from './deliveries';
import { createPollingWorkflow, EVERY_MINUTE, untilGiven } from './polling';
import type { Held } from './probe';
import { report } from './report';
import { expectRuns } from './runs';

const MINUTES = 20;
/** What n8n fills once, such as its caches, is full by then. */
const WARM_MINUTES = 5;
const MOST_GROWTH = 0.05;
/** Of some hundred deliveries with a PDF of 1 MB each. */
const MOST_BUFFERS = 10 * 1024 * 1024;
/** By chance; what each poll leaves behind would be ten. */
const MOST_MORE = 3;

const MB = 1024 * 1024;
const UPLOAD_BYTES = 4 * MB;
const MEETINGS = 200;

const DELIVERED_MS = 1_000;
const DELIVERED_AT_ONCE = 3;
const PROCESSED_MS = 6_000;
const UPLOADED_MS = 10_000;
const READ_MS = 60_000;
const TOKENS_LIVE_MS = 30_000;
const SAMPLED_MS = 15_000;

/** All nodes here log in as a service account, whose tokens die. */
const LOGIN = { authentication: 'serviceAccount' };

/** What n8n held so many minutes after the start. */
interface Sample extends Held {
	minute: number;
}

let bench: Bench;
let credential: Credential;
let probeUrl: string;
const samples: Sample[] = [];

beforeAll(async () => {
	const port = await freePort();
	probeUrl = `http://127.0.0.1:${port}`;
	bench = await openBench('soak', {
		NODE_OPTIONS: `--expose-gc --import ${join(__dirname, 'probe.ts')}`,
		PROBE_PORT: String(port),
	});
	const { session, sandbox } = bench;
	sandbox.store.addMeetings(MEETINGS);
	credential = await session.createCredential('Service', 'claritalkServiceAccountOAuth2Api', {
		environment: 'custom',
		baseUrl: sandbox.url,
		...SERVICE_ACCOUNT,
	});
});
afterAll(async () => await bench?.close());

/** Does something again and again until a time: each time `ms` after the last began, or as soon as that is done. */
async function again(ms: number, end: number, work: () => Promise<unknown>): Promise<void> {
	for (let next = Date.now(); next < end; next = Math.max(next + ms, Date.now())) {
		await pause(next - Date.now());
		await work();
	}
}

/** A workflow that is started over HTTP, lists all meetings, asks for each of them and answers with them. */
async function publishReading(): Promise<[Workflow, string]> {
	const path = randomUUID();
	const start = webhookNode('Start', path, {
		responseMode: 'lastNode',
		responseData: 'allEntries',
	});
	const claritalk = (name: string, parameters: object) =>
		node(
			name,
			'n8n-nodes-claritalk.claritalk',
			{ ...LOGIN, resource: 'meeting', ...parameters },
			credential,
		);
	const nodes = [
		start,
		claritalk('List', { operation: 'getMany', returnAll: true }),
		claritalk('Get', {
			operation: 'get',
			meetingId: { __rl: true, mode: 'id', value: '={{ $json.meetingId }}' },
		}),
	];
	const workflow = await bench.session.createWorkflow({
		name: 'Reading',
		nodes,
		connections: chain(...nodes.map(({ name }) => name)),
	});
	await bench.session.activate(workflow);
	return [workflow, `${bench.n8n.url}/webhook/${path}`];
}

async function sample(started: number): Promise<void> {
	const held = (await (await fetch(probeUrl)).json()) as Held;
	const minute = (Date.now() - started) / 60_000;
	samples.push({ minute, ...held });
	const kinds = Object.entries(held.handles).map(([kind, count]) => `${count} ${kind}`);
	const memory = `heap ${inMB(held.heap)}, buffers ${inMB(held.buffers)}, in all ${memoryOf(bench.n8n.pid, 'VmRSS').toFixed(0)} MB`;
	report(`${minute.toFixed(1)} min: ${memory}; ${held.listeners} listeners; ${kinds.join(', ')}`);
}

const inMB = (bytes: number) => `${(bytes / MB).toFixed(1)} MB`;

const between = (from: number, to: number) =>
	samples.filter(({ minute }) => minute >= from && minute < to);

/** The mean of a figure after the warm-up, and by what share of it the figure grew: by least squares. */
function trendOf(figure: (sample: Held) => number): { mean: number; growth: number } {
	const points = between(WARM_MINUTES, Infinity).map((one) => [one.minute, figure(one)]);
	const meanOf = (at: number) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
	const [x, mean] = [meanOf(0), meanOf(1)];
	const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - mean), 0);
	const below = points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
	return { mean, growth: ((above / below) * (MINUTES - WARM_MINUTES)) / mean };
}

/**
 * The least of a figure in the minutes after the warm-up and in as many at the end: what is under way comes and goes, what
 * is left behind is also in the least.
 */
function leastOf(figure: (sample: Held) => number): { early: number; late: number } {
	const least = (from: number) => Math.min(...between(from, from + WARM_MINUTES).map(figure));
	return { early: least(WARM_MINUTES), late: least(MINUTES - WARM_MINUTES) };
}

describe(`${MINUTES} minutes of deliveries, polls, reads and uploads at once, with tokens that die`, () => {
	it(
		'lose nothing',
		async () => {
			const { session, sandbox } = bench;
			const receiving = await createTriggerWorkflow(session, credential, LOGIN);
			await session.activate(receiving);
			const polls = { ...LOGIN, pollTimes: EVERY_MINUTE };
			const polling = await createPollingWorkflow(session, credential, polls);
			await session.activate(polling);
			const [reading, readUrl] = await publishReading();
			const own = ownUpload({ sandbox, credential });
			const last = { ...own, parameters: { ...own.parameters, ...LOGIN } };
			const { workflow: uploading, upload } = await uploader(bench, UPLOAD_BYTES, last);

			const done = { deliveries: 0, reads: 0, uploads: 0 };
			const deliver = async () => {
				const [large, ...others] = await newEnvelopes(sandbox, DELIVERED_AT_ONCE);
				const answers = await deliverAll(sandbox, [...withReport([large], MB), ...others]);
				expect(answers).toEqual({ 200: DELIVERED_AT_ONCE });
				done.deliveries += DELIVERED_AT_ONCE;
			};
			const open = [sandbox.store.createMeeting({ title: 'Overleg' })];
			const processed: string[] = [];
			const process = async () => {
				open.push(sandbox.store.createMeeting({ title: 'Overleg' }));
				processed.push(sandbox.store.process(open.shift()!).meetingId);
			};
			const read = async () => {
				const there = sandbox.store.meetings.map(({ meetingId }) => meetingId);
				const answer = await fetch(readUrl, { method: 'POST' });
				const meetings = (await answer.json()) as Array<{ meetingId: string }>;
				const ids = new Set(meetings.map(({ meetingId }) => meetingId));
				expect(ids.size).toBe(meetings.length);
				expect(there.filter((id) => !ids.has(id))).toEqual([]);
				done.reads++;
			};

			const started = Date.now();
			const end = started + MINUTES * 60_000;
			await Promise.all([
				again(DELIVERED_MS, end, deliver),
				again(PROCESSED_MS, end, process),
				again(UPLOADED_MS, end, async () => {
					await upload();
					done.uploads++;
				}),
				again(READ_MS, end, read),
				again(TOKENS_LIVE_MS, end, async () => sandbox.oauth.expireAccessTokens()),
				again(SAMPLED_MS, end, async () => await sample(started)),
			]);

			const given = await untilGiven(session, polling, processed);
			report(
				`${done.deliveries} deliveries, ${processed.length} meetings polled, ${done.reads} reads of ${sandbox.store.meetings.length} meetings in the end, ${done.uploads} uploads, ${sandbox.oauth.tokenRequests.length} tokens`,
			);
			expect(given.sort()).toEqual([...processed].sort());
			await expectRuns(session, receiving, done.deliveries);
			await expectRuns(session, polling, await session.countExecutions(polling));
			await expectRuns(session, reading, done.reads);
			await expectRuns(session, uploading, done.uploads);
			const sizes = sandbox.store.recordings.map(({ size }) => size);
			expect(sizes).toEqual(Array.from({ length: done.uploads }, () => UPLOAD_BYTES));
		},
		(MINUTES + 10) * 60_000,
	);

	it('take no memory that is not given back', () => {
		const heap = trendOf(({ heap }) => heap);
		const buffers = leastOf(({ buffers }) => buffers);
		report(
			`heap: ${inMB(heap.mean)}, ${(100 * heap.growth).toFixed(1)} % in ${MINUTES - WARM_MINUTES} minutes; buffers: from ${inMB(buffers.early)} to ${inMB(buffers.late)} at least`,
		);
		expect(heap.growth).toBeLessThan(MOST_GROWTH);
		expect(buffers.late - buffers.early).toBeLessThan(MOST_BUFFERS);
	});

	it('leave no handle and no listener behind', () => {
		const kinds = new Set(samples.flatMap(({ handles }) => Object.keys(handles)));
		const figures = {
			listeners: leastOf(({ listeners }) => listeners),
			...Object.fromEntries(
				[...kinds].map((kind) => [kind, leastOf(({ handles }) => handles[kind] ?? 0)]),
			),
		};
		for (const [name, { early, late }] of Object.entries(figures)) {
			report(`${name}: from ${early} to ${late} at least`);
			expect({ name, more: Math.max(0, late - early - MOST_MORE) }).toEqual({ name, more: 0 });
		}
	});
});
