import { type Permit, RateBudget } from '../../../nodes/api/pacing';
import { idealMs, seeded, simulate, START, Throttle, type ThrottleOptions } from './throttle';

type Told = NonNullable<ThrottleOptions['told']>;

/** What an API tells beside what Laravel's throttle does, or instead of it. */
const nothing: Told = () => ({});
const onlyRetryAfter: Told = (headers) =>
	Object.fromEntries(Object.entries(headers).filter(([name]) => name === 'retry-after'));
const reset =
	(valueOf: (end: number, now: number) => number): Told =>
	(headers, now, end) => ({ ...headers, 'x-ratelimit-reset': String(valueOf(end, now)) });
const resetSeconds = reset((end) => Math.ceil(end / 1000));
const resetMilliseconds = reset((end) => end);
const secondsLeft = reset((end, now) => Math.ceil((end - now) / 1000));
const yearsAway = reset(() => 99_999_999_999);
/** As Laravel sends them: a reset only with a refusal, and a date always, both in whole seconds of a clock of its own. */
const resetAndDate =
	(ahead = 0): Told =>
	(headers, now, end) => ({
		...('retry-after' in headers ? resetSeconds(headers, now, end + ahead) : headers),
		date: new Date(now + ahead).toUTCString(),
	});

/** Asks for permits until there are none: what may be under way at `now`. */
function permitsOf(budget: RateBudget, now: number): Permit[] {
	const permits: Permit[] = [];
	for (let permit = budget.request(now); typeof permit !== 'number'; permit = budget.request(now)) {
		permits.push(permit);
	}
	return permits;
}

const left = (remaining: number, limit = 100_000) => ({
	'x-ratelimit-limit': String(limit),
	'x-ratelimit-remaining': String(remaining),
});

/**
 * For how long nothing more may be sent when these answers came one after another, each so many milliseconds after the
 * start; 0 if something may.
 */
function waitAfter(
	limit: number,
	answers: Array<[at: number, headers: Record<string, string>]>,
): number {
	const budget = new RateBudget(limit);
	let now = START;
	for (const [at, headers] of answers) {
		now = START + at;
		const permit = budget.request(now) as Permit;
		if ('retry-after' in headers) budget.refuse(permit, headers, now);
		else budget.observe(permit, headers, now);
	}
	const next = budget.request(now);
	return typeof next === 'number' ? next : 0;
}

