import { clock } from '../../nodes/api/clock';

/** When a clock of the tests begins. */
export const START = Date.parse('2026-03-01T10:00:00Z');

/** For how many turns of the event loop nothing is sent until all that can happen has happened. */
const IDLE_TURNS = 300;

/**
 * Gives the nodes a clock of the tests' own: waiting passes at once and moves the time on, and chance is always the same.
 *
 * @param onWait what happens in the world while someone waits
 * @returns every wait that was asked for, in milliseconds
 */
export function instantly(onWait: () => void = () => undefined): number[] {
	const waits: number[] = [];
	let now = START;
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	jest.spyOn(clock, 'random').mockReturnValue(0.5);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		waits.push(ms);
		now += ms;
		// What is under way goes on meanwhile, as it does while someone really waits.
		await new Promise((resolve) => setImmediate(resolve));
		onWait();
	});
	return waits;
}

/**
 * Gives the nodes a clock for many who wait at once: time stands still while anything else happens, then the one is
 * woken whose wait ends first.
 *
 * @param sent how many requests have come; while more come, something happens
 * @param onWake what happens in the world before someone is woken
 */
export function inOrder(sent: () => number, onWake: () => void = () => undefined): void {
	let now = START;
	const sleepers: Array<{ until: number; wake: () => void }> = [];
	jest.spyOn(clock, 'now').mockImplementation(() => now);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		await new Promise<void>((wake) => {
			sleepers.push({ until: now + ms, wake });
			if (sleepers.length === 1) setImmediate(wakeNext, 0, sent());
		});
	});

	function wakeNext(idleTurns: number, before: number): void {
		if (before !== sent()) idleTurns = 0;
		if (idleTurns < IDLE_TURNS) return void setImmediate(wakeNext, idleTurns + 1, sent());
		sleepers.sort((one, other) => one.until - other.until);
		const next = sleepers.shift()!;
		now = Math.max(now, next.until);
		onWake();
		next.wake();
		if (sleepers.length > 0) setImmediate(wakeNext, 0, sent());
	}
}
