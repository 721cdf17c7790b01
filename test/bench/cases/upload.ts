import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { node } from '../../e2e/connect';
import { type Bench, openBench } from '../../e2e/hardening/bench';
import type { Credential } from '../../e2e/rest';
import { memoryOfUpload, ownUpload, type Uploader, uploader } from '../../e2e/uploads';
import { HTTP_REQUEST, OWN } from '../contenders';
import { measured, type Measure, type Result, spreadOf } from '../results';

const MIB = 1024 * 1024;
const SMALL = '1 MiB';
const LARGE = '1 GiB';
const SIZES = { [SMALL]: MIB, [LARGE]: 1024 * MIB };
const MOST_EXTRA_MIB = 32;

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
		return await memoryOfUpload(bench, run);
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
