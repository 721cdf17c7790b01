import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { cliOf, nodeOf } from './install';
import { poll } from './poll';
import { freePort } from './ports';
import { kill, launch, run, stop } from './processes';

const START_MS = 180_000;
const STOP_MS = 20_000;

export interface N8nProcess {
	port: number;
	/** Where this n8n keeps everything. */
	folder: string;
	/** Where n8n is installed; the one that most tests run in, if left out. */
	home?: string;
	/** What it is to be; all of n8n if left out, the others are parts of queue mode. */
	role?: 'start' | 'webhook' | 'worker';
	/** Settings beside those that every n8n here has, or instead of them. */
	env?: NodeJS.ProcessEnv;
}

export interface N8nSetup extends N8nProcess {
	/** The community package to install in it. */
	tarball: string;
}

export interface N8n {
	url: string;
	pid: number | undefined;
	/** Resolves when n8n has ended, whatever ended it. */
	ended: Promise<void>;
	stop(): Promise<void>;
	/** Ends it as a crash does: it does not get to do anything any more. */
	kill(): Promise<void>;
}

/** n8n's own log, in its folder. */
export function n8nLog(folder: string): string {
	return join(folder, 'n8n.log');
}

/**
 * Starts an empty n8n on loopback, with the package installed as n8n itself installs community packages. What is in its
 * folder from before is removed.
 */
export async function startN8n({ tarball, ...setup }: N8nSetup): Promise<N8n> {
	rmSync(setup.folder, { recursive: true, force: true });
	await installPackage(setup.folder, tarball);
	return await resumeN8n(setup);
}

/** Starts n8n with what its folder holds from before. */
export async function resumeN8n({
	port,
	folder,
	home,
	role = 'start',
	env = {},
}: N8nProcess): Promise<N8n> {
	const url = `http://127.0.0.1:${port}`;
	const child = launch({
		command: nodeOf(home),
		args: [cliOf(home), role],
		cwd: folder,
		log: n8nLog(folder),
		env: { ...environment(folder, url, port, await freePort()), ...modules(home), ...env },
	});
	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		child.once('error', () => resolve());
	});
	const n8n = {
		url,
		pid: child.pid,
		ended,
		stop: async () => await stop(child, STOP_MS),
		kill: async () => await kill(child),
	};
	const isReady = role === 'start' ? answersRest : isHealthy;
	try {
		let hasEnded = false;
		void ended.then(() => (hasEnded = true));
		await poll(
			'n8n to start',
			async () => hasEnded || (await isReady(url)),
			(ready) => ready,
			START_MS,
		);
		if (hasEnded) throw new Error('n8n ended while it started');
	} catch (error) {
		await n8n.stop();
		throw error;
	}
	return n8n;
}

/** Puts a version of the package into an n8n that is not running, in place of the one that is there. */
export async function installPackage(folder: string, tarball: string): Promise<void> {
	const nodes = join(folder, '.n8n', 'nodes');
	mkdirSync(nodes, { recursive: true });
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	writeFileSync(join(nodes, 'package.json'), JSON.stringify(manifest));
	await run({
		command: 'npm',
		// n8n brings n8n-workflow, the one peer dependency, itself.
		args: ['install', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', tarball],
		cwd: nodes,
		log: n8nLog(folder),
	});
}

function environment(folder: string, url: string, port: number, brokerPort: number) {
	return {
		PATH: process.env.PATH,
		HOME: folder,
		N8N_USER_FOLDER: folder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		// Otherwise webhooks get "localhost", which may be ::1, where n8n does not listen.
		N8N_WEBHOOK_URL: url,
		// The older name of the same, which is all that older versions know.
		WEBHOOK_URL: url,
		N8N_RUNNERS_BROKER_PORT: String(brokerPort),
		N8N_ENCRYPTION_KEY: 'local-run-only',
		// The cookie is sent over plain http.
		N8N_SECURE_COOKIE: 'false',
		// Nothing is sent anywhere, and no dialog asks for anything.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	};
}

/** Turns a module off that asks n8n's servers; versions that do not have it refuse to start with its name. */
function modules(home?: string): NodeJS.ProcessEnv {
	const name = 'mcp-registry';
	const isThere = existsSync(join(dirname(cliOf(home)), '..', 'dist', 'modules', name));
	return isThere ? { N8N_DISABLED_MODULES: name } : {};
}

/** n8n's health endpoints answer before its REST routes exist, so ask one of those. */
async function answersRest(url: string): Promise<boolean> {
	try {
		const response = await fetch(`${url}/rest/settings`);
		await response.text();
		return response.ok && (response.headers.get('content-type')?.includes('json') ?? false);
	} catch {
		return false;
	}
}

/** What parts of queue mode answer, which have no REST routes. */
async function isHealthy(url: string): Promise<boolean> {
	try {
		return (await fetch(`${url}/healthz/readiness`)).ok;
	} catch {
		return false;
	}
}
