import { clock } from '../../nodes/api/clock';

/**
 * Gives the nodes a clock of the tests' own: waiting passes at once and moves the time on, and chance is always the same.
 *
 * @param onWait what happens in the world while someone waits
 * @returns every wait that was asked for, in milliseconds
 */
export function instantly(onWait: () => void = () => undefined): number[] {
	const waits: number[] = [];
	let now = Date.parse('2026-03-01T10:00:00Z');
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
