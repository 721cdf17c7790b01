import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dependencies } from './package.json';
import { logFile, N8N_HOME } from './paths';
import { run } from './processes';

export const N8N_VERSION = dependencies.n8n;

const MODULES = join(N8N_HOME, 'node_modules');

/** Written last, into the folder that `npm ci` clears first: so it stands for a complete installation. */
const STAMP = join(MODULES, '.installed-lock');

/** The Node.js that n8n runs on, whichever one this process runs on. */
export const N8N_NODE = join(MODULES, '.bin', 'node');

/** n8n's command line. */
export const N8N_CLI = join(MODULES, 'n8n', 'bin', 'n8n');

export const INSTALL_LOG = logFile('install-n8n');

/** Whether the n8n of the lock file is there. */
export function isInstalled(): boolean {
	return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === lockHash();
}

/** Installs n8n from its lock file: minutes, and about 3 GB. */
export async function installN8n(): Promise<void> {
	await npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
	// The only two packages whose install scripts are needed: one fetches Node.js, the other brings SQLite.
	await npm('rebuild', 'node', '--ignore-scripts=false');
	await npm('rebuild', 'sqlite3', '--ignore-scripts=false', `--nodedir=${nodeHeaders()}`);
	writeFileSync(STAMP, lockHash());
}

async function npm(...args: string[]): Promise<void> {
	await run({ command: 'npm', args, cwd: N8N_HOME, log: INSTALL_LOG });
}

function lockHash(): string {
	const lock = readFileSync(join(N8N_HOME, 'package-lock.json'));
	return createHash('sha256').update(lock).digest('hex');
}

/** The C headers that come with the installed Node.js: a compiler then has nothing to download. */
function nodeHeaders(): string {
	const distributions = join(MODULES, 'node', 'node_modules');
	const found = readdirSync(distributions)
		.map((name) => join(distributions, name))
		.find((folder) => existsSync(join(folder, 'include', 'node', 'node.h')));
	if (!found) throw new Error('The installed Node.js has no headers');
	return found;
}
