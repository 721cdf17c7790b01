/** Runs the node in a process of its own, with an environment of its own; see {@link inEnvironment}. */
import './typescriptFirst';
import '../harness/env';

import { rmSync } from 'node:fs';
import { Readable } from 'node:stream';

import { installGlobalProxyAgent } from '@n8n/backend-network';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { extraMemory } from '../e2e/memory';
import { claritalkHarness } from '../harness/claritalk';
import type { Job, JobResult, ProcessSetup } from './inEnvironment';

const CHUNK_BYTES = 1_000_000;

async function main(): Promise<void> {
	const { variables, jobs } = JSON.parse(process.argv[2]) as ProcessSetup;
	Object.assign(process.env, variables);
	// As n8n does when it starts.
	installGlobalProxyAgent();
	const n8n = claritalkHarness({ url: '', token: '' });
	const results: JobResult[] = [];
	for (const job of jobs) results.push(await resultOf(n8n, job));
	process.send?.(results, () => process.disconnect());
}

async function resultOf(n8n: ReturnType<typeof claritalkHarness>, job: Job): Promise<JobResult> {
	const { credentials, bytes, isTest } = job;
	const parameters = job.parameters as INodeParameters;
	if (isTest) {
		const [[type, data]] = Object.entries(credentials);
		const { status, message } = await n8n.testCredential(type, data);
		return status === 'OK' ? { items: [] } : { message };
	}
	const binary = bytes && { data: await n8n.storeBinary(chunks(bytes), 'a.mp4', 'video/mp4') };
	const item = { json: {}, ...(binary && { binary }) } as INodeExecutionData;
	let items: INodeExecutionData[] = [];
	const run = async () => {
		[items] = await n8n.execute('claritalk', { credentials, parameters, items: [item] });
	};
	try {
		if (!bytes) await run();
		const grown = bytes && (await extraMemory(process.pid, run, async () => undefined));
		return { items: items.map(({ json }) => json), ...(grown && { grown }) };
	} catch (error) {
		const { message, description } = error as Error & { description?: string };
		return { message, description };
	}
}

/** A file that is never in memory as a whole. */
function chunks(bytes: number): Readable {
	const chunk = Buffer.alloc(CHUNK_BYTES);
	return Readable.from(Array.from({ length: bytes / CHUNK_BYTES }, () => chunk));
}

process.once('exit', () =>
	rmSync(process.env.N8N_USER_FOLDER as string, { recursive: true, force: true }),
);
void main();
