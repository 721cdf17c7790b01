import type { IDataObject } from 'n8n-workflow';

import { toldDelay, toNumber } from './told';

/** The vendor documents its limits by the minute. */
const DOCUMENTED_WINDOW_MS = 60_000;

/**
 * How many requests are under way at first when an answer told that something is left: more than TCP's ten (RFC 6928), as
 * three processes at once are still refused at most ten a window with it, and each round that it saves is an answer's time.
 */
const START_CONCURRENCY = 64;

/** Of what is left at the beginning of a window, this part may be under way at once: several who do so leave enough. */
const PARTS_OF_PLENTY = 8;

/** How many do no harm where nothing is known of what is left: others may have used it up. */
const LEAST_CONCURRENCY = 3;

/** Who gets no answer for so long does not wait for it to learn what is left. */
const LONGEST_SCOUTING_MS = 5_000;

/** How soon someone looks again who waits for answers that are under way, and how long after the one before. */
const LOOK_AGAIN_MS = 5;
const LOOK_SPACING_MS = 0.5;

/** A refusal that says to come back at once is not taken at its word, and less so each time. */
const SHORTEST_REFUSAL_MS = 250;
const LONGEST_FLOOR_MS = 60_000;

const RESET = 'x-ratelimit-reset';

/** One request that may be sent, until its answer is observed. */
export interface Permit {
	sentAt: number;
	/** Counts the permits of a budget. */
	order: number;
}

/**
 * What is left of one rate limit, as far as it is known: arithmetic on values and a given clock, without waiting itself.
 *
 * The limit is a number of requests per window, which starts with its first request (Laravel's throttle, inferred).
 * `X-RateLimit-Limit` and `X-RateLimit-Remaining` on an answer, and `Retry-After` or `X-RateLimit-Reset` where they are,
 * correct what was assumed; so requests that others send with the same credential are felt, too. How many requests are
 * under way follows TCP's slow start (RFC 5681).
 */
export class RateBudget {
	/** How long a window is: as documented, until two windows in a row told the same of themselves. */
	private windowMs = DOCUMENTED_WINDOW_MS;
	private isWindowKnown = false;
	private lastToldMs: number | undefined;

	private openedAt = 0;
	/** When this window was answered first. */
	private windowStart: number | undefined;
	private windowEnd = 0;
	/** Whether the API told the end of this window, so that it is not only assumed. */
	private isEndTold = false;
	/** Permits up to this one belong to earlier windows. */
	private openedAfter = 0;
	/** Own requests that count in this window, and those of them that are under way. */
	private sent = 0;
	private pending = 0;
	/** The lowest remainder that an answer told of this window, and the last permit before that. */
	private reported: { remaining: number; order: number } | undefined;
	/** Whether any answer told what is left. */
	private isLimitTold = false;

