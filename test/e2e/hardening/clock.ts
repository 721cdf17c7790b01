import type { N8n } from '../n8n';

/** By how much a signal moves the clock: a claim is given up after five minutes. */
const STEP_MS = 5 * 60_000 + 1_000;

/** What n8n runs before anything else. */
const PRELOAD = `
const { now } = Date;
let moved = 0;
Date.now = () => now() + moved;
process.on('SIGUSR2', () => (moved += ${STEP_MS}));`;

/** Settings of an n8n whose clock can be moved on; its timers are not. */
export const MOVABLE_CLOCK: NodeJS.ProcessEnv = {
	NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(PRELOAD)}`,
};

/** Moves the clock of an n8n on by a little more than five minutes. */
export function moveClock({ pid }: N8n): void {
	process.kill(pid as number, 'SIGUSR2');
}
