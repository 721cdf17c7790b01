import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { dependencies } from './package.json';
import { logFile, N8N_HOME } from './paths';
import { run } from './processes';

export const N8N_VERSION = dependencies.n8n;

export const INSTALL_LOG = logFile('install-n8n');

/** Where an n8n is installed: the one that most tests run in, or another version with a folder of its own. */
export function homeOf(version: string): string {
	return version === N8N_VERSION ? N8N_HOME : join(N8N_HOME, 'versions', version);
}

/** The Node.js that an n8n runs on, whichever one this process runs on. */
export function nodeOf(home = N8N_HOME): string {
	return join(home, 'node_modules', '.bin', 'node');
}

/** An n8n's command line. */
export function cliOf(home = N8N_HOME): string {
	return join(home, 'node_modules', 'n8n', 'bin', 'n8n');
}

/** Whether the n8n of the lock file is there. */
export function isInstalled(home = N8N_HOME): boolean {
	return existsSync(stamp(home)) && readFileSync(stamp(home), 'utf8') === lockHash(home);
}

/** Installs n8n from its lock file: minutes, and about 3 GB. */
export async function installN8n(home = N8N_HOME): Promise<void> {
	const npm = async (...args: string[]) =>
		await run({ command: 'npm', args, cwd: home, log: INSTALL_LOG });
	await npm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
	// The only two packages whose install scripts are needed: one fetches Node.js, the other brings SQLite.
	await npm('rebuild', 'node', '--ignore-scripts=false');
	// Each for its own Node.js: compiled with the headers of another, it crashed on Node.js 20.
	await npm('rebuild', 'sqlite3', '--ignore-scripts=false', `--nodedir=${nodeHeaders(home)}`);
	writeFileSync(stamp(home), lockHash(home));
}

/** Written last, into the folder that `npm ci` clears first: so it stands for a complete installation. */
function stamp(home: string): string {
	return join(home, 'node_modules', '.installed-lock');
}

function lockHash(home: string): string {
	const lock = readFileSync(join(home, 'package-lock.json'));
	return createHash('sha256').update(lock).digest('hex');
}

/** The C headers that come with the installed Node.js: a compiler then has nothing to download. */
function nodeHeaders(home: string): string {
	const distributions = join(home, 'node_modules', 'node', 'node_modules');
	const found = readdirSync(distributions)
		.map((name) => join(distributions, name))
		.find((folder) => existsSync(join(folder, 'include', 'node', 'node.h')));
	if (!found) throw new Error('The installed Node.js has no headers');
	return found;
}
