import { readFileSync } from 'node:fs';

/** How many MiB a process holds now, or held at most. */
export function memoryOf(pid: number | undefined, what: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync(`/proc/${pid}/status`, 'utf8');
	return Number(new RegExp(`^${what}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
}
