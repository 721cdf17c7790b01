import { AsyncLocalStorage } from 'node:async_hooks';

import { clock } from '../../nodes/api/clock';
import { START } from './instantly';

/** What a piece of work is given for its own. */
interface OwnTime {
	now: number;
	/** How long a time-out that begins now really takes at most, in milliseconds. */
	longestTimeout(): number;
	/** Called when a time-out has passed. */
	onTimeout(): void;
}

const times = new AsyncLocalStorage<OwnTime>();

/**
 * Gives the nodes a clock that is another one for each piece of work, so that many can be done at once: waiting passes at
 * once and moves the time of that work on, and chance is always the same. Until jest restores its mocks.
 */
export function giveOwnClocks(): void {
	const own = () =>
		times.getStore() ?? { now: START, longestTimeout: () => Infinity, onTimeout: () => undefined };
	const timeout = AbortSignal.timeout.bind(AbortSignal);
	jest.spyOn(clock, 'now').mockImplementation(() => own().now);
	jest.spyOn(clock, 'random').mockReturnValue(0.5);
	jest.spyOn(clock, 'sleep').mockImplementation(async (ms) => {
		own().now += ms;
		await new Promise((resolve) => setImmediate(resolve));
	});
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
		const time = own();
		const end = time.now + ms;
		const signal = timeout(Math.min(ms, time.longestTimeout()));
		const pass = () => {
			time.now = Math.max(time.now, end);
			setImmediate(time.onTimeout);
		};
		signal.addEventListener('abort', pass, { once: true });
		return signal;
	});
}

/**
 * Does a piece of work with a clock of its own.
 *
 * @param longestTimeout how long a time-out that begins now really takes at most, in milliseconds; the clock then goes on by all of it
 */
export async function withOwnClock<T>(
	longestTimeout: () => number,
	onTimeout: () => void,
	work: () => Promise<T>,
): Promise<T> {
	return await times.run({ now: START, longestTimeout, onTimeout }, work);
}
