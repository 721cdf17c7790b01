import type { IDataObject } from 'n8n-workflow';

import { clock } from './clock';
import type { Permit, RateBudget } from './pacing';

/** Waits below this are for answers that are under way, and no sign that the limit is used up. */
const SHORTEST_STALL_MS = 1_000;

/** What became of a request that wanted to be sent: it may be, or it would have to wait too long, or nobody wants it any more. */
export type Admission =
	| { kind: 'permit'; permit: Permit }
	| { kind: 'limited'; until: number }
	| { kind: 'cancelled' };

interface Waiting {
	deadline: number;
	admit(admission: Admission): void;
}

/** How long a run is held up by a rate limit: it gives up once it got no answer for longer than that. */
export class Stall {
	private since: number | undefined;

	/** @param maxMs for how long to wait without an answer */
	constructor(private readonly maxMs: number) {}

	/** @returns the time up to which to wait, in milliseconds since 1970 */
	giveUpAt(now: number): number {
		this.since ??= now;
		return this.since + this.maxMs;
	}

	/** An answer came that was no refusal. */
	end(): void {
		this.since = undefined;
	}
}

/** The requests of one run that count against the same limit: they are sent in the order in which they came. */
export class Lane {
	private readonly waiting: Waiting[] = [];
	private active = 0;
	private isSleeping = false;

	/**
	 * @param cap how many may be under way at once
	 * @param isOver whether nothing is to be sent any more
	 */
	constructor(
		private readonly budget: RateBudget,
		private readonly cap: number,
		private readonly stall: Stall,
		private readonly isOver: () => boolean,
		private readonly signal: AbortSignal | undefined,
	) {}

	/**
	 * Waits until a request may be sent. Whoever gets a permit says what came of it: {@link observe} or {@link refuse}.
	 *
	 * @param deadline the time up to which to wait, in milliseconds since 1970
	 */
	async enter(deadline: number): Promise<Admission> {
		return await new Promise((admit) => {
			this.waiting.push({ deadline, admit });
			this.admitNext();
		});
	}

	/** Takes note of an answer, or of none (`headers` undefined), and admits others by what it told. */
	observe(permit: Permit, headers: IDataObject | undefined, now: number): void {
		this.active--;
		this.budget.observe(permit, headers, now);
		if (headers) this.stall.end();
		this.admitNext();
	}

	/**
	 * Takes note of a refusal (429).
	 *
	 * @returns the time up to which nothing more should be sent
	 */
	refuse(permit: Permit, headers: IDataObject, now: number): number {
		this.active--;
		const until = now + this.budget.refuse(permit, headers, now);
		this.admitNext();
		return until;
	}

	/** Admits whom it can now, and turns all away once it is over. */
	admitNext(): void {
		while (this.waiting.length > 0) {
			if (this.isOver()) return this.admitAll({ kind: 'cancelled' });
			if (this.active >= this.cap) return;
			const now = clock.now();
			const permit = this.budget.request(now);
			if (typeof permit === 'number') return this.wait(permit, now);
			this.active++;
			this.waiting.shift()?.admit({ kind: 'permit', permit });
		}
	}

	/** Turns away all who would have to wait too long; looks again for the others. */
	private wait(ms: number, now: number): void {
		if (ms > SHORTEST_STALL_MS) {
			const giveUpAt = this.stall.giveUpAt(now);
			for (const one of [...this.waiting]) {
				if (now + ms <= Math.min(one.deadline, giveUpAt)) continue;
				this.waiting.splice(this.waiting.indexOf(one), 1);
				one.admit({ kind: 'limited', until: now + ms });
			}
		}
		// An answer of our own that is under way tells more than time does.
		const isTold = this.active > 0 && ms <= SHORTEST_STALL_MS;
		if (this.waiting.length === 0 || this.isSleeping || isTold) return;
		this.isSleeping = true;
		void clock.sleep(ms, this.signal).then(() => {
			this.isSleeping = false;
			this.admitNext();
		});
	}

	private admitAll(admission: Admission): void {
		for (const { admit } of this.waiting.splice(0)) admit(admission);
	}
}
