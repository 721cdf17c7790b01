/** A real n8n with this package's tarball, for what cannot be measured outside of one. */
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { OWNER } from '../e2e/connect';
import { type N8n, resumeN8n, startN8n } from '../e2e/n8n';
import { pack } from '../e2e/pack';
import { LOCAL } from '../e2e/paths';
import { freePort } from '../e2e/ports';
import { Session } from '../e2e/rest';

export interface N8nProcess {
	n8n: N8n;
	session: Session;
	folder: string;
	/** How many bytes executions have in the binary store. */
	storedBytes(): number;
	/** Starts n8n anew with its workflows, and without the files that executions left in the binary store. */
	restart(): Promise<void>;
	/** Ends n8n, and leaves only its log. */
	close(): Promise<void>;
}

/** Starts an empty n8n with n8n's own settings, but for where it listens and what `env` says. */
export async function openN8n(name: string, env: NodeJS.ProcessEnv = {}): Promise<N8nProcess> {
	const folder = join(LOCAL, `bench-${name}`);
	const port = await freePort();
	const n8n = await startN8n({ port, folder, tarball: await pack(), env });
	const data = join(folder, '.n8n');
	const store = join(data, 'storage');
	const bench: N8nProcess = {
		n8n,
		session: await Session.open(n8n.url, OWNER),
		folder,
		storedBytes: () => bytesIn(store),
		restart: async () => {
			await bench.n8n.stop();
			rmSync(store, { recursive: true, force: true });
			bench.n8n = await resumeN8n({ port, folder, env });
			bench.session = await Session.open(bench.n8n.url, OWNER);
		},
		close: async () => {
			await bench.n8n.stop();
			rmSync(data, { recursive: true, force: true });
		},
	};
	return bench;
}

function bytesIn(folder: string): number {
	if (!existsSync(folder)) return 0;
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => statSync(join(folder, name)))
		.filter((entry) => entry.isFile())
		.reduce((sum, { size }) => sum + size, 0);
}

/** In the unit that Linux counts in. */
const MIB = 1024;

/**
 * How many MiB more a process holds at the worst moment of some work than when it is ready for it.
 *
 * Linux keeps a high-water mark of a process's memory, which can be set back to what it holds now (proc(5)).
 *
 * @param work resolves when it is done
 * @param ready resolves when what counts is about to begin
 */
export async function extraMemory(
	pid: number,
	work: () => Promise<unknown>,
	ready: () => Promise<unknown>,
): Promise<number> {
	const done = work();
	await Promise.race([ready(), done]);
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
	const before = memory(pid, 'VmRSS');
	await done;
	return (memory(pid, 'VmHWM') - before) / MIB;
}

/** In kB. */
function memory(pid: number, field: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]);
}
