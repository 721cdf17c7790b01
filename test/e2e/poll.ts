import { setTimeout as pause } from 'node:timers/promises';

const INTERVAL_MS = 150;

/**
 * Asks again and again until the answer will do.
 *
 * @param what names the thing waited for, in the error
 * @throws when `ms` milliseconds have passed, with the last answer
 */
export async function poll<T>(
	what: string,
	ask: () => Promise<T>,
	willDo: (answer: T) => boolean,
	ms = 60_000,
): Promise<T> {
	const end = Date.now() + ms;
	for (;;) {
		const answer = await ask();
		if (willDo(answer)) return answer;
		if (Date.now() > end) {
			const last = JSON.stringify(answer)?.slice(0, 300);
			throw new Error(`Waited ${ms / 1000} s for ${what}; the last answer was ${last}`);
		}
		await pause(INTERVAL_MS);
	}
}
