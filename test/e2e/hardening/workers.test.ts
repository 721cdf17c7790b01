import { randomUUID } from 'node:crypto';

import { chain, node } from '../connect';
import { poll } from '../poll';
import { memoryOf } from '../memory';
import { FINAL, outputOf, type Workflow } from '../rest';
import { ownUpload, uploader } from '../uploads';
import { type Cluster, openCluster } from './cluster';
import { report } from './report';

const WRITES = 200;

/** n8n hands a file to PostgreSQL as one text in hex, which Node.js does not let be longer than 512 MB. */
const UPLOADED_MB = 200;

/** Within this n8n notices that a worker is gone. */
const RECOVERED_MS = 180_000;

let cluster: Cluster;

beforeAll(async () => void (cluster = await openCluster()));
afterAll(async () => await cluster?.close());

/** A workflow that is started over HTTP with a list of items and ends in a Claritalk node. */
async function publish(parameters: object): Promise<[Workflow, string]> {
	const { session, credential, receivers } = cluster;
	const path = randomUUID();
	const start = {
		...node('Start', 'n8n-nodes-base.webhook', { path, httpMethod: 'POST' }),
		webhookId: path,
		typeVersion: 2,
	};
	const split = node('Items', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'body.items' });
	const last = node('Claritalk', 'n8n-nodes-claritalk.claritalk', { ...parameters }, credential);
	const workflow = await session.createWorkflow({
		name: path,
		nodes: [start, split, last],
		connections: chain('Start', 'Items', 'Claritalk'),
	});
	await session.activate(workflow);
	return [workflow, `${receivers[0].url}/webhook/${path}`];
}

async function start(url: string, items: object[]): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify({ items });
	expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(200);
}

describe('the Claritalk node in a worker of queue mode', () => {
	it('reads many meetings and waits for those that are processed', async () => {
		const { session, sandbox } = cluster;
		const [workflow, url] = await publish({
			resource: 'meeting',
			operation: 'waitUntilProcessed',
			meetingId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
			maxWait: 1,
		});
		const meetings = Array.from({ length: 50 }, () =>
			sandbox.store.createMeeting({ title: 'Open' }),
		);
		await start(
			url,
			meetings.map(({ meetingId: id }) => ({ id })),
		);
		const asked = () => sandbox.requests.some(({ path }) => path.startsWith('/api/meetings'));
		await poll('the meetings to be looked at', async () => asked(), Boolean);
		for (const meeting of meetings) sandbox.store.process(meeting);
		const [execution] = await session.endedExecutions(workflow, 1);
		const items = outputOf(execution, 'Claritalk');
		expect(items.map(({ json }) => json.status)).toEqual(meetings.map(() => 'Meeting processed'));
	}, 180_000);

	it(`uploads ${UPLOADED_MB} MB from the store that n8n has in queue mode`, async () => {
		const { receivers, workerPid, sandbox } = cluster;
		const bytes = UPLOADED_MB * 1024 * 1024;
		const { upload } = await uploader({ ...cluster, n8n: receivers[0] }, bytes, ownUpload(cluster));
		await upload();
		expect(sandbox.requests.filter(({ path }) => path === '/api/upload/recordings')).toHaveLength(
			1,
		);
		report(
			`${UPLOADED_MB} MB out of the database: the worker held ${memoryOf(workerPid(), 'VmHWM').toFixed(0)} MiB at most`,
		);
	}, 300_000);

	it(`writes nothing twice when it is killed within ${WRITES} writes`, async () => {
		const { session, sandbox, killWorker, startWorker } = cluster;
		const [workflow, url] = await publish({
			resource: 'meeting',
			operation: 'create',
			title: '={{ $json.title }}',
		});
		const titles = Array.from({ length: WRITES }, (_, index) => `Write ${index}`);
		const written = () =>
			sandbox.store.meetings.map(({ title }) => title).filter((title) => titles.includes(title));
		await start(
			url,
			titles.map((title) => ({ title })),
		);
		await poll(
			'half of the writes',
			async () => written().length,
			(count) => count >= WRITES / 2,
		);
		await killWorker();
		await startWorker();
		const [{ status }] = await poll(
			'the execution to end',
			async () => await session.executions(workflow),
			([execution]) => FINAL.includes(execution.status),
			RECOVERED_MS,
		);
		const all = written();
		report(
			`a worker killed within ${WRITES} writes: "${status}", ${all.length} were written, none twice`,
		);
		// n8n gives up what a worker was running when it was lost, and does not begin it anew.
		expect(status).toBe('crashed');
		expect(new Set(all).size).toBe(all.length);
		expect(all.length).toBeLessThan(WRITES);
	}, 300_000);
});
