import { randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';

import { chain, node, webhookNode } from './connect';
import type { Bench } from './hardening/bench';
import { bytesIn, extraMemory } from './memory';
import { poll } from './poll';
import type { Workflow } from './rest';

const WAIT_SECONDS = 2;

/** Where n8n keeps files, below its own folder; the second is the older name. */
const STORES = ['storage', 'binaryData'];

/** Where a file is uploaded from: an n8n, and the folder that it keeps everything in. */
type Uploading = Pick<Bench, 'folder' | 'session'> & { n8n: Pick<Bench['n8n'], 'url'> };

/** A workflow that is ready to upload a file. */
export interface Uploader {
	workflow: Workflow;
	bytes: number;
	/** Uploads the file once. */
	upload(): Promise<void>;
}

/** Publishes a workflow that reads a file of that size, waits and hands it on. */
export async function uploader(bench: Uploading, bytes: number, last: INode): Promise<Uploader> {
	const path = randomUUID();
	const start = webhookNode('Start', path, { responseMode: 'lastNode', responseData: 'noData' });
	const read = node('Read', 'n8n-nodes-base.readWriteFile', {
		fileSelector: emptyFile(bench, `${bytes}.mp4`, bytes),
	});
	// Time to set the high-water mark back between reading and uploading.
	const wait = node('Wait', 'n8n-nodes-base.wait', { amount: WAIT_SECONDS, unit: 'seconds' });
	const nodes = [start, read, { ...wait, webhookId: randomUUID(), typeVersion: 1.1 }, last];
	const workflow = await bench.session.createWorkflow({
		name: path,
		nodes,
		connections: chain(...nodes.map(({ name }) => name)),
	});
	await bench.session.activate(workflow);
	return {
		workflow,
		bytes,
		upload: async () => {
			const { status } = await fetch(`${bench.n8n.url}/webhook/${path}`, { method: 'POST' });
			const [{ status: outcome }] = await bench.session.executions(workflow);
			if (status !== 200 || outcome !== 'success') {
				throw new Error(`The upload ended with ${status}, ${outcome}`);
			}
		},
	};
}

/** The node that uploads a file to a meeting. */
export function ownUpload({ sandbox, credential }: Pick<Bench, 'sandbox' | 'credential'>) {
	const [{ meetingId: value }] = sandbox.store.meetings;
	const meetingId = { __rl: true, mode: 'id', value };
	const parameters = { resource: 'recording', operation: 'upload', meetingId };
	return node('Upload', 'n8n-nodes-claritalk.claritalk', parameters, credential);
}

/** How many MiB more n8n holds at the worst moment from the end of reading a file until it is uploaded. */
export async function memoryOfUpload({ folder, n8n }: Bench, { bytes, upload }: Uploader) {
	const stored = () => STORES.reduce((sum, name) => sum + bytesIn(join(folder, '.n8n', name)), 0);
	const before = stored();
	return await extraMemory(n8n.pid as number, upload, async () => {
		await poll(
			'the file to be read',
			async () => stored() - before,
			(read) => read >= bytes,
		);
	});
}

/** A file of zeros that takes no room on disk, where n8n may read it. */
function emptyFile({ folder }: Uploading, name: string, bytes: number): string {
	const allowed = join(folder, '.n8n-files');
	mkdirSync(allowed, { recursive: true });
	const path = join(allowed, name);
	const file = openSync(path, 'w');
	ftruncateSync(file, bytes);
	closeSync(file);
	return path;
}
