import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Command {
	command: string;
	args: string[];
	cwd: string;
	/** Everything that the command prints is appended to this file. */
	log: string;
	env?: NodeJS.ProcessEnv;
}

/** Groups of the processes that run now. They must not outlive this process, however it ends. */
const groups = new Set<number>();
process.on('exit', () => {
	for (const group of groups) signalGroup(group, 'SIGKILL');
});

/** Starts a command in a process group of its own, so that it can be ended with all that it started. */
export function launch({ command, args, cwd, log, env = process.env }: Command): ChildProcess {
	mkdirSync(dirname(log), { recursive: true });
	const output = openSync(log, 'a');
	writeSync(output, `\n$ ${[command, ...args].join(' ')}\n`);
	const child = spawn(command, args, {
		cwd,
		env,
		stdio: ['ignore', output, output],
		detached: true,
	});
	closeSync(output);
	const { pid } = child;
	if (pid !== undefined) {
		groups.add(pid);
		child.once('exit', () => {
			signalGroup(pid, 'SIGKILL');
			groups.delete(pid);
		});
	}
	return child;
}

/** Runs a command to its end. */
export async function run(what: Command): Promise<void> {
	const child = launch(what);
	const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
	if (code !== 0) {
		const line = [what.command, ...what.args].join(' ');
		throw new Error(`"${line}" ended with ${code ?? signal}`);
	}
}

/** Asks a process to end, and ends it and its whole group when it does not within `graceMs`. */
export async function stop(child: ChildProcess, graceMs: number): Promise<void> {
	if (!isRunning(child)) return;
	const { pid } = child;
	const ended = once(child, 'exit');
	const impatience = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
	child.kill('SIGTERM');
	await ended;
	clearTimeout(impatience);
}

/** Ends a process and its whole group at once, as a crash does. */
export async function kill(child: ChildProcess): Promise<void> {
	if (!isRunning(child)) return;
	const ended = once(child, 'exit');
	signalGroup(child.pid, 'SIGKILL');
	await ended;
}

function isRunning(child: ChildProcess): child is ChildProcess & { pid: number } {
	return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
	try {
		process.kill(-group, signal);
	} catch {
		// Nothing of the group is left.
	}
}
