import { spawnSync } from 'node:child_process';

import { engines } from '../../package.json';
import { isFree } from '../../test/e2e/ports';
import { StartError } from './errors';
import type { Settings } from './settings';

/** Checks what this machine must bring along, before anything is started. */
export async function checkPrerequisites({ n8nPort, sandboxPort }: Settings): Promise<void> {
	checkNode(process.versions.node);
	if (spawnSync('npm', ['--version']).error) {
		throw new StartError('npm was not found: install it together with Node.js');
	}
	await checkPort('N8N_PORT', n8nPort);
	await checkPort('CLARITALK_SANDBOX_PORT', sandboxPort);
}

function checkNode(version: string): void {
	const wanted = engines.node.replace('>=', '');
	if (version.localeCompare(wanted, 'en', { numeric: true }) < 0) {
		throw new StartError(`Node.js ${wanted} or newer is needed, this is ${version}`);
	}
}

async function checkPort(variable: string, port: number): Promise<void> {
	if (!(await isFree(port))) {
		throw new StartError(`Port ${port} is in use: free it or choose another by ${variable}`);
	}
}
