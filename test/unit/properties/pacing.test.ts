/** Whatever a limit is and however it is told, all is served, little is refused, and nobody waits longer than there is reason to. */
import fc from 'fast-check';

import { RateBudget } from '../../../nodes/api/pacing';
import { idealMs, seeded, simulate, Throttle, type ThrottleOptions } from '../api/throttle';

const RUNS = 20;

type Told = NonNullable<ThrottleOptions['told']>;

const TOLD: Record<string, Told> = {
	'as Laravel does': (headers) => headers,
	'not at all': () => ({}),
	'by Retry-After alone': (headers) =>
		Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'retry-after')),
	'with a reset in seconds': (headers, _, end) => ({
		...headers,
		'x-ratelimit-reset': String(Math.ceil(end / 1000)),
	}),
	'with seconds that are left': (headers, now, end) => ({
		...headers,
		'x-ratelimit-reset': String(Math.ceil((end - now) / 1000)),
	}),
	'with nonsense': (headers) => ({ ...headers, 'x-ratelimit-reset': 'soon', 'retry-after': '-1' }),
};

const setup = fc.record({
	told: fc.constantFrom(...Object.keys(TOLD)),
	limit: fc.integer({ min: 20, max: 480 }),
	windowMs: fc.constantFrom(10_000, 15_000, 30_000, 60_000, 300_000),
	isCoarse: fc.boolean(),
	latency: fc.integer({ min: 5, max: 2_000 }),
	seed: fc.integer(),
});

it('one process loses nothing, and is refused once a window at most where it is told what is left', () => {
	fc.assert(
		fc.property(
			setup,
			fc.integer({ min: 1, max: 600 }),
			({ told, limit, seed, latency, ...rest }, count) => {
				const throttle = new Throttle({ ...rest, limit, told: TOLD[told] });
				const budget = new RateBudget(480);
				const run = simulate(throttle, [{ budget, count }], { latency, jitter: seeded(seed) });
				expect(run.served).toBe(count);
				if (told === 'as Laravel does') {
					expect(Math.max(0, ...run.refused)).toBeLessThanOrEqual(1);
					// Beside the windows themselves: the way of the last answers, and what finds a window's length out.
					const most = idealMs(count, throttle) * 1.1 + 70_000 + 40 * latency;
					expect(run.ms).toBeLessThanOrEqual(most);
				}
			},
		),
		{ numRuns: RUNS },
	);
});

it('several processes of one credential lose nothing', () => {
	const processes = fc.integer({ min: 2, max: 4 });
	fc.assert(
		fc.property(setup, processes, fc.integer({ min: 1, max: 150 }), (options, many, count) => {
			const { told, limit, seed, latency, ...rest } = options;
			const throttle = new Throttle({ ...rest, limit, told: TOLD[told] });
			const all = Array.from({ length: many }, () => ({ budget: new RateBudget(480), count }));
			const run = simulate(throttle, all, { latency, jitter: seeded(seed) });
			expect(run.served).toBe(many * count);
		}),
		{ numRuns: RUNS },
	);
});
