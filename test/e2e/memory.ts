import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many MiB a process holds now, or held at most. */
export function memoryOf(pid: number | undefined, what: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
}

/** How many bytes the files in a folder have together; none if there is no such folder. */
export function bytesIn(folder: string): number {
	if (!existsSync(folder)) return 0;
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((name) => statSync(join(folder, name)))
		.filter((entry) => entry.isFile())
		.reduce((sum, { size }) => sum + size, 0);
}

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
	const before = memoryOf(pid, 'VmRSS');
	await done;
	return memoryOf(pid, 'VmHWM') - before;
}
