import { clock } from '../../../nodes/api/clock';

describe('a sleep', () => {
	beforeEach(() => void jest.useFakeTimers());
	afterEach(() => void jest.useRealTimers());

	/** Whether a sleep is over, after a time that passes at once. */
	async function isOverAfter(ms: number, sleep: Promise<void>): Promise<boolean> {
		let isOver = false;
		void sleep.then(() => (isOver = true));
		await jest.advanceTimersByTimeAsync(ms);
		return isOver;
	}

	it.each([1, 999, 1_000, 1_001, 2_500, 60_000])('of %d ms takes that long', async (ms) => {
		const sleep = clock.sleep(ms);
		expect(await isOverAfter(ms - 1, sleep)).toBe(false);
		expect(await isOverAfter(1, sleep)).toBe(true);
	});

	it.each([0, -1])('of %d ms takes no time', async (ms) => {
		expect(await isOverAfter(0, clock.sleep(ms))).toBe(true);
	});

	it.each([0, 2_500])('that is called off after %d ms is over within a second', async (ms) => {
		const execution = new AbortController();
		const sleep = clock.sleep(60_000, execution.signal);
		await isOverAfter(ms, sleep);
		execution.abort();
		expect(await isOverAfter(1_000, sleep)).toBe(true);
	});
});
