import { type Permit, RateBudget } from '../../../nodes/api/pacing';

const START = Date.parse('2026-03-01T10:00:00Z');

/** Laravel's throttle in a time of its own: so many requests per window, which starts with its first request. */
class Throttle {
	private windowStart = -Infinity;
	private used = 0;
	refused = 0;
	served = 0;

	constructor(
		readonly limit: number,
		readonly windowMs: number,
	) {}

	/** @param by how many requests are counted: others use the same credential */
	take(now: number, by = 1): { status: number; headers: Record<string, string> } {
		if (now >= this.windowStart + this.windowMs) {
			this.windowStart = now;
			this.used = 0;
		}
		const limit = { 'x-ratelimit-limit': String(this.limit) };
		if (this.used + by > this.limit) {
			this.refused++;
			const wait = Math.ceil((this.windowStart + this.windowMs - now) / 1000);
			return {
				status: 429,
				headers: { ...limit, 'x-ratelimit-remaining': '0', 'retry-after': String(wait) },
			};
		}
		this.used += by;
		this.served++;
		return {
			status: 200,
			headers: { ...limit, 'x-ratelimit-remaining': String(this.limit - this.used) },
		};
	}
}

/** Sends `count` requests by several workers through a budget, event by event. */
function simulate({
	throttle,
	budget = new RateBudget(480),
	count,
	workers = 10,
	latency = 50,
	answer = (headers: Record<string, string>) => headers,
}: {
	throttle: Throttle;
	budget?: RateBudget;
	count: number;
	workers?: number;
	latency?: number;
	answer?: (headers: Record<string, string>) => Record<string, string>;
}) {
	type Event = { at: number; order: number; run: (now: number) => void };
	const events: Event[] = [];
	let order = 0;
	let left = count;
	let end = START;
	const later = (at: number, run: Event['run']) => events.push({ at, order: order++, run });

	const work = (now: number): void => {
		if (left === 0) return;
		const permit = budget.request(now);
		if (typeof permit === 'number') return later(now + permit, work) as never;
		left--;
		send(permit, now);
	};
	const send = (permit: Permit, now: number) =>
		later(now + latency / 2, (arrival) => {
			const { status, headers } = throttle.take(arrival);
			later(arrival + latency / 2, (back) => {
				if (status === 429) {
					budget.refuse(permit, answer(headers), back);
					left++;
				} else {
					budget.observe(permit, answer(headers), back);
					end = back;
				}
				work(back);
			});
		});

	for (let worker = 0; worker < workers; worker++) later(START, work);
	while (events.length > 0) {
		events.sort((a, b) => a.at - b.at || a.order - b.order);
		const { at, run } = events.shift()!;
		run(at);
	}
	return { ms: end - START, refused: throttle.refused, served: throttle.served };
}

/** The time that nobody can beat: all but the last window are waited for whole. */
const ideal = (count: number, { limit, windowMs }: Throttle, latency = 50, workers = 10) => {
	const windows = Math.ceil(count / limit) - 1;
	const last = count - windows * limit;
	return windows * windowMs + Math.ceil(last / workers) * latency;
};

describe('the pace', () => {
	it.each([
		['a minute', 480, 60_000, 2_000],
		['ten seconds', 100, 10_000, 1_000],
		['five minutes', 100, 300_000, 450],
	])('uses the whole limit of %s, and loses nothing', (_, limit, windowMs, count) => {
		const throttle = new Throttle(limit, windowMs);
		const { ms, refused, served } = simulate({ throttle, count });
		expect(served).toBe(count);
		expect(ms / ideal(count, throttle)).toBeLessThan(1.03);
		// One request finds out how long the window is.
		expect(refused).toBeLessThanOrEqual(1);
	});

	it('sends ten at most before the first answer tells what the limit is', () => {
		const { refused } = simulate({ throttle: new Throttle(20, 1_000), count: 50, workers: 50 });
		expect(refused).toBeLessThanOrEqual(1);
	});

	it('sends nothing that is refused when the API says when its window ends', () => {
		const throttle = new Throttle(50, 20_000);
		const resetAt = (headers: Record<string, string>) => ({
			...headers,
			'x-ratelimit-reset': String(Math.ceil(START / 1000) + 21),
		});
		expect(simulate({ throttle, count: 60, answer: resetAt }).refused).toBe(0);
	});

	it('keeps to what is documented when the API says nothing', () => {
		const throttle = new Throttle(480, 60_000);
		const { ms, refused } = simulate({ throttle, count: 1_000, answer: () => ({}) });
		expect(refused).toBe(0);
		expect(ms).toBeGreaterThanOrEqual(120_000);
		expect(ms).toBeLessThan(122_000);
	});

	it('makes room for others who use the same credential', () => {
		const throttle = new Throttle(100, 60_000);
		const budget = new RateBudget(480);
		for (let i = 0; i < 30; i++) {
			const permit = budget.request(START) as Permit;
			budget.observe(permit, throttle.take(START, i === 0 ? 60 : 1).headers, START);
		}
		let more = 0;
		while (typeof budget.request(START + 1) !== 'number') more++;
		// Of 100, others used 59 and this one 30.
		expect(more).toBe(11);
	});
});

describe('a refusal', () => {
	const refuse = (headers: Record<string, string>, limit = 10) => {
		const budget = new RateBudget(limit);
		const permit = budget.request(START) as Permit;
		const wait = budget.refuse(permit, headers, START);
		return { budget, wait };
	};

	it.each([
		[{ 'retry-after': '7' }, 7_000],
		[{ 'retry-after': 'Sun, 01 Mar 2026 10:00:09 GMT' }, 9_000],
		[
			{ 'retry-after': 'Sun, 01 Mar 2026 11:00:09 GMT', date: 'Sun, 01 Mar 2026 11:00:00 GMT' },
			9_000,
		],
		[{ 'x-ratelimit-reset': String(START / 1000 + 5) }, 5_000],
		[{ 'retry-after': '3', 'x-ratelimit-reset': String(START / 1000 + 50) }, 3_000],
		[{ 'retry-after': 'Sun, 01 Mar 2020 10:00:00 GMT' }, 250],
		[{ 'retry-after': '0' }, 250],
		[{ 'retry-after': 'soon' }, 60_000],
		[{}, 60_000],
	])('with %j waits %i ms, then goes on', (headers, ms) => {
		const { budget, wait } = refuse(headers);
		expect(wait).toBe(ms);
		expect(budget.request(START + ms - 1)).toBe(1);
		expect(budget.request(START + ms)).toEqual({ sentAt: START + ms });
	});

	it('that comes late, for a request of an earlier window, does not block the next one', () => {
		const budget = new RateBudget(1);
		const old = budget.request(START) as Permit;
		expect(budget.request(START + 60_000)).toBe(50);
		budget.observe(old, { 'x-ratelimit-remaining': '0' }, START + 60_001);
		expect(budget.request(START + 120_000)).toEqual({ sentAt: START + 120_000 });
	});
});

it('gives a permit back when the connection failed, and takes odd headers for none', () => {
	const budget = new RateBudget(2);
	const first = budget.request(START) as Permit;
	budget.observe(first, undefined, START);
	const second = budget.request(START) as Permit;
	budget.observe(
		second,
		{ 'x-ratelimit-limit': 'many', 'x-ratelimit-remaining': ['1'], date: 'x' },
		START,
	);
	expect(budget.request(START)).toBe(60_000);
});
