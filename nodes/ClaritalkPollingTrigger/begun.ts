import { MOST_REMEMBERED, statusKeyOf } from './seen';

/** A record: 4 characters of a meeting's key, 2 of a hash of what its row was like. */
const KEY_LENGTH = 4;
const LOOKS_LENGTH = 2;
const RECORD_LENGTH = KEY_LENGTH + LOOKS_LENGTH;

/** The meetings that the first reading found not processed, and what their rows were like: 6 bytes each. */
export class Begun {
	private records = new Set<string>();

	/** @param stored what an earlier one gave as {@link stored}; what is not understood is passed over */
	constructor(stored?: unknown) {
		if (typeof stored !== 'string') return;
		for (let at = 0; at + RECORD_LENGTH <= stored.length; at += RECORD_LENGTH) {
			this.records.add(stored.slice(at, at + RECORD_LENGTH));
		}
	}

	/** @param looks what changes with the row */
	add(key: string, looks: string): void {
		this.records.add(recordOf(key, looks));
	}

	/** Whether a row is as it was; by a rare chance also of another one. */
	has(key: string, looks: string): boolean {
		return this.records.has(recordOf(key, looks));
	}

	/** Forgets meetings. */
	drop(keys: Iterable<string>): void {
		const dropped = new Set([...keys].map(shortened));
		if (dropped.size > 0) this.keepIf((key) => !dropped.has(key));
	}

	/** Forgets all meetings but these. */
	keep(keys: Iterable<string>): void {
		const kept = new Set([...keys].map(shortened));
		this.keepIf((key) => kept.has(key));
	}

	/** What to keep: those that were added last. */
	stored(): string {
		return [...this.records].slice(-MOST_REMEMBERED).join('');
	}

	private keepIf(isKept: (key: string) => boolean): void {
		this.records = new Set([...this.records].filter((record) => isKept(shortened(record))));
	}
}

function recordOf(key: string, looks: string): string {
	return shortened(key) + statusKeyOf(looks).slice(0, LOOKS_LENGTH);
}

function shortened(key: string): string {
	return key.slice(0, KEY_LENGTH);
}
