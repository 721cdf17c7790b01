import { sleep } from 'n8n-workflow';

/** Older versions of n8n cannot call a sleep off: there a cancelled execution is noticed this often. */
const LONGEST_SLEEP_MS = 1_000;

/** Time and chance, in one place so that a test can give its own. */
export const clock = {
	/** Milliseconds since 1970. */
	now: (): number => Date.now(),

	/** From 0 up to 1. */
	random: (): number => Math.random(),

	/** Waits, or returns early when the signal calls it off. */
	async sleep(ms: number, signal?: AbortSignal): Promise<void> {
		const end = Date.now() + ms;
		for (let left = ms; left > 0 && !signal?.aborted; left = end - Date.now()) {
			await sleep(Math.min(left, LONGEST_SLEEP_MS), signal).catch(() => undefined);
		}
	},
};
