import { randomUUID } from 'node:crypto';

import { chain, node, webhookNode } from '../connect';
import { poll } from '../poll';
import { memoryOf } from '../memory';
import { outputOf, type Workflow } from '../rest';
import { ownUpload, uploader } from '../uploads';
import { type Cluster, openCluster, type Worker } from './cluster';
import { report } from './report';
import { expectRuns } from './runs';

/** A worker runs ten at once if n8n is told nothing else: one alone cannot take so many. */
const EXECUTIONS = 15;
/** Meetings that each of them waits for. */
const EACH = 4;

const WRITES = 200;

/** Executions that are started once a worker was killed. */
const NEXT = 5;

/** n8n hands a file to PostgreSQL as one text in hex, which Node.js does not let be longer than 512 MB. */
const UPLOADED_MB = 200;

/** Within this n8n notices that a worker is gone. */
const RECOVERED_MS = 180_000;

let cluster: Cluster;

beforeAll(async () => void (cluster = await openCluster()));
afterAll(async () => await cluster?.close());

/**
 * A workflow that is started over HTTP with a list of items and ends in a Claritalk node; each item says in `worker` which
 * worker runs it.
 */
async function publish(parameters: object): Promise<[Workflow, string]> {
	const { session, credential, receivers } = cluster;
	const path = randomUUID();
	const start = webhookNode('Start', path);
	const split = node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.items' });
	const tell = {
		...node('Worker', 'n8n-nodes-base.set', {
			includeOtherFields: true,
			assignments: {
				assignments: [
					{ id: randomUUID(), name: 'worker', value: '={{ $env.WORKER }}', type: 'string' },
				],
			},
		}),
		typeVersion: 3.4,
	};
	const last = node('Claritalk', 'n8n-nodes-claritalk.claritalk', { ...parameters }, credential);
	const workflow = await session.createWorkflow({
		name: path,
		nodes: [start, split, tell, last],
		connections: chain('Start', 'Items', 'Worker', 'Claritalk'),
	});
	await session.activate(workflow);
	return [workflow, `${receivers[0].url}/webhook/${path}`];
}

async function start(url: string, items: object[]): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ items });
	expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
}

/** Starts an execution of many writes and kills the worker that runs it in the middle of them. */
async function killWithinWrites() {
	const { sandbox, workers } = cluster;
	const [workflow, url] = await publish({
		resource: 'meeting',
		operation: 'create',
		title: '={{ $json.title }} by {{ $json.worker }}',
	});
	const before = sandbox.store.meetings.length;
	const written = () => sandbox.store.meetings.slice(before).map(({ title }) => title);
	await start(
		url,
		Array.from({ length: WRITES }, (_, index) => ({ title: `Write ${index}` })),
	);
	await poll(
		'half of the writes',
		async () => written().length,
		(count) => count >= WRITES / 2,
	);
	const isKilled = ({ name }: Worker) => written()[0].endsWith(name);
	const killed = workers.find(isKilled)!;
	const other = workers.find((worker) => !isKilled(worker))!;
	await killed.kill();
	return { workflow, url, killed, other, written };
}

/** Waits until the execution that a worker was killed in has this status. */
async function untilLost(workflow: Workflow, status: string): Promise<void> {
	await poll(
		'the lost execution to end',
		async () => await cluster.session.countExecutions(workflow, [status]),
		(count) => count === 1,
		RECOVERED_MS,
	);
}

/** Expects that some of the writes were made, and each of those by one worker and once. */
function expectOnce(titles: string[], { name }: Worker): void {
	report(`a worker killed within ${WRITES} writes: ${titles.length} were written, none twice`);
	expect(new Set(titles).size).toBe(titles.length);
	expect(titles.every((title) => title.endsWith(name))).toBe(true);
	expect(titles.length).toBeLessThan(WRITES);
}

describe('the Claritalk node in a worker of queue mode', () => {
	it('reads meetings and waits for those that are processed, in both workers', async () => {
		const { session, sandbox, workers } = cluster;
		const [workflow, url] = await publish({
			resource: 'meeting',
			operation: 'waitUntilProcessed',
			meetingId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			maxWait: 2,
		});
		const meetings = Array.from({ length: EXECUTIONS * EACH }, () =>
			sandbox.store.createMeeting({ title: 'Open' }),
		);
		const ids = meetings.map(({ meetingId: id }) => ({ id }));
		await Promise.all(
			Array.from({ length: EXECUTIONS }, async (_, index) => {
				await start(url, ids.slice(index * EACH, (index + 1) * EACH));
			}),
		);
		await poll(
			'all to be under way',
			async () => await session.countExecutions(workflow, ['running']),
			(running) => running === EXECUTIONS,
		);
		for (const meeting of meetings) sandbox.store.process(meeting);
		await expectRuns(session, workflow, EXECUTIONS, 120_000);
		const executions = await session.endedExecutions(workflow, EXECUTIONS);
		const statuses = executions.map((one) =>
			outputOf(one, 'Claritalk').map(({ json }) => json.status),
		);
		expect(statuses.flat()).toEqual(meetings.map(() => 'Meeting processed'));
		const took = workers.map(
			({ name }) =>
				executions.filter((one) => outputOf(one, 'Worker')[0].json.worker === name).length,
		);
		report(`${EXECUTIONS} executions at once: the two workers took ${took.join(' and ')}`);
		expect(Math.min(...took)).toBeGreaterThan(0);
		expect(took[0] + took[1]).toBe(EXECUTIONS);
	}, 300_000);

	it(`uploads ${UPLOADED_MB} MB from the store that n8n has in queue mode`, async () => {
		const { receivers, workers, sandbox } = cluster;
		const bytes = UPLOADED_MB * 1024 * 1024;
		const { upload } = await uploader({ ...cluster, n8n: receivers[0] }, bytes, ownUpload(cluster));
		await upload();
		expect(sandbox.requests.filter(({ path }) => path === '/api/upload/recordings')).toHaveLength(
			1,
		);
		const held = Math.max(...workers.map((worker) => memoryOf(worker.pid(), 'VmHWM')));
		report(`${UPLOADED_MB} MB out of the database: the worker held ${held.toFixed(0)} MiB at most`);
	}, 300_000);

	it(`writes nothing twice when it is killed within ${WRITES} writes, and the other worker goes on`, async () => {
		const { session } = cluster;
		const { workflow, url, killed, other, written } = await killWithinWrites();
		const next = Array.from({ length: NEXT }, (_, index) => `Next ${index}`);
		await Promise.all(next.map(async (title) => await start(url, [{ title }])));
		await poll(
			'the other worker to go on',
			async () => await session.countExecutions(workflow, ['success']),
			(count) => count === NEXT,
		);
		// The other worker notices, and n8n gives up what was lost: it does not begin it anew.
		await untilLost(workflow, 'error');
		const isNext = (title: string) => title.startsWith('Next');
		expect(written().filter(isNext).sort()).toEqual(
			next.map((title) => `${title} by ${other.name}`),
		);
		expectOnce(
			written().filter((title) => !isNext(title)),
			killed,
		);
	}, 400_000);

	it('writes nothing twice when the last worker is killed, too, and started again', async () => {
		const { workflow, killed, written } = await killWithinWrites();
		await killed.start();
		// It finds in its own log what it was running.
		await untilLost(workflow, 'crashed');
		expectOnce(written(), killed);
	}, 400_000);
});