describe('the pace of one process', () => {
	it.each<[string, ThrottleOptions, number]>([
		['a minute', {}, 2_000],
		['a minute of whole seconds', { isCoarse: true }, 2_000],
		['15 seconds', { windowMs: 15_000 }, 2_000],
		['15 seconds, with a reset and a date', { windowMs: 15_000, told: resetAndDate() }, 2_000],
		['15 seconds of another clock', { windowMs: 15_000, told: resetAndDate(3_600_000) }, 2_000],
		['15 seconds, with a reset that is years away', { windowMs: 15_000, told: yearsAway }, 2_000],
		['ten seconds', { limit: 100, windowMs: 10_000 }, 1_000],
		['five minutes', { limit: 100, windowMs: 300_000 }, 450],
	])('uses the whole limit of %s, and loses nothing', (_, options, count) => {
		for (const seed of [1, 2, 3]) {
			const throttle = new Throttle(options);
			const budget = new RateBudget(480);
			const run = simulate(throttle, [{ budget, count }], { jitter: seeded(seed) });
			expect(run.served).toBe(count);
			expect(run.ms / idealMs(count, throttle)).toBeLessThan(1.03);
			// One request finds out how long the window is, until two windows said the same.
			expect(Math.max(...run.refused)).toBeLessThanOrEqual(1);
			expect(run.refused.slice(2)).not.toContain(1);
		}
	});

	it.each<[string, Told]>([
		['seconds since 1970', resetSeconds],
		['milliseconds since 1970', resetMilliseconds],
		['seconds that are left', secondsLeft],
	])('sends nothing that is refused when the reset is told as %s', (_, told) => {
		const throttle = new Throttle({ windowMs: 15_000, told });
		const run = simulate(throttle, [{ budget: new RateBudget(480), count: 2_000 }]);
		expect(run.refused).toEqual([0, 0, 0, 0, 0]);
		expect(run.ms / idealMs(2_000, throttle)).toBeLessThan(1.03);
	});

	it.each([480, 50])('keeps to the documented %i a minute when the API says nothing', (limit) => {
		const throttle = new Throttle({ limit, told: nothing });
		const run = simulate(throttle, [{ budget: new RateBudget(limit), count: 2 * limit + 1 }]);
		expect(run.refused).toEqual([0, 0, 0]);
		expect(run.ms).toBeGreaterThanOrEqual(120_000);
		expect(run.ms).toBeLessThan(122_000);
	});

	it('corrects a window that another process began 45 seconds ago', () => {
		for (const used of [100, 300, 480]) {
			const throttle = new Throttle();
			throttle.take(START - 45_000, used);
			const run = simulate(throttle, [{ budget: new RateBudget(480), count: 2_000 }]);
			expect(run.served).toBe(2_000);
			expect(run.refused.reduce((sum, refused) => sum + refused)).toBeLessThanOrEqual(5);
			expect(run.ms).toBeLessThan(1.03 * (15_000 + 4 * 60_000));
		}
	});

	it.each([
		[60_000, '15'],
		[15_000, '60'],
	])('corrects windows of %i ms of which the first was told to end after %s s', (windowMs, lie) => {
		let refusals = 0;
		const told: Told = (headers) =>
			'retry-after' in headers && refusals++ === 0 ? { ...headers, 'retry-after': lie } : headers;
		const throttle = new Throttle({ windowMs, told });
		const run = simulate(throttle, [{ budget: new RateBudget(480), count: 2_000 }]);
		expect(run.served).toBe(2_000);
		expect(run.refused.reduce((sum, refused) => sum + refused)).toBeLessThanOrEqual(5);
		// What was told wrongly is waited for once.
		expect(run.ms).toBeLessThan(1.03 * (60_000 + 3 * windowMs));
	});

	it('corrects what it knew well when the API changes its window', () => {
		const throttle = new Throttle({ windowMs: 15_000 });
		const budget = new RateBudget(480);
		simulate(throttle, [{ budget, count: 1_500 }]);
		const known = throttle.windows.length;
		throttle.windowMs = 60_000;
		const run = simulate(throttle, [{ budget, count: 2_000, startsAt: START + 100_000 }]);
		expect(run.served).toBe(2_000);
		expect(Math.max(...run.refused.slice(known))).toBeLessThanOrEqual(4);
	});

	it('goes on at once when an answer shows that a new window began', () => {
		const budget = new RateBudget(480);
		const answer = (remaining: number, now: number, headers = {}) =>
			budget.observe(budget.request(now) as Permit, { ...left(remaining, 480), ...headers }, now);
		// Two windows that say how long they are.
		answer(479, START, { 'x-ratelimit-reset': '15' });
		answer(479, START + 15_000, { 'x-ratelimit-reset': '15' });
		answer(1, START + 30_000);
		answer(479, START + 30_050);
		expect(permitsOf(budget, START + 30_050)).toHaveLength(64);
	});

	it('makes room for others who use the same credential', () => {
		const throttle = new Throttle({ limit: 100 });
		const budget = new RateBudget(480);
		for (let i = 0; i < 30; i++) {
			const permit = budget.request(START) as Permit;
			budget.observe(permit, throttle.take(START, i === 0 ? 60 : 1).headers, START);
		}
		// Of 100, others used 59 and this one 30: of the 11 that are left a third is its own, a quarter of it at once.
		expect(permitsOf(budget, START + 1)).toHaveLength(1);
	});
});

