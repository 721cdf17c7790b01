import { randomUUID } from 'node:crypto';

import { node } from '../../e2e/connect';
import { createTriggerWorkflow, openBench } from '../../e2e/hardening/bench';
import { BUSY_N8N } from '../../e2e/hardening/busy';
import { newEnvelopes, withReport } from '../../e2e/hardening/deliveries';
import { N8N_VERSION } from '../../e2e/install';
import { OWN } from '../contenders';
import { measured, type Measure, quantile, ratiosOf, type Result } from '../results';

const DELIVERIES = 60;
const PDF_BYTES = 1024 * 1024;
const TRIGGER = `${OWN} Trigger`;
const WEBHOOK = 'Webhook';

/** What {@link BUSY_N8N} sets, as a user would. */
const LEGACY = Object.entries(BUSY_N8N)
	.map(([name, value]) => `${name}=${value}`)
	.join(' ');

/** How long n8n takes to accept a processed meeting with its report. */
export async function webhook(rounds: number): Promise<Result> {
	const byDefault = await acceptances(rounds, "n8n's defaults", {});
	const withoutIsolate = await acceptances(rounds, LEGACY, BUSY_N8N);
	const [, p95] = byDefault;
	const ratio = ratiosOf(p95, TRIGGER).median;
	return {
		name: 'webhook',
		title: 'A processed meeting with a PDF of 1 MB',
		text: `In a real n8n: the time from sending a \`meeting.processed\` with a PDF of 1 MB to the answer, ${DELIVERIES} one after another in each round. Both answer without waiting for the workflow, which is nothing but the trigger. Once with n8n's defaults, and once with \`${LEGACY}\`.`,
		measures: [...byDefault, ...withoutIsolate],
		goals: [
			{
				text: "p95 at most 1.2 times that of n8n's Webhook node",
				figure: `${ratio.toFixed(2)} times; ${ratiosOf(withoutIsolate[1], TRIGGER).median.toFixed(2)} times with \`${LEGACY}\``,
				isReached: ratio <= 1.2,
				why: `n8n ${N8N_VERSION} makes a sandbox for expressions (an isolate) before it hands a delivery to a trigger, whether or not that has any, and leaves it out only for its own Webhook node; no package can change that. The second pair of tables is without it.`,
			},
		],
	};
}

/** The times of both triggers' answers in an n8n with these settings: p50 and p95. */
async function acceptances(
	rounds: number,
	settings: string,
	env: NodeJS.ProcessEnv,
): Promise<[Measure, Measure]> {
	const bench = await openBench('bench-webhook', env);
	const { n8n, sandbox, session, credential } = bench;
	const path = randomUUID();
	const plain = {
		...node(WEBHOOK, 'n8n-nodes-base.webhook', { path, httpMethod: 'POST' }),
		webhookId: path,
		typeVersion: 2,
	};
	const draft = { name: WEBHOOK, nodes: [plain], connections: {} };
	await session.activate(await createTriggerWorkflow(session, credential));
	await session.activate(await session.createWorkflow(draft));
	const urls = { [TRIGGER]: sandbox.webhookUrl as string, [WEBHOOK]: `${n8n.url}/webhook/${path}` };

	const deliver = async (url: string) => {
		const [envelope] = withReport(await newEnvelopes(sandbox, 1), PDF_BYTES);
		const body = JSON.stringify(envelope);
		const started = performance.now();
		const headers = { 'content-type': 'application/json' };
		const response = await fetch(url, { method: 'POST', body, headers });
		await response.text();
		if (response.status !== 200) throw new Error(`A delivery was answered with ${response.status}`);
		return performance.now() - started;
	};

	for (let count = 0; count < DELIVERIES; count++) {
		for (const url of Object.values(urls)) await deliver(url);
	}
	const p50: Record<string, number[]> = {};
	const p95 = await measured(rounds, urls, async (url) => {
		const times: number[] = [];
		for (let count = 0; count < DELIVERIES; count++) times.push(await deliver(url));
		(p50[url === urls[WEBHOOK] ? WEBHOOK : TRIGGER] ??= []).push(quantile(times, 0.5));
		return quantile(times, 0.95);
	});
	await bench.close();

	return [
		{ title: `p50 with ${settings}`, unit: 'ms', base: WEBHOOK, values: p50 },
		{ title: `p95 with ${settings}`, unit: 'ms', base: WEBHOOK, values: p95 },
	];
}
