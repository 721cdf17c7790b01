import { mayPass } from '../api/nodeErrors';

/** For how long what may pass by itself fails no poll. */
const PATIENCE_MS = 15 * 60_000;

/** How often it is told after that: each poll that fails is an execution that failed. */
const TOLD_EVERY_MS = 60 * 60_000;

/** What the polls of one trigger failed with, one after another. */
export class Outage {
	private since: number | undefined;
	private toldAt = -Infinity;

	/** A poll went well. */
	end(): void {
		this.since = undefined;
		this.toldAt = -Infinity;
	}

	/**
	 * A poll failed.
	 *
	 * @param now milliseconds since 1970
	 * @returns whether to tell: at once where it will not pass by itself
	 */
	isTold(error: unknown, now: number): boolean {
		if (!mayPass(error)) return true;
		this.since ??= now;
		if (now - this.since < PATIENCE_MS || now - this.toldAt < TOLD_EVERY_MS) return false;
		this.toldAt = now;
		return true;
	}
}
