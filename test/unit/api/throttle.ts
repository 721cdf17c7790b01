import type { RateBudget } from '../../../nodes/api/pacing';

export const START = Date.parse('2026-03-01T10:00:00Z');

type Headers = Record<string, string>;

/** What one window of a throttle has seen. */
interface Window {
	start: number;
	served: number;
	refused: number;
}

export interface ThrottleOptions {
	limit?: number;
	windowMs?: number;
	/** How its headers are changed before they are sent. */
	told?: (headers: Headers, now: number, end: number) => Headers;
	/** Counts in whole seconds, as Laravel's does, so that a window ends up to a second earlier. */
	isCoarse?: boolean;
}

/** Laravel's throttle in a time of its own: so many requests per window, which starts with its first request. */
export class Throttle {
	readonly limit: number;
	windowMs: number;
	readonly windows: Window[] = [];

	constructor(private readonly options: ThrottleOptions = {}) {
		this.limit = options.limit ?? 480;
		this.windowMs = options.windowMs ?? 60_000;
	}

	/** @param by how many requests are counted: others use the same credential */
	take(now: number, by = 1): { status: number; headers: Headers } {
		const { told = (headers: Headers) => headers, isCoarse } = this.options;
		let window = this.windows.at(-1);
		if (!window || now >= window.start + this.windowMs) {
			window = { start: isCoarse ? Math.floor(now / 1000) * 1000 : now, served: 0, refused: 0 };
			this.windows.push(window);
		}
		const end = window.start + this.windowMs;
		const isRefused = window.served + by > this.limit;
		if (isRefused) window.refused++;
		else window.served += by;
		const headers: Headers = {
			'x-ratelimit-limit': String(this.limit),
			'x-ratelimit-remaining': String(isRefused ? 0 : this.limit - window.served),
		};
		if (isRefused) headers['retry-after'] = String(Math.ceil((end - now) / 1000));
		return { status: isRefused ? 429 : 200, headers: told(headers, now, end) };
	}
}

interface Process {
	budget: RateBudget;
	count: number;
	/** How many ask at once; all unless said otherwise. */
	workers?: number;
	startsAt?: number;
}

/**
 * Sends requests of several processes to one throttle, event by event.
 *
 * @param latency of a whole request; by chance up to a half more with `jitter`, a source of numbers from 0 to 1
 * @param spent time of a process for each request, in which it does nothing else
 */
export function simulate(
	throttle: Throttle,
	processes: Process[],
	{
		latency = 50,
		jitter = () => 0,
		cpu = 0,
	}: { latency?: number; jitter?: () => number; cpu?: number } = {},
) {
	const events = new Agenda();
	let end = START;
	let served = 0;
	let mostInFlight = 0;
	for (const { budget, count, workers = count, startsAt = START } of processes) {
		let left = count;
		let inFlight = 0;
		let busyUntil = 0;
		const work = (now: number): void => {
			if (left === 0) return;
			const permit = budget.request(now);
			if (typeof permit === 'number') return events.add(now + Math.max(1, permit), work);
			left--;
			mostInFlight = Math.max(mostInFlight, ++inFlight);
			busyUntil = Math.max(now, busyUntil) + cpu;
			const way = (latency / 2) * (1 + jitter() / 2);
			events.add(busyUntil + way, (arrival) => {
				const { status, headers } = throttle.take(arrival);
				events.add(arrival + (latency / 2) * (1 + jitter() / 2), (back) => {
					inFlight--;
					if (status === 429) {
						budget.refuse(permit, headers, back);
						left++;
					} else {
						budget.observe(permit, headers, back);
						served++;
						end = back;
					}
					work(back);
				});
			});
		};
		for (let worker = 0; worker < workers; worker++) events.add(startsAt, work);
	}
	events.run();
	const refused = throttle.windows.map((window) => window.refused);
	return { ms: end - START, served, refused, mostInFlight };
}

/** The time that nobody can beat: all windows but the last are waited for whole. */
export function idealMs(count: number, { limit, windowMs }: Throttle): number {
	return (Math.ceil(count / limit) - 1) * windowMs;
}

/** Numbers from 0 to 1 that look like chance and are the same each time (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** What is to be done at which time, in the order of being added where that is the same: a binary heap. */
class Agenda {
	private readonly heap: Array<{ at: number; order: number; run: (now: number) => void }> = [];
	private order = 0;

	add(at: number, run: (now: number) => void): void {
		const { heap } = this;
		heap.push({ at, order: this.order++, run });
		for (let i = heap.length - 1, up; i > 0 && this.isBefore(i, (up = (i - 1) >> 1)); i = up) {
			[heap[i], heap[up]] = [heap[up], heap[i]];
		}
	}

	run(): void {
		const { heap } = this;
		for (let first = heap[0]; first !== undefined; first = heap[0]) {
			const last = heap.pop()!;
			if (heap.length > 0) {
				heap[0] = last;
				this.sink();
			}
			first.run(first.at);
		}
	}

	private sink(): void {
		const { heap } = this;
		for (let i = 0; ; ) {
			let least = i;
			for (const child of [2 * i + 1, 2 * i + 2]) {
				if (child < heap.length && this.isBefore(child, least)) least = child;
			}
			if (least === i) return;
			[heap[i], heap[least]] = [heap[least], heap[i]];
			i = least;
		}
	}

	private isBefore(a: number, b: number): boolean {
		const [first, second] = [this.heap[a], this.heap[b]];
		return first.at < second.at || (first.at === second.at && first.order < second.order);
	}
}
