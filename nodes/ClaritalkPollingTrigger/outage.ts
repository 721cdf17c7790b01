import type { Failure } from './reading';

/** For how long what may pass by itself fails no poll (contract). */
export const PATIENCE_MS = 15 * 60_000;

/** How often it is told after that: each poll that fails is an execution that failed. */
const TOLD_EVERY_MS = 60 * 60_000;

/** After how long without a further failure one counts as another outage. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000;

/** What the polls of one trigger failed with, one after another, and where. */
export class Outage {
	private readonly failing = new Map<string, { since: number; at: number }>();
	private toldAt = -Infinity;

	/**
	 * A poll took place.
	 *
	 * @param reached what could be read; where something else fails, that goes on
	 * @param now milliseconds since 1970
	 */
	note(reached: readonly string[], failures: readonly Failure[], now: number): void {
		for (const place of reached) this.failing.delete(place);
		for (const [place, { at }] of this.failing) {
			if (now - at >= FORGOTTEN_AFTER_MS) this.failing.delete(place);
		}
		for (const { place } of failures) {
			this.failing.set(place, { since: this.failing.get(place)?.since ?? now, at: now });
		}
		if (this.failing.size === 0) this.toldAt = -Infinity;
	}

	/** What to tell of the failures that were noted: at once what will not pass by itself. */
	toTell(failures: readonly Failure[], now: number): Failure | undefined {
		const final = failures.find(({ isFinal }) => isFinal);
		if (final) return final;
		const lasting = failures.find(
			({ place }) => now - (this.failing.get(place)?.since ?? now) >= PATIENCE_MS,
		);
		if (!lasting || now - this.toldAt < TOLD_EVERY_MS) return undefined;
		this.toldAt = now;
		return lasting;
	}
}