describe('three processes with one credential', () => {
	it.each<[string, ThrottleOptions]>([
		['a minute', {}],
		['15 seconds', { windowMs: 15_000 }],
		['15 whole seconds', { windowMs: 15_000, isCoarse: true }],
		['15 seconds, when the reset is told', { windowMs: 15_000, told: resetSeconds }],
		['15 seconds, when only Retry-After is told', { windowMs: 15_000, told: onlyRetryAfter }],
		['a minute, when only Retry-After is told', { told: onlyRetryAfter }],
	])('share windows of %s', (_, options) => {
		for (const [seed, apart, latency] of [
			[1, 0, 50],
			[2, 30, 5],
			[3, 200, 150],
			[4, 1_500, 50],
		]) {
			const throttle = new Throttle(options);
			const processes = [667, 667, 666].map((count, i) => ({
				budget: new RateBudget(480),
				count,
				startsAt: START + i * apart,
			}));
			const run = simulate(throttle, processes, { latency, jitter: seeded(seed), cpu: 0.7 });
			expect(run.served).toBe(2_000);
			expect(run.ms / idealMs(2_000, throttle)).toBeLessThan(1.05);
			expect(Math.max(...run.refused)).toBeLessThanOrEqual(10);
		}
	});
});

// Each in one test, as Stryker runs only the quickest of those that come by the same code.
describe('an answer', () => {
	const ends = (value: number) => ({ 'x-ratelimit-reset': String(value) });

	it('tells when to go on', () => {
		const waits: Array<[string, number, number]> = [
			['nothing left until who knows when', waitAfter(480, [[0, left(0, 480)]]), 0],
			[
				'less left than before',
				waitAfter(2, [
					[0, { ...left(1, 2), ...ends(60) }],
					[1_000, left(0, 2)],
				]),
				59_000,
			],
			[
				'as much left as before',
				waitAfter(2, [
					[0, { ...left(1, 2), ...ends(60) }],
					[1_000, left(1, 2)],
				]),
				59_000,
			],
			[
				'a later end',
				waitAfter(2, [
					[0, ends(15)],
					[0, ends(30)],
				]),
				30_000,
			],
			[
				'the same end, half a second later',
				waitAfter(2, [
					[0, ends(15)],
					[500, ends(15)],
				]),
				14_500,
			],
			[
				'an end a second later',
				waitAfter(2, [
					[0, ends(15)],
					[1_000, ends(15)],
				]),
				15_000,
			],
			[
				'the same of one window twice',
				waitAfter(2, [
					[0, ends(15)],
					[0, ends(15)],
					[15_000, {}],
					[15_000, {}],
				]),
				60_000,
			],
			[
				'the same of two windows, and another was refused between them',
				waitAfter(1, [
					[0, ends(15)],
					[15_000, { 'retry-after': '5' }],
					[20_000, ends(15)],
					[35_000, {}],
				]),
				15_000,
			],
			[
				'half a second of two windows',
				waitAfter(1, [
					[0, ends(START + 500)],
					[500, ends(START + 1_000)],
					[1_000, {}],
				]),
				1_000,
			],
		];
		expect(waits.map(([told, wait]) => [told, wait])).toEqual(
			waits.map(([told, , wait]) => [told, wait]),
		);
	});

	it('tells how many may go', () => {
		const answered = (limit: number, headers: Record<string, string>) => {
			const budget = new RateBudget(limit);
			budget.observe(budget.request(START) as Permit, headers, START);
			return budget;
		};
		expect(permitsOf(answered(480, left(7_999, 8_000)), START)).toHaveLength(999);
		// No limit, and no end.
		expect(permitsOf(answered(2, { 'x-ratelimit-limit': '0' }), START)).toHaveLength(1);
		expect(permitsOf(answered(2, ends(0)), START)).toHaveLength(1);
	});

	it('has counted those that are under way', () => {
		const budget = new RateBudget(27);
		const [first] = permitsOf(budget, START);
		budget.observe(first, left(24, 27), START);
		// A quarter of 24, and two of them are.
		expect(permitsOf(budget, START)).toHaveLength(4);
	});

	it('tells nothing of this window when its request belongs to an earlier one', () => {
		const budget = new RateBudget(480);
		const old = budget.request(START) as Permit;
		const now = START + 60_000;
		budget.request(now);
		budget.observe(old, left(0, 480), now);
		expect(permitsOf(budget, now)).toHaveLength(2);
	});

	it('begins no new window when a later one overtook it', () => {
		const together = new RateBudget(10);
		const [first, second] = permitsOf(together, START);
		together.observe(first, { ...left(0, 10), ...ends(60) }, START);
		together.observe(second, left(8, 10), START);
		expect(permitsOf(together, START)).toHaveLength(0);
		const apart = new RateBudget(9);
		apart.observe(apart.request(START) as Permit, left(8, 9), START);
		const [third, fourth] = permitsOf(apart, START);
		apart.observe(third, left(8, 9), START);
		apart.observe(fourth, left(9, 9), START);
		expect(permitsOf(apart, START)).toHaveLength(2);
	});
});

