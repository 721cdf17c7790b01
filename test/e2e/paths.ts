import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** Where everything goes that a run leaves behind; git ignores it. */
export const LOCAL = join(ROOT, '.local');

/** The folder whose lock file pins n8n and the Node.js that n8n needs. */
export const N8N_HOME = join(ROOT, 'test', 'e2e');

/** The log file of a step. */
export function logFile(step: string): string {
	return join(LOCAL, 'logs', `${step}.log`);
}
