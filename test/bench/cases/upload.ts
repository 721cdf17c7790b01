import { randomUUID } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { chain, node } from '../../e2e/connect';
import { type Bench, openBench } from '../../e2e/hardening/bench';
import { poll } from '../../e2e/poll';
import type { Credential } from '../../e2e/rest';
import { HTTP_REQUEST, OWN } from '../contenders';
import { bytesIn, extraMemory } from '../memory';
import { measured, type Measure, type Result, spreadOf } from '../results';

const MIB = 1024 * 1024;
const SMALL = '1 MiB';
const LARGE = '1 GiB';
const SIZES = { [SMALL]: MIB, [LARGE]: 1024 * MIB };
const MOST_EXTRA_MIB = 32;
const WAIT_SECONDS = 2;

/** How much memory n8n needs to upload a small and a large recording. */
export async function upload(rounds: number): Promise<Result> {
	const bench = await openBench('bench-upload');
	const { sandbox, session } = bench;
	const header = await session.createCredential('Header', 'httpHeaderAuth', {
		name: 'Authorization',
		value: `Bearer ${sandbox.token}`,
	});
	const uploads = { [OWN]: ownUpload(bench), [HTTP_REQUEST]: httpUpload(bench, header) };
	const runs: Record<string, { warmUp: Uploader; run: Uploader }> = {};
	for (const [name, last] of Object.entries(uploads)) {
		const warmUp = await uploader(bench, SIZES[SMALL], last);
		runs[`${name}, ${SMALL}`] = { warmUp, run: warmUp };
		runs[`${name}, ${LARGE}`] = { warmUp, run: await uploader(bench, SIZES[LARGE], last) };
	}
	const store = join(bench.folder, '.n8n', 'storage');
	const values = await measured(rounds, runs, async ({ warmUp, run }) => {
		// Anew for each: what an upload leaves behind would be no growth for the next one.
		await bench.n8n.stop();
		rmSync(store, { recursive: true, force: true });
		await bench.restart();
		await warmUp.upload();
		const stored = bytesIn(store);
		return await extraMemory(bench.n8n.pid as number, run.upload, async () => {
			await poll(
				'the file to be read',
				async () => bytesIn(store) - stored,
				(bytes) => bytes >= run.bytes,
			);
		});
	});
	await bench.close();

	const difference = spreadOf(
		values[`${OWN}, ${LARGE}`].map((extra, round) => extra - values[`${OWN}, ${SMALL}`][round]),
	);
	const measure: Measure = {
		title: 'Extra memory at the peak',
		unit: 'MiB',
		base: `${HTTP_REQUEST}, ${LARGE}`,
		values,
	};
	return {
		name: 'upload',
		title: 'Upload of 1 MiB and 1 GiB',
		text: 'In a real n8n, with files in its default binary store on disk: a workflow that reads a file from disk, waits, and uploads it as a multipart form. Measured is by how much the memory of the n8n process grows at the worst moment from the end of reading on, in a process that was started anew and has uploaded one file of 1 MiB, so that all code is loaded. What n8n took to read the file before that is not in it, but can be used again.',
		measures: [measure],
		goals: [
			{
				text: `at most ${MOST_EXTRA_MIB} MiB more memory for 1 GiB than for 1 MiB`,
				figure: `${Math.round(difference.median)} MiB`,
				isReached: difference.median <= MOST_EXTRA_MIB,
			},
		],
	};
}

/** A file of zeros that takes no room on disk, where n8n may read it. */
function emptyFile({ folder }: Bench, name: string, bytes: number): string {
	const allowed = join(folder, '.n8n-files');
	mkdirSync(allowed, { recursive: true });
	const path = join(allowed, name);
	const file = openSync(path, 'w');
	ftruncateSync(file, bytes);
	closeSync(file);
	return path;
}

function ownUpload({ sandbox, credential }: Bench) {
	const [{ meetingId: value }] = sandbox.store.meetings;
	const meetingId = { __rl: true, mode: 'id', value };
	const parameters = { resource: 'recording', operation: 'upload', meetingId };
	return node('Upload', 'n8n-nodes-claritalk.claritalk', parameters, credential);
}

function httpUpload({ sandbox }: Bench, credential: Credential) {
	const [{ meetingId }] = sandbox.store.meetings;
	const parameters = {
		method: 'POST',
		url: `${sandbox.url}/api/upload/recordings`,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpHeaderAuth',
		sendBody: true,
		contentType: 'multipart-form-data',
		bodyParameters: {
			parameters: [
				{ name: 'meeting_id', value: meetingId },
				{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
			],
		},
	};
	return {
		...node('Upload', 'n8n-nodes-base.httpRequest', parameters, credential),
		typeVersion: 4.2,
	};
}

interface Uploader {
	bytes: number;
	/** Uploads the file once. */
	upload(): Promise<void>;
}

/** Publishes a workflow that reads a file of that size, waits and hands it on. */
async function uploader(
	bench: Bench,
	bytes: number,
	last: ReturnType<typeof node>,
): Promise<Uploader> {
	const path = randomUUID();
	const start = node('Start', 'n8n-nodes-base.webhook', {
		path,
		httpMethod: 'POST',
		responseMode: 'lastNode',
		responseData: 'noData',
	});
	const read = node('Read', 'n8n-nodes-base.readWriteFile', {
		fileSelector: emptyFile(bench, `${bytes}.mp4`, bytes),
	});
	// Time to set the high-water mark back between reading and uploading.
	const wait = node('Wait', 'n8n-nodes-base.wait', { amount: WAIT_SECONDS, unit: 'seconds' });
	const nodes = [
		{ ...start, webhookId: path, typeVersion: 2 },
		read,
		{ ...wait, webhookId: randomUUID(), typeVersion: 1.1 },
		last,
	];
	const workflow = await bench.session.createWorkflow({
		name: path,
		nodes,
		connections: chain(...nodes.map(({ name }) => name)),
	});
	await bench.session.activate(workflow);
	return {
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