	private lastOrder = 0;
	private inFlight = 0;
	/** How many may be under way. */
	private concurrency = START_CONCURRENCY;
	/** The last permit before the latest refusal or time-out; answers up to it belong to the same round. */
	private setbackAfter = 0;
	private refusalsInARow = 0;
	private nextLook = 0;

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
		if (this.isScouting(now) || this.inFlight >= this.mostInFlight()) return this.lookAgain(now);
		if (this.available() > 0) return this.permit(now);
		if (this.pending > 0) return this.lookAgain(now);
		if (this.isEndTold || this.isWindowKnown || !this.reported) return this.windowEnd - now;
		// The API counts, but has not said twice the same of how long: one request finds out.
		return this.permit(now);
	}

	/** Takes note of an answer, or of none (`headers` undefined: the connection failed or timed out). */
	observe(permit: Permit, headers: IDataObject | undefined, now: number): void {
		this.settle(permit);
		if (!headers) {
			this.slowDown(permit);
			return;
		}
		if (permit.order > this.setbackAfter) {
			this.concurrency++;
			this.refusalsInARow = 0;
		}
		if (permit.order > this.openedAfter) this.noteStart(now);
		this.noteCount(permit, headers, now);
		const reset = toldDelay(headers, RESET, now);
		if (reset !== undefined && reset > 0) this.noteEnd(now + reset);
	}

	/**
	 * Takes note of a refusal (429).
	 *
	 * @returns for how many milliseconds nothing more should be sent
	 */
	refuse(permit: Permit, headers: IDataObject, now: number): number {
		this.settle(permit);
		if (this.slowDown(permit)) this.refusalsInARow++;
		this.noteCount(permit, headers, now);
		// Seconds that are left need no clock.
		const told = toldDelay(headers, 'retry-after', now) ?? toldDelay(headers, RESET, now);
		if (told) this.noteEnd(now + told);
		else this.windowEnd = now + (told ?? this.windowMs);
		const floor = SHORTEST_REFUSAL_MS * 2 ** (this.refusalsInARow - 1);
		this.windowEnd = Math.max(this.windowEnd, now + Math.min(floor, LONGEST_FLOOR_MS));
		this.isEndTold = true;
		this.reported = { remaining: 0, order: this.lastOrder };
		return this.windowEnd - now;
	}

	/**
	 * How many more may go. Of what the limit leaves, others take the same share as before; and since an answer tells what
	 * was left some time ago, only a quarter of the own share is under way at once.
	 */
	private available(): number {
		const bySent = this.limit - this.sent;
		if (!this.reported) return bySent;
		const { remaining } = this.reported;
		const used = this.limit - remaining;
		const share = used > this.sent ? (this.sent - this.pending) / used : 1;
		return Math.min((remaining * share) / 4 - this.pending, bySent);
	}

	/** Whether the first answer of a window is waited for: others may have used it up, or it has not begun. */
	private isScouting(now: number): boolean {
		const isFirst = this.windowStart === undefined && now < this.openedAt + LONGEST_SCOUTING_MS;
		return isFirst && this.pending >= (this.refusalsInARow > 0 ? 1 : LEAST_CONCURRENCY);
	}

	private mostInFlight(): number {
		// Where the API does not tell what is left, others may be about to use it up: only short runs are in a hurry.
		const isCareful = !this.isLimitTold && this.sent > this.limit / 12;
		return isCareful ? Math.min(LEAST_CONCURRENCY, this.concurrency) : this.concurrency;
	}

	/** All who wait look again in turn, so that many of them take no more time than a few. */
	private lookAgain(now: number): number {
		this.nextLook = Math.max(now + LOOK_AGAIN_MS, this.nextLook + LOOK_SPACING_MS);
		return Math.min(this.nextLook, this.windowEnd) - now;
	}

	private permit(now: number): Permit {
		this.inFlight++;
		this.pending++;
		this.sent++;
		return { sentAt: now, order: ++this.lastOrder };
	}

	private settle({ order }: Permit): void {
		this.inFlight--;
		if (order > this.openedAfter) this.pending--;
	}

	/** Where far more is left than the documented limit, growing in rounds only loses time; unless it was too much once. */
	private widen(remaining: number): void {
		if (this.setbackAfter > 0) return;
		this.concurrency = Math.max(this.concurrency, Math.floor(remaining / PARTS_OF_PLENTY));
	}

	/** Halves what may be under way, once for all that were sent together; gives whether it did. */
	private slowDown({ order }: Permit): boolean {
		if (order <= this.setbackAfter) return false;
		this.setbackAfter = this.lastOrder;
		this.concurrency = Math.max(1, Math.floor(this.concurrency / 2));
		return true;
	}

	private startWindow(now: number): void {
		this.openedAt = now;
		this.windowStart = undefined;
		this.windowEnd = now + this.windowMs;
		this.isEndTold = false;
		this.openedAfter = this.lastOrder;
		// They may arrive in this window.
		this.sent = this.inFlight;
		this.pending = 0;
		this.reported = undefined;
		// After a pause, what others do has to be learnt anew.
		if (this.inFlight === 0) this.concurrency = Math.min(this.concurrency, START_CONCURRENCY);
	}

	/** The API's window starts when its first request arrives: its answer is the latest that this can have been. */
	private noteStart(now: number): void {
		if (this.windowStart !== undefined) return;
		this.windowStart = now;
		if (!this.isEndTold) this.windowEnd = now + this.windowMs;
	}

	private noteCount(permit: Permit, headers: IDataObject, now: number): void {
		const limit = toNumber(headers['x-ratelimit-limit']);
		if (limit !== undefined && limit > 0) this.limit = limit;
		const remaining = toNumber(headers['x-ratelimit-remaining']);
		if (remaining !== undefined) this.noteRemaining(remaining, permit, now);
	}

	private noteRemaining(remaining: number, { order }: Permit, now: number): void {
		this.isLimitTold = true;
		if (order <= this.openedAfter) return;
		if (this.reported && remaining > this.reported.remaining && order > this.reported.order) {
			// More is left than before: a new window began, with this one.
			this.startWindow(now);
			this.sent++;
			this.noteStart(now);
		}
		if (!this.reported) this.widen(remaining);
		if (!this.reported || remaining <= this.reported.remaining) {
			this.reported = { remaining, order: this.lastOrder };
		}
	}

	/** Learns the end of this window, and from it how long a window is. */
	private noteEnd(told: number): void {
		const start = this.windowStart;
		const length = start === undefined ? undefined : roundest((told - start) / 1000) * 1000;
		if (!this.isEndTold) {
			this.isWindowKnown = length !== undefined && length === this.lastToldMs;
			this.lastToldMs = length ?? this.lastToldMs;
			this.windowMs = (this.isWindowKnown && length) || DOCUMENTED_WINDOW_MS;
		}
		// Told in whole seconds: of several that mean the same, the earliest is the closest.
		const end = this.isWindowKnown ? Math.min(told, (start ?? told) + this.windowMs) : told;
		const isSame = this.isEndTold && Math.abs(end - this.windowEnd) < 1000;
		this.windowEnd = isSame ? Math.min(end, this.windowEnd) : end;
		this.isEndTold = true;
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
