import { isObject } from '../api/json';

/** How long a delivery is remembered; a redelivery after that starts a run again. */
const MAX_AGE_SECONDS = 24 * 60 * 60;

/** How many deliveries are remembered for one trigger; beyond it the oldest are forgotten. */
const MAX_REMEMBERED = 2_000;

/** Delivery keys with the time they were seen, in seconds since 1970, oldest first. */
export type Remembered = Record<string, number>;

/**
 * Remembers which deliveries already started a run, so that a redelivery starts none.
 *
 * n8n writes a workflow's static data back whole, last writer wins: deliveries at the same time lose each other's
 * entries there. So this memory lives in the process, is filled from static data after a restart, and written back
 * to it. It holds hashes only, bounded in age and number per trigger.
 */
export class RecentDeliveries {
	private readonly byTrigger = new Map<string, Map<string, number>>();

	/**
	 * Claims a delivery for the caller, in one step without awaiting, so that of many at once one wins.
	 *
	 * @param trigger identifies workflow and node
	 * @param stored what the trigger's static data remembers; what is not understood is passed over
	 * @param now milliseconds since 1970
	 * @returns false when it was claimed before
	 */
	claim(trigger: string, key: string, stored: unknown, now: number): boolean {
		const seconds = Math.floor(now / 1000);
		const known = this.byTrigger.get(trigger) ?? new Map<string, number>();
		for (const [storedKey, at] of Object.entries(isObject(stored) ? stored : {})) {
			if (!known.has(storedKey) && typeof at === 'number') known.set(storedKey, at);
		}
		const kept = [...known]
			.filter(([, at]) => at > seconds - MAX_AGE_SECONDS)
			.sort(([, a], [, b]) => a - b)
			.slice(1 - MAX_REMEMBERED);
		const remembered = new Map(kept);
		const isNew = !remembered.has(key);
		if (isNew) remembered.set(key, seconds);
		this.byTrigger.set(trigger, remembered);
		return isNew;
	}

	/** Gives a claimed delivery back: it started no run, so the next one like it may. */
	release(trigger: string, key: string): void {
		this.byTrigger.get(trigger)?.delete(key);
	}

	/** What to keep in the trigger's static data. */
	remembered(trigger: string): Remembered {
		return Object.fromEntries(this.byTrigger.get(trigger) ?? []);
	}
}
