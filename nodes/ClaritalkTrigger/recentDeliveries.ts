import { isObject } from '../api/json';
import { Kept } from '../api/kept';

/** How long a delivery is remembered; a redelivery after that starts a run again. */
const MAX_AGE_SECONDS = 24 * 60 * 60;

/** How many deliveries are remembered for one trigger; beyond it the oldest are forgotten. */
const MAX_REMEMBERED = 2_000;

/** Beyond so many triggers, the one whose last delivery was longest ago has only what its static data remembers. */
const MAX_TRIGGERS = 1_000;

/** How long a claim holds of which nothing was heard again. */
const MAX_CLAIM_SECONDS = 5 * 60;

/** Delivery keys with the time they were seen, in seconds since 1970, oldest first. */
type Times = Map<string, number>;

/**
 * Remembers which deliveries already started a run, so that a redelivery starts none.
 *
 * n8n writes a workflow's static data back whole, last writer wins: deliveries at the same time lose each other's
 * entries there. So this memory lives in the process, is filled from static data after a restart, and written back
 * to it. It holds hashes only, bounded in age, in number per trigger, and in triggers.
 */
export class RecentDeliveries {
	private readonly byTrigger = new Kept<{ claimed: Times; started: Times }>(MAX_TRIGGERS);

	/**
	 * Claims a delivery for the caller, in one step without awaiting, so that of many at once one wins. The caller then says
	 * that it {@link start}ed a run, or {@link release}s it.
	 *
	 * @param trigger identifies workflow and node
	 * @param stored what the trigger's static data remembers; what is not understood is passed over
	 * @param now milliseconds since 1970
	 * @returns false when another has claimed it, or started it before
	 */
	claim(trigger: string, key: string, stored: unknown, now: number): boolean {
		const seconds = toSeconds(now);
		const { claimed, started } = this.memoryOf(trigger);
		merge(started, stored);
		forget(started, seconds - MAX_AGE_SECONDS);
		forget(claimed, seconds - MAX_CLAIM_SECONDS);
		if (started.has(key) || claimed.has(key)) return false;
		claimed.set(key, seconds);
		return true;
	}

	/**
	 * Says that a claimed delivery has started its run.
	 *
	 * @param now milliseconds since 1970
	 * @returns what to keep in the trigger's static data
	 */
	start(trigger: string, key: string, now: number): Record<string, number> {
		const { claimed, started } = this.memoryOf(trigger);
		claimed.delete(key);
		started.set(key, toSeconds(now));
		for (const oldest of started.keys()) {
			if (started.size <= MAX_REMEMBERED) break;
			started.delete(oldest);
		}
		return Object.fromEntries(started);
	}

	/** Gives a claim back: the delivery started no run, so the next one like it may. */
	release(trigger: string, key: string): void {
		this.memoryOf(trigger).claimed.delete(key);
	}

	private memoryOf(trigger: string) {
		return this.byTrigger.get(trigger, () => ({ claimed: new Map(), started: new Map() }));
	}
}

/** Adds what is stored and not known yet: after a restart, or written by another process. */
function merge(known: Times, stored: unknown): void {
	const added = Object.entries(isObject(stored) ? stored : {}).filter(
		(entry): entry is [string, number] => typeof entry[1] === 'number' && !known.has(entry[0]),
	);
	if (added.length === 0) return;
	const all = [...known, ...added].sort(([, a], [, b]) => a - b);
	known.clear();
	for (const [key, at] of all) known.set(key, at);
}

function forget(times: Times, upTo: number): void {
	for (const [key, at] of times) {
		if (at > upTo) return;
		times.delete(key);
	}
}

function toSeconds(milliseconds: number): number {
	return Math.floor(milliseconds / 1000);
}
