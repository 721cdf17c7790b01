import { randomUUID } from 'node:crypto';

import { quantile } from '../../bench/results';
import { webhookNode } from '../connect';
import { memoryOf } from '../memory';
import type { Workflow } from '../rest';
import { type Bench, createTriggerWorkflow, openBench } from './bench';
import { BUSY_N8N } from './busy';
import { AT_ONCE, deliverAll, newEnvelopes, withReport } from './deliveries';
import { report } from './report';
import { expectRuns } from './runs';

const COUNT = 1_000;
const REPORT_BYTES = 1024 * 1024;
/** How long each of the two may take. */
const LOAD_MS = 900_000;

/** What many deliveries cost an n8n: its peak memory in MB, and within what 95 of 100 were answered, in milliseconds. */
interface Cost {
	memory: number;
	p95: number;
}

/** A workflow of nothing but n8n's own Webhook node, published, and its address. */
async function publishWebhook({ session, n8n }: Bench): Promise<[Workflow, string]> {
	const path = randomUUID();
	const workflow = await session.createWorkflow({
		name: 'Webhook',
		nodes: [webhookNode('Webhook', path)],
		connections: {},
	});
	await session.activate(workflow);
	return [workflow, `${n8n.url}/webhook/${path}`];
}

async function publishTrigger({
	session,
	credential,
	sandbox,
}: Bench): Promise<[Workflow, string]> {
	const workflow = await createTriggerWorkflow(session, credential);
	await session.activate(workflow);
	return [workflow, sandbox.webhookUrl as string];
}

/** Delivers to an n8n of its own, so that its memory is that of this load alone. */
async function costOf(publish: typeof publishTrigger, env: NodeJS.ProcessEnv): Promise<Cost> {
	const bench = await openBench('beside', env);
	try {
		const { sandbox, session, n8n } = bench;
		const [workflow, url] = await publish(bench);
		const envelopes = withReport(await newEnvelopes(sandbox, COUNT), REPORT_BYTES);
		const times: number[] = [];
		expect(await deliverAll(sandbox, envelopes, { urlOf: () => url, times })).toEqual({
			200: COUNT,
		});
		await expectRuns(session, workflow, COUNT, LOAD_MS);
		return { memory: memoryOf(n8n.pid, 'VmHWM'), p95: quantile(times, 0.95) };
	} finally {
		await bench.close();
	}
}

describe(`${COUNT} meetings with reports of 1 MB, ${AT_ONCE} at a time`, () => {
	it.each([
		["n8n's defaults", {}],
		// n8n makes an isolate for each delivery, but for its own Webhook node without expressions: no package can change it.
		['an isolate for both', { N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP: 'false' }],
		['isolates for expressions only', { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }],
		['the legacy engine', BUSY_N8N],
	])(
		"each run once, beside n8n's own Webhook node, with %s",
		async (settings, env) => {
			const own = await costOf(publishTrigger, env);
			const webhook = await costOf(publishWebhook, env);
			const beside = (what: keyof Cost, unit: string) =>
				`${own[what].toFixed(0)} and ${webhook[what].toFixed(0)} ${unit} (${(own[what] / webhook[what]).toFixed(2)} times)`;
			report(`${settings}: memory ${beside('memory', 'MB')}, p95 ${beside('p95', 'ms')}`);
		},
		3 * LOAD_MS,
	);
});
