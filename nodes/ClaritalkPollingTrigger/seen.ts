import { createHash } from 'node:crypto';

import { isObject } from '../api/json';

/** What a trigger remembers of a meeting or a user. */
export interface Mark {
	/** When it was made, in milliseconds since 1970; 0 where nobody says so. */
	createdAt: number;
	/** Whether it was seen processed; of a user, whether it was seen. */
	isProcessed: boolean;
	/** A short hash of the status that it was seen with; empty where statuses are not followed. */
	status: string;
	/** The same of the status that was told last: a meeting may have another word for it than the list. */
	told: string;
}

/** {@link Seen} as it is stored. */
export interface StoredSeen {
	records: string;
	/** What was told of each record; older ones lack it. */
	told?: string;
	/** Minutes since 1970. */
	horizon: number;
}

/** A record: 12 characters that stand for the ID, 5 for the minute it was made, 1 for whether it was processed, 4 for the status. */
const KEY_LENGTH = 12;
const MINUTE_LENGTH = 5;
const STATUS_LENGTH = 4;
const RECORD_LENGTH = KEY_LENGTH + MINUTE_LENGTH + 1 + STATUS_LENGTH;
const NO_STATUS = '-'.repeat(STATUS_LENGTH);

/** How many are remembered that have a time; of what is older than these, everything counts as seen. */
export const MOST_REMEMBERED = 20_000;

const MINUTE_MS = 60_000;

/** The IDs that a trigger has dealt with, as short hashes: 26 bytes each. */
export class Seen {
	private readonly marks = new Map<string, Mark>();
	private horizon = 0;

	/** @param stored what an earlier one gave as {@link stored}; what is not understood is passed over */
	constructor(stored?: unknown) {
		if (!isStoredSeen(stored)) return;
		const { records, horizon } = stored;
		const told = typeof stored.told === 'string' ? stored.told : '';
		if (typeof horizon === 'number') this.horizon = horizon;
		for (let at = 0; at + RECORD_LENGTH <= records.length; at += RECORD_LENGTH) {
			const record = records.slice(at, at + RECORD_LENGTH);
			const minute = record.slice(KEY_LENGTH, KEY_LENGTH + MINUTE_LENGTH);
			const toldAt = (at / RECORD_LENGTH) * STATUS_LENGTH;
			this.marks.set(record.slice(0, KEY_LENGTH), {
				createdAt: (parseInt(minute, 36) || 0) * MINUTE_MS,
				isProcessed: record[KEY_LENGTH + MINUTE_LENGTH] === '1',
				status: statusIn(record.slice(-STATUS_LENGTH)),
				told: statusIn(told.slice(toldAt, toldAt + STATUS_LENGTH)),
			});
		}
	}

	get size(): number {
		return this.marks.size;
	}

	/**
	 * What is remembered under a key. Of something made before everything that is remembered it is that it was seen whatever
	 * it was like: it may have been forgotten.
	 */
	get(key: string, createdAt: number): Mark | 'forgotten' | undefined {
		const mark = this.marks.get(key);
		if (mark) return mark;
		return createdAt > 0 && toMinutes(createdAt) < this.horizon ? 'forgotten' : undefined;
	}

	set(key: string, mark: Mark): void {
		this.marks.set(key, mark);
	}

	/** What to keep: the newest, and all whose age nobody knows, since none of them could be told from one that is new. */
	stored(): StoredSeen {
		const marks = [...this.marks];
		const dated = marks.filter(([, { createdAt }]) => createdAt > 0);
		if (dated.length > MOST_REMEMBERED) {
			dated.sort(([, one], [, other]) => other.createdAt - one.createdAt);
			dated.splice(MOST_REMEMBERED);
			// What was made in the same minute as the oldest that is left may be among the others.
			const oldest = dated[dated.length - 1][1];
			this.horizon = Math.max(this.horizon, toMinutes(oldest.createdAt) + 1);
		}
		const undated = marks.filter(([, { createdAt }]) => createdAt <= 0);
		const kept = [...undated, ...dated];
		return {
			records: kept.map(toRecord).join(''),
			told: kept.map(([, { told }]) => told || NO_STATUS).join(''),
			horizon: this.horizon,
		};
	}
}

/** Whether a value is what an earlier {@link Seen} gave. */
export function isStoredSeen(stored: unknown): stored is StoredSeen {
	return isObject(stored) && typeof stored.records === 'string';
}

/** What stands for an ID: 72 bits of a hash. */
export function keyOf(id: string): string {
	return hash(id, KEY_LENGTH);
}

/** What stands for a status, however it is spelled; empty for none. */
export function statusKeyOf(status: string): string {
	return status === '' ? '' : hash(status.toLowerCase(), STATUS_LENGTH);
}

function statusIn(part: string): string {
	return part === NO_STATUS ? '' : part;
}

function toRecord([key, { createdAt, isProcessed, status }]: [string, Mark]): string {
	const minute = toMinutes(createdAt).toString(36).padStart(MINUTE_LENGTH, '0');
	return `${key}${minute}${isProcessed ? 1 : 0}${status || NO_STATUS}`;
}

/** Not more than fit into a record: those of the year 2085. */
function toMinutes(ms: number): number {
	return Math.min(Math.max(Math.floor(ms / MINUTE_MS), 0), 36 ** MINUTE_LENGTH - 1);
}

function hash(text: string, length: number): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, length);
}
