import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { SandboxOptions } from '../sandbox';

/** How the sandbox is to be, and how many meetings it is to have. */
export type SandboxSetup = Pick<SandboxOptions, 'latencyMs' | 'rateLimit'> & { meetings?: number };

/** Far above what any case sends: no limit. */
export const NO_LIMIT = { default: 1_000_000, upload: 1_000_000 };

/** What was asked of the API since the last time one asked. */
export interface Traffic {
	requests: number;
	/** How many were answered with 429 in each window in which any was. */
	refused: number[];
}

/** What one needs to log in to a sandbox. */
export interface SandboxLogin {
	url: string;
	token: string;
}

/** The sandbox in a process of its own. */
export interface SandboxProcess extends SandboxLogin {
	meetingIds: string[];
	traffic(): Promise<Traffic>;
	close(): Promise<void>;
}

/** Starts a sandbox that does not share this process's time and memory. */
export async function openSandbox(setup: SandboxSetup): Promise<SandboxProcess> {
	const child = fork(join(__dirname, 'sandboxServer.ts'), [JSON.stringify(setup)]);
	const [started] = (await once(child, 'message')) as [
		Pick<SandboxProcess, 'url' | 'token' | 'meetingIds'>,
	];
	return {
		...started,
		traffic: async () => {
			child.send('traffic');
			const [traffic] = (await once(child, 'message')) as [Traffic];
			return traffic;
		},
		close: async () => {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}