describe('how many are under way', () => {
	/** A budget whose first answer told that much is left. */
	const started = () => {
		const budget = new RateBudget(480);
		budget.observe(budget.request(START) as Permit, left(99_999), START);
		return budget;
	};

	it('is three until the first answer, and begins with 64', () => {
		const budget = new RateBudget(480);
		const first = permitsOf(budget, START);
		expect(first).toHaveLength(3);
		budget.observe(first[0], left(479, 480), START);
		expect(permitsOf(budget, START)).toHaveLength(63);
	});

	it('begins with an eighth of what is left where that is more', () => {
		expect(permitsOf(started(), START)).toHaveLength(12_499);
	});

	it('doubles with each round of answers', () => {
		const budget = started();
		let sent = 1;
		const rounds = Array.from({ length: 8 }, (_, round) => {
			const permits = permitsOf(budget, START + round);
			for (const permit of permits) {
				sent++;
				budget.observe(permit, round < 4 ? undefined : left(100_000 - sent), START + round);
			}
			return permits.length;
		});
		// The first four rounds timed out.
		expect(rounds).toEqual([12_499, 6_249, 3_124, 1_562, 781, 1_562, 3_124, 6_248]);
	});

	it('halves once for all that time out together, and doubles again', () => {
		const budget = started();
		for (const permit of permitsOf(budget, START)) budget.observe(permit, undefined, START);
		const half = permitsOf(budget, START);
		expect(half).toHaveLength(6_249);
		for (const permit of half) budget.observe(permit, left(99_900), START);
		expect(permitsOf(budget, START)).toHaveLength(12_498);
	});

	it('does not grow by answers to what was sent before a time-out', () => {
		const budget = started();
		const [first, ...others] = permitsOf(budget, START);
		budget.observe(first, undefined, START);
		for (const permit of others) budget.observe(permit, left(99_900), START);
		expect(permitsOf(budget, START)).toHaveLength(6_249);
	});

	it('halves at a refusal, and one request goes first when it is over', () => {
		const budget = new RateBudget(480);
		budget.observe(budget.request(START) as Permit, left(479, 480), START);
		const permits = permitsOf(budget, START);
		for (const permit of permits) budget.refuse(permit, { 'retry-after': '7' }, START);
		const again = permitsOf(budget, START + 7_000);
		expect(again).toHaveLength(1);
		budget.observe(again[0], left(99_900), START + 7_000);
		expect(permitsOf(budget, START + 7_000)).toHaveLength(33);
	});

	it('is a quarter of what the limit leaves', () => {
		const budget = new RateBudget(480);
		budget.observe(budget.request(START) as Permit, left(20, 21), START);
		expect(permitsOf(budget, START)).toHaveLength(5);
	});

	it('does not depend on one answer that takes very long', () => {
		const budget = new RateBudget(480);
		expect(permitsOf(budget, START)).toHaveLength(3);
		expect(permitsOf(budget, START + 4_999)).toHaveLength(0);
		// With those three a twelfth of the limit, and one more: nothing told what is left.
		expect(permitsOf(budget, START + 5_000)).toHaveLength(38);
	});

	it('has those who wait look again one after another', () => {
		const budget = new RateBudget(480);
		permitsOf(budget, START);
		budget.request(START + 100);
		const waits = Array.from({ length: 500 }, () => budget.request(START + 200) as number);
		expect(waits[0]).toBe(5);
		expect(waits.at(-1)).toBeCloseTo(254.5);
		expect(new Set(waits).size).toBe(500);
	});
});

