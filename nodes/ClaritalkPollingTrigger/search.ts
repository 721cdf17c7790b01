import type { IDataObject } from 'n8n-workflow';

import { mayPass } from '../api/nodeErrors';
import { readText, rowId } from '../api/rows';
import { momentOf } from '../events/moment';
import { isProcessed, saysProcessed } from '../meetings/processed';
import { refuse } from '../shared/values';
import { readNext, readSome } from './reading';
import { keyOf, type Seen, statusKeyOf } from './seen';
import type { EventName, Kind, Memory, Row, Source } from './types';

const FEW_ROWS = 300;

/** How many words for a status are found out when a list is read for the first time. */
const MOST_WORDS = 5;

/** When a meeting that is not processed is asked for again, though its row did not change. */
const LOOK_AGAIN_MS = 10 * 60_000;

/** How many meetings the process keeps to ask for them later. */
const MOST_UNKNOWN = 500;

/** How many it remembers as open. */
const MOST_OPEN = 5_000;

/** A row that something has happened to. */
export interface Candidate extends Row {
	events: EventName[];
	/** Whether only the meeting itself can say that it is processed. */
	isGuess: boolean;
}

/** What a poll may ask for a list. */
interface Requests {
	most: number;
	quiet: number;
	used: number;
	/** From 0 up to 1. */
	random: number;
}

/** One list, read once to find what is new. */
export class Search {
	private readonly rows = new Map<string, Row>();

	constructor(
		private readonly source: Source,
		private readonly kind: Kind,
		/** Those events of this list that are wanted. */
		private readonly events: EventName[],
		private readonly seen: Seen,
		private readonly memory: Memory,
		private readonly now: number,
	) {}

	/** Reads the whole list, and remembers that what there is is nothing new to these events. */
	async begin(fresh: EventName[]): Promise<void> {
		const pages = await this.source.all(this.kind);
		for (const rows of pages) this.take(rows);
		this.memory.turns[this.kind].pages = pages.length;
		const open = fresh.includes('meeting.processed') ? await this.openWords() : new Set<string>();
		for (const row of this.rows.values()) {
			const isOpen = open.has(row.status);
			remember(this.seen, row, isOpen ? without(fresh, 'meeting.processed') : fresh);
		}
	}

	/**
	 * Reads as much of the list as so many requests give.
	 *
	 * @param most at most, used by others of this poll included
	 * @param quiet the same where there are few rows and nothing is new
	 * @returns how many were made, and why a part could not be read
	 */
	async read({ most, quiet, used, random }: Requests) {
		// At every other poll one is kept for a meeting that has to be asked for itself.
		if (this.kind === 'meeting') this.memory.isLook = !this.memory.isLook;
		const { isLook } = this.memory;
		const plan = {
			take: (rows: IDataObject[]) => this.take(rows),
			most: (rows: number, hasNews: boolean) => {
				const limit = hasNews || rows >= FEW_ROWS ? most : quiet;
				const kept = isLook && this.unknown().length > 0 ? 1 : 0;
				return Math.max(limit - used - kept, 1);
			},
			estimate: this.seen.size,
			random,
		};
		const turn = this.memory.turns[this.kind];
		const list = this.source.list(this.kind);
		const isOnly = most - used === 1;
		const readout = await (isOnly ? readNext(list, turn, plan) : readSome(list, turn, plan));
		const hasNews = this.candidates().length > 0;
		const left = (hasNews ? most : quiet) - used - readout.requests;
		if (this.kind === 'user') return readout;
		const unknown = this.unknown();
		const looked = unknown.splice(0, Math.max(left, 0));
		for (const row of looked) {
			readout.requests++;
			this.rows.set(row.key, row);
			await this.look(row);
		}
		this.memory.unknown = new Map(unknown.slice(0, MOST_UNKNOWN).map((row) => [row.key, row]));
		return readout;
	}

	/** What is new. */
	candidates(): Candidate[] {
		return [...this.rows.values()].flatMap((row): Candidate[] => {
			const events = this.events.filter((event) => this.hasHappened(event, row));
			const isGuess = !row.full && !saysProcessed(row.status);
			return events.length === 0 ? [] : [{ ...row, events, isGuess }];
		});
	}

	/** Takes the rows of a page in; gives how many were not read before, and whether something is new. */
	private take(rows: IDataObject[]): { fresh: number; isNews: boolean } {
		const { kind, memory, seen } = this;
		const read = rows.flatMap((row) => readRow(row, kind));
		if (rows.length > 0 && read.length === 0) {
			throw refuse(
				`Claritalk lists ${kind}s without an ID by which they could be told apart`,
				'Look at the list with the Claritalk node, resource API, operation Request, and tell the maintainers of this node what it looks like',
			);
		}
		const fresh = read.filter(({ key }) => !this.rows.has(key)).length;
		for (const row of read) {
			memory.isSpoken ||= saysProcessed(row.status);
			const mark = seen.get(row.key, row.createdAt);
			if (typeof mark === 'object' && mark.isProcessed) memory.words.add(row.status);
			this.rows.set(row.key, row);
		}
		const isNews = read.some((row) => this.events.some((event) => this.hasHappened(event, row)));
		return { fresh, isNews };
	}

	private hasHappened(event: EventName, row: Row): boolean {
		const mark = this.seen.get(row.key, row.createdAt);
		if (mark === 'forgotten') return false;
		if (event === 'meeting.status.changed') {
			return row.status !== '' && mark?.status !== statusKeyOf(row.status);
		}
		if (mark?.isProcessed) return false;
		return event === 'users.created' || this.mayBeProcessed(row);
	}

