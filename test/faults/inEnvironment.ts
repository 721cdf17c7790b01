import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

/** One thing that a process does. */
export interface Job {
	/** By type; only the first is tested. */
	credentials: Record<string, ICredentialDataDecryptedObject>;
	parameters?: object;
	/** Of a file that goes with the item; millions. */
	bytes?: number;
	/** Whether the credential is tested in place of a run. */
	isTest?: boolean;
}

/** What came of it. */
export interface JobResult {
	items?: IDataObject[];
	/** By how many MiB the process grew at the worst moment. */
	grown?: number;
	/** Of the error. */
	message?: string;
	description?: string;
}

export interface ProcessSetup {
	/** As they stand in the environment of n8n. */
	variables: Record<string, string>;
	jobs: Job[];
}

/**
 * Does jobs one after another in a process of its own, with n8n-core's real helpers and n8n's own agents for proxies.
 *
 * @param authority a file with certificates to trust, in place of what this process trusts
 */
export async function inEnvironment(
	variables: Record<string, string>,
	jobs: Job[],
	authority = '',
): Promise<JobResult[]> {
	const setup: ProcessSetup = { variables, jobs };
	const child = fork(join(__dirname, 'n8nProcess.ts'), [JSON.stringify(setup)], {
		execArgv: ['--require', 'tsx/cjs'],
		env: { ...process.env, NODE_EXTRA_CA_CERTS: authority },
	});
	const [results] = (await Promise.race([
		once(child, 'message'),
		once(child, 'exit').then(([code]) => {
			throw new Error(`The process ended with ${code}`);
		}),
	])) as [JobResult[]];
	return results;
}
