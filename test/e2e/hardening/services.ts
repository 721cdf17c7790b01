import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { logFile } from '../paths';
import { poll } from '../poll';
import { freePort } from '../ports';
import { launch, run, stop } from '../processes';

const LOOPBACK = '127.0.0.1';
const STOP_MS = 20_000;

/** A server of these tests' own, with nothing in it. */
export interface Service {
	port: number;
	/** Ends it and removes all that it kept. */
	stop(): Promise<void>;
}

/** Starts Redis; needs redis-server. */
export async function startRedis(): Promise<Service> {
	const folder = mkdtempSync(join(tmpdir(), 'redis-'));
	const port = await freePort();
	const options = { port: String(port), bind: LOOPBACK, dir: folder, save: '', appendonly: 'no' };
	const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
	return await started({ command: 'redis-server', args, folder, port });
}

/** Starts PostgreSQL, with the user `postgres` and no password; needs postgresql. */
export async function startPostgres(): Promise<Service> {
	const folder = mkdtempSync(join(tmpdir(), 'postgres-'));
	const programs = execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim();
	const user = unprivileged(folder);
	const data = join(folder, 'data');
	const [command, ...args] = [...user, join(programs, 'initdb')];
	await run({
		command,
		args: [...args, '-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8'],
		cwd: folder,
		log: logFile('postgres'),
	});
	const port = await freePort();
	const [server, ...more] = [...user, join(programs, 'postgres'), '-D', data, '-p', String(port)];
	const settings = [`listen_addresses=${LOOPBACK}`, 'unix_socket_directories=', 'fsync=off'];
	const set = settings.flatMap((setting) => ['-c', setting]);
	return await started({ command: server, args: [...more, ...set], folder, port });
}

/** What comes before a command that refuses to be run by root, who then gives it the folder. */
function unprivileged(folder: string): string[] {
	if (process.getuid?.() !== 0) return [];
	execFileSync('chown', ['postgres:', folder]);
	return ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'];
}

async function started(service: {
	command: string;
	args: string[];
	folder: string;
	port: number;
}): Promise<Service> {
	const { command, args, folder, port } = service;
	const child = launch({ command, args, cwd: folder, log: logFile('services') });
	await poll(
		`${args.find((arg) => arg.includes('postgres')) ?? command} to listen`,
		async () => await accepts(port),
		(listens) => listens,
	);
	return {
		port,
		stop: async () => {
			await stop(child, STOP_MS);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function accepts(port: number): Promise<boolean> {
	const socket = connect(port, LOOPBACK);
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
