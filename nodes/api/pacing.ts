import type { IDataObject } from 'n8n-workflow';

/** Laravel's throttle counts by the minute unless it says otherwise (inferred). */
const DEFAULT_WINDOW_MS = 60_000;

/** How often someone looks again who waits for answers that are under way: they tell what is left. */
const LOOK_AGAIN_MS = 50;

/** How many requests are under way at most before the first answer: only that tells what the limit is. */
const MOST_BEFORE_ANSWER = 10;

/** A refusal that says to come back at once is not taken at its word. */
const SHORTEST_REFUSAL_MS = 250;

/** One request that may be sent, until its answer is observed. */
export interface Permit {
	sentAt: number;
}

/**
 * What is left of one rate limit, as far as it is known: arithmetic on values and a given clock, without waiting itself.
 *
 * The limit is a number of requests per window, which starts with its first request (Laravel's throttle, inferred).
 * `X-RateLimit-Limit` and `X-RateLimit-Remaining` on an answer, and `Retry-After` or `X-RateLimit-Reset` where they are,
 * correct what was assumed; so requests that others send with the same credential are felt, too.
 */
export class RateBudget {
	private windowMs = DEFAULT_WINDOW_MS;
	/** Whether the API ever told, by a refusal or a reset time, how long its window is. */
	private isWindowKnown = false;
	/** When the API told first that it counts in this window. */
	private windowStart: number | undefined;
	private windowEnd = 0;
	/** Answers to what was sent before this belong to an earlier window. */
	private openedAt = 0;
	/** The lowest remainder that an answer told of this window. */
	private reported: { remaining: number; at: number } | undefined;
	private inFlight = 0;
	private sent = 0;
	private isAnswered = false;

	/** @param limit requests per window, until the API says otherwise */
	constructor(private limit: number) {}

	/**
	 * Asks to send a request.
	 *
	 * @param now milliseconds since 1970
	 * @returns a permit, or for how many milliseconds to wait before asking again
	 */
	request(now: number): Permit | number {
		if (now >= this.windowEnd) this.startWindow(now);
		if (!this.isAnswered && this.inFlight >= MOST_BEFORE_ANSWER) return LOOK_AGAIN_MS;
		if (this.available() > 0) return this.permit(now);
		const untilEnd = this.windowEnd - now;
		if (this.inFlight > 0) return Math.min(LOOK_AGAIN_MS, untilEnd);
		if (this.isWindowKnown || !this.reported) return untilEnd;
		// The API counts, but never said that it does so by the minute: one request finds out.
		return this.permit(now);
	}

	/** Takes note of an answer, or of none (`headers` undefined: the connection failed). */
	observe(permit: Permit, headers: IDataObject | undefined, now: number): void {
		this.inFlight--;
		if (!headers) return;
		this.isAnswered = true;

		const limit = toNumber(headers['x-ratelimit-limit']);
		if (limit !== undefined && limit > 0) this.limit = limit;
		const remaining = toNumber(headers['x-ratelimit-remaining']);
		if (remaining !== undefined) this.noteRemaining(remaining, permit, now);
		const reset = resetDelay(headers, now);
		if (reset !== undefined) this.noteReset(reset, now);
	}

	/**
	 * Takes note of a refusal (429).
	 *
	 * @returns for how many milliseconds nothing more should be sent
	 */
	refuse(permit: Permit, headers: IDataObject, now: number): number {
		this.observe(permit, headers, now);
		const told = retryDelay(headers, now) ?? resetDelay(headers, now) ?? this.windowMs;
		const delay = Math.max(told, SHORTEST_REFUSAL_MS);
		this.noteReset(delay, now);
		this.reported = { remaining: 0, at: now };
		this.sent = Math.max(this.sent, this.limit);
		return delay;
	}

	private available(): number {
		const bySent = this.limit - this.sent;
		return this.reported ? Math.min(this.reported.remaining - this.inFlight, bySent) : bySent;
	}

	private permit(now: number): Permit {
		this.inFlight++;
		this.sent++;
		return { sentAt: now };
	}

	private startWindow(now: number): void {
		this.windowStart = undefined;
		this.windowEnd = now + this.windowMs;
		this.openedAt = now;
		this.sent = this.inFlight;
		this.reported = undefined;
	}

	private noteRemaining(remaining: number, { sentAt }: Permit, now: number): void {
		if (sentAt < this.openedAt) return;
		// The window starts when the API gets its first request: its answer is the latest that this can have been.
		if (this.windowStart === undefined) {
			this.windowStart = now;
			this.windowEnd = now + this.windowMs;
		}
		if (this.reported && remaining > this.reported.remaining && sentAt > this.reported.at) {
			this.startWindow(now);
			this.windowStart = now;
		}
		if (!this.reported || remaining <= this.reported.remaining) {
			this.reported = { remaining, at: now };
		}
	}

	/** Learns the end of this window, and from it how long a window is. */
	private noteReset(delay: number, now: number): void {
		const end = now + delay;
		// Told in whole seconds: of several that mean the same, the earliest is the closest.
		const isSame = this.isWindowKnown && Math.abs(end - this.windowEnd) < 1000;
		this.windowEnd = isSame ? Math.min(end, this.windowEnd) : end;
		if (!this.isWindowKnown && this.windowStart !== undefined) {
			this.windowMs = roundest((this.windowEnd - this.windowStart) / 1000) * 1000;
		}
		this.isWindowKnown = true;
	}
}

/**
 * How many seconds a window lasts whose end was told in whole seconds, so that the measured length is off by up to one:
 * of the whole numbers that it can be, the one that a person would have chosen.
 */
function roundest(measured: number): number {
	const least = Math.max(1, Math.ceil(measured - 1));
	const candidates = [least, least + 1].filter((seconds) => seconds <= measured + 1);
	const units = [60, 30, 10, 5, 2, 1];
	const rank = (seconds: number) => units.findIndex((unit) => seconds % unit === 0);
	return candidates.sort((a, b) => rank(a) - rank(b))[0];
}

/** `Retry-After` in milliseconds from now: a number of seconds, or a date. */
function retryDelay(headers: IDataObject, now: number): number | undefined {
	const value = headers['retry-after'];
	const seconds = toNumber(value);
	if (seconds !== undefined) return Math.max(0, seconds * 1000);
	const date = Date.parse(String(value));
	return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime(headers, now));
}

/** `X-RateLimit-Reset`, seconds since 1970 on the API's clock, in milliseconds from now. */
function resetDelay(headers: IDataObject, now: number): number | undefined {
	const seconds = toNumber(headers['x-ratelimit-reset']);
	return seconds === undefined ? undefined : Math.max(0, seconds * 1000 - serverTime(headers, now));
}

/** The API's clock, which may differ from ours. */
function serverTime(headers: IDataObject, now: number): number {
	const date = Date.parse(String(headers.date));
	return Number.isNaN(date) ? now : date;
}

function toNumber(value: unknown): number | undefined {
	return typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value))
		? Number(value)
		: undefined;
}