	/** Whether a meeting is processed, or likely so by the word that the list has for it. */
	private mayBeProcessed(row: Row): boolean {
		if (row.full || saysProcessed(row.status)) return true;
		return !this.isOpen(row) && this.memory.words.has(row.status);
	}

	/** Whether a meeting is known not to be processed. */
	private isOpen(row: Row): boolean {
		if (this.memory.isSpoken && row.status !== '') return !saysProcessed(row.status);
		return this.now - this.lookedAt(row) < LOOK_AGAIN_MS;
	}

	/**
	 * Meetings of which only they themselves can say whether they are processed: first one for each word, the words that nobody
	 * was asked about before the others, then those that were not looked at for the longest time, and of these the one that
	 * changed last.
	 */
	private unknown(): Row[] {
		if (!this.events.includes('meeting.processed')) return [];
		const rows = [...new Map([...this.memory.unknown, ...this.rows]).values()]
			.filter((row) => {
				const mark = this.seen.get(row.key, row.createdAt);
				const isDone = mark === 'forgotten' || mark?.isProcessed || this.mayBeProcessed(row);
				return !isDone && !this.isOpen(row);
			})
			.sort(
				(one, other) =>
					this.lookedAt(one) - this.lookedAt(other) || other.changedAt - one.changedAt,
			);
		const isFirst = ({ status }: Row, at: number) =>
			rows.findIndex((row) => row.status === status) === at;
		const asked = new Set([...this.memory.open.values()].map(({ status }) => status));
		const firsts = rows.filter(isFirst);
		return [
			...firsts.filter(({ status }) => !asked.has(status)),
			...firsts.filter(({ status }) => asked.has(status)),
			...rows.filter((row, at) => !isFirst(row, at)),
		];
	}

	/** When a meeting was asked for as its row is now. */
	private lookedAt(row: Row): number {
		const open = this.memory.open.get(row.key);
		return open?.row === looksOf(row) ? open.at : 0;
	}

	/** Asks for a meeting itself, and learns what its word in the list means. */
	private async look(row: Row): Promise<void> {
		try {
			const meeting = await this.source.meeting(row.id);
			if (!isProcessed(meeting)) return noteOpen(this.memory, row, this.now);
			row.full = meeting;
			if (row.status !== '') this.memory.words.add(row.status);
		} catch {
			// It is only a hint: the next one is asked for at the next poll.
			noteOpen(this.memory, row, this.now);
		}
	}

	/** The words for meetings that are not processed: of each, the meetings that changed last and first are asked for. */
	private async openWords(): Promise<Set<string>> {
		const rows = [...this.rows.values()].sort((one, other) => one.changedAt - other.changedAt);
		const words = new Set(rows.map(({ status }) => status).filter((word) => !saysProcessed(word)));
		// Where nothing is said, nothing is learnt.
		words.delete('');
		if (this.memory.isSpoken) return words;
		const open = new Set<string>();
		for (const word of [...words].slice(0, MOST_WORDS)) {
			const having = rows.filter(({ status }) => status === word);
			const samples = new Set([having[0], having[having.length - 1]]);
			const looks = await Promise.all(
				[...samples].map(async (row) => await this.isSurelyOpen(row)),
			);
			if (looks.every(Boolean)) open.add(word);
		}
		return open;
	}

	private async isSurelyOpen(row: Row): Promise<boolean> {
		const looked = await this.source
			.meeting(row.id)
			.then(isProcessed, (error: unknown) => ({ error }));
		if (looked === true) this.memory.words.add(row.status);
		if (typeof looked === 'boolean') return !looked;
		// Later there may be an answer; what there is none to counts as seen.
		if (mayPass(looked.error)) throw looked.error;
		return false;
	}
}

/** Remembers that events of a row were dealt with. */
export function remember(
	seen: Seen,
	{ key, createdAt, status }: Row,
	events: readonly EventName[],
): void {
	const mark = seen.get(key, createdAt);
	const before = typeof mark === 'object' ? mark : { createdAt, isProcessed: false, status: '' };
	const isProcessed = events.some((event) => event !== 'meeting.status.changed');
	const isStatus = events.includes('meeting.status.changed');
	if (!isProcessed && !isStatus) return;
	seen.set(key, {
		...before,
		isProcessed: before.isProcessed || isProcessed,
		status: isStatus ? statusKeyOf(status) : before.status,
	});
}

/** Notes that a meeting is not processed. */
export function noteOpen({ open }: Memory, row: Row, now: number): void {
	open.delete(row.key);
	open.set(row.key, { row: looksOf(row), status: row.status, at: now });
	if (open.size > MOST_OPEN) open.delete([...open.keys()][0]);
}

/** What changes with a row. */
function looksOf({ status, changedAt }: Row): string {
	return `${changedAt} ${status}`;
}

function readRow(row: IDataObject, kind: Kind): Row[] {
	const id = rowId(row, kind);
	if (id === undefined) return [];
	const createdAt = momentOf(readText(row, kind, 'createdAt'));
	const changedAt = momentOf(readText(row, kind, 'updatedAt')) || createdAt;
	const status = kind === 'meeting' ? readText(row, kind, 'status') : '';
	return [{ row, kind, id, key: keyOf(id), status, createdAt, changedAt }];
}

function without(events: EventName[], event: EventName): EventName[] {
	return events.filter((one) => one !== event);
}