describe('a refusal', () => {
	const refuse = (headers: Record<string, string>) => {
		const budget = new RateBudget(10);
		const wait = budget.refuse(budget.request(START) as Permit, headers, START);
		return { budget, wait };
	};
	const HOUR = 3_600_000;

	it.each([
		[{ 'retry-after': '7' }, 7_000],
		[{ 'retry-after': 'Sun, 01 Mar 2026 10:00:09 GMT' }, 9_000],
		[
			{ 'retry-after': 'Sun, 01 Mar 2026 11:00:09 GMT', date: 'Sun, 01 Mar 2026 11:00:00 GMT' },
			9_000,
		],
		[{ 'retry-after': '3600' }, HOUR],
		[{ 'retry-after': '86400' }, HOUR],
		[{ 'retry-after': 'Tue, 03 Mar 2026 10:00:00 GMT' }, HOUR],
		[{ 'x-ratelimit-reset': String(START / 1000 + 5) }, 5_000],
		[{ 'x-ratelimit-reset': String(START + 5_500) }, 5_500],
		[{ 'x-ratelimit-reset': '12' }, 12_000],
		[{ 'x-ratelimit-reset': '2026-03-01T10:00:30Z' }, 30_000],
		[{ 'x-ratelimit-reset': String(START / 1000 + 7_200) }, HOUR],
		[{ 'retry-after': '3', 'x-ratelimit-reset': String(START / 1000 + 50) }, 3_000],
		[{ 'x-ratelimit-reset': String(START / 1000 - 5) }, 250],
		[{ 'retry-after': 'Sun, 01 Mar 2026 09:00:00 GMT' }, 250],
		[{ 'retry-after': '0' }, 250],
		// Not believed: a minute is documented.
		[{ 'x-ratelimit-reset': '4102444800' }, 60_000],
		[{ 'x-ratelimit-reset': '99999999999' }, 60_000],
		[{ 'x-ratelimit-reset': '86400000' }, 60_000],
		[{ 'retry-after': 'Sun, 01 Mar 2020 10:00:00 GMT' }, 60_000],
		[{ 'retry-after': 'soon' }, 60_000],
		[{ 'retry-after': '-1' }, 60_000],
		[{}, 60_000],
	])('with %j waits %i ms, then goes on', (headers, ms) => {
		const { budget, wait } = refuse(headers);
		expect(wait).toBe(ms);
		expect(budget.request(START + ms - 1)).toBe(1);
		expect(budget.request(START + ms)).toMatchObject({ sentAt: START + ms });
	});

	it.each([{ 'retry-after': '0' }, { 'x-ratelimit-reset': String(START / 1000 - 60) }])(
		'with %j waits twice as long each time, until one succeeds',
		(headers) => {
			const budget = new RateBudget(10);
			let now = START;
			const waits = Array.from({ length: 10 }, () => {
				const wait = budget.refuse(budget.request(now) as Permit, headers, now);
				now += wait;
				return wait;
			});
			expect(waits).toEqual([250, 500, 1e3, 2e3, 4e3, 8e3, 16e3, 32e3, 60e3, 60e3]);
			budget.observe(budget.request(now) as Permit, {}, now);
			expect(budget.refuse(budget.request(now) as Permit, headers, now)).toBe(250);
		},
	);

	it('counts once for all that were sent together', () => {
		const budget = new RateBudget(10);
		const waits = permitsOf(budget, START).map((permit) =>
			budget.refuse(permit, { 'retry-after': '0' }, START),
		);
		expect(waits).toEqual([250, 250, 250]);
	});

	it('that comes late, for a request of an earlier window, does not block the next one', () => {
		const budget = new RateBudget(1);
		const old = budget.request(START) as Permit;
		expect(budget.request(START + 60_000)).toBe(60_000);
		budget.observe(old, { 'x-ratelimit-remaining': '0' }, START + 60_001);
		expect(budget.request(START + 120_000)).toMatchObject({ sentAt: START + 120_000 });
	});
});

it('gives a permit back when the connection failed, and takes odd headers for none', () => {
	const budget = new RateBudget(2);
	budget.observe(budget.request(START) as Permit, undefined, START);
	const odd = { 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': ['1'], date: 'x' };
	budget.observe(budget.request(START) as Permit, odd, START);
	expect(budget.request(START)).toBe(60_000);
});
