import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { dependencies } from './package.json';
import { LOCAL, logFile, N8N_HOME } from './paths';
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
	await bringSqlite(home, async () => {
		await npm('rebuild', 'sqlite3', '--ignore-scripts=false', `--nodedir=${nodeHeaders(home)}`);
	});
	writeFileSync(stamp(home), lockHash(home));
}

/**
 * Brings SQLite into an installation: compiling takes minutes, and what was compiled for the same Node.js or an older one
 * does as well, as Node-API promises. For a newer one it does not: so it crashed on Node.js 20.
 */
async function bringSqlite(home: string, compile: () => Promise<void>): Promise<void> {
	const { packages } = JSON.parse(readFileSync(join(home, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, { version: string }>;
	};
	const major = Number.parseInt(packages['node_modules/node'].version);
	const kept = Array.from({ length: major + 1 }, (_, node) =>
		join(LOCAL, `sqlite3-${packages['node_modules/sqlite3'].version}-node${node}.node`),
	);
	const compiled = kept.find((file) => existsSync(file));
	const folder = join(home, 'node_modules', 'sqlite3', 'build', 'Release');
	const binary = join(folder, 'node_sqlite3.node');
	if (compiled) {
		mkdirSync(folder, { recursive: true });
		copyFileSync(compiled, binary);
	} else {
		await compile();
		copyFileSync(binary, kept[major]);
	}
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
