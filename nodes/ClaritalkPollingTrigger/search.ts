import type { IDataObject } from 'n8n-workflow';

import { mayPass } from '../api/nodeErrors';
import { readText, rowId } from '../api/rows';
import { momentOf } from '../events/moment';
import { holdsResults, isProcessed, saysProcessed } from '../meetings/processed';
import { refuse } from '../shared/values';
import {
	askedInVainAt,
	isOpen,
	isReportAwaited,
	judge,
	lookedAt,
	noteBegun,
	noteOpen,
} from './looks';
import { readNext, readSome } from './reading';
import { keyOf, type Seen, statusKeyOf } from './seen';
import type { EventName, Kind, Memory, Row, Source } from './types';

const FEW_ROWS = 300;

/** How many words for a status are found out when a list is read for the first time. */
const MOST_WORDS = 8;

/** How many meetings the process keeps to ask for them later. */
const MOST_UNKNOWN = 500;

/** A row that something has happened to. */
export interface Candidate extends Row {
	events: EventName[];
	/** Whether only the meeting itself can say that it is processed. */
	isGuess: boolean;
	/** A hash of the status that it was told with last; empty if none was. */
	told: string;
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
		const open = fresh.includes('meeting.processed') ? await this.openRows() : new Set<Row>();
		const others = fresh.filter((event) => event !== 'meeting.processed');
		for (const row of this.rows.values()) {
			remember(this.seen, row, open.has(row) ? others : fresh);
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
		const waiting = this.kind === 'meeting' ? this.waiting() : [];
		const isAwaited = waiting.length > 0;
		let limit = quiet;
		const plan = {
			take: (rows: IDataObject[]) => this.take(rows),
			most: (rows: number, hasNews: boolean) => {
				limit = hasNews || isAwaited || rows >= FEW_ROWS ? most : quiet;
				const kept = isAwaited || (isLook && this.unknown().length > 0) ? 1 : 0;
				return Math.max(limit - used - kept, 1);
			},
			estimate: this.seen.size,
			random,
		};
		const turn = this.memory.turns[this.kind];
		const list = this.source.list(this.kind);
		const isOnly = most - used === 1;
		const readout = await (isOnly ? readNext(list, turn, plan) : readSome(list, turn, plan));
		if (this.kind === 'user') return readout;
		if (this.kind === 'meeting' && readout.isWhole) this.memory.begun.keep(this.rows.keys());
		for (const row of waiting) if (!this.rows.has(row.key)) this.rows.set(row.key, row);
		// Where there are both, those that wait and those of which nothing is known take turns.
		const left = limit - used - readout.requests - (isAwaited && !isLook ? 1 : 0);
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

	/** Meetings that it is time to ask for again, wherever their rows stand. */
	private waiting(): Row[] {
		return [...this.memory.waiting.values()].filter((row) => this.isCandidate(row));
	}

	/** What is new. */
	candidates(): Candidate[] {
		return [...this.rows.values()].flatMap((row): Candidate[] => {
			const events = this.events.filter((event) => this.hasHappened(event, row));
			if (events.length === 0) return [];
			const mark = this.seen.get(row.key, row.createdAt);
			const told = typeof mark === 'object' ? mark.told : '';
			return [{ ...row, events, told, isGuess: !row.full && !saysProcessed(row.status) }];
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
			memory.isAlike ||= typeof mark === 'object' && mark.told !== '' && mark.told === mark.status;
			if (typeof mark === 'object' && mark.isProcessed) memory.words.add(row.status);
			this.rows.set(row.key, row);
		}
		const isNews = read.some(
			(row) => this.isCandidate(row) && askedInVainAt(memory, row, this.now) === 0,
		);
		return { fresh, isNews };
	}

	private isCandidate(row: Row): boolean {
		return this.events.some((event) => this.hasHappened(event, row));
	}

	private hasHappened(event: EventName, row: Row): boolean {
		const mark = this.seen.get(row.key, row.createdAt);
		if (mark === 'forgotten') return false;
		if (event === 'meeting.status.changed') {
			return row.status !== '' && mark?.status !== statusKeyOf(row.status);
		}
		if (mark?.isProcessed) return false;
		if (event === 'users.created') return true;
		return this.mayBeProcessed(row) && !isReportAwaited(this.memory, row, this.now);
	}

	/** Whether a meeting is processed, or likely so by the word that the list has for it. */
	private mayBeProcessed(row: Row): boolean {
		if (row.full || saysProcessed(row.status)) return true;
		return this.memory.words.has(row.status) && !isOpen(this.memory, row, this.now);
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
				return !isDone && !isOpen(this.memory, row, this.now);
			})
			.sort(
				(one, other) =>
					lookedAt(this.memory, one) - lookedAt(this.memory, other) ||
					other.changedAt - one.changedAt,
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

	/** Asks for a meeting itself, and learns what its word in the list means. */
	private async look(row: Row): Promise<void> {
		try {
			const meeting = await this.source.meeting(row.id);
			if (!judge(this.memory, row, meeting, this.now)) return;
			row.full = meeting;
			if (row.status !== '') this.memory.words.add(row.status);
		} catch {
			// It is only a hint: the next one is asked for at the next poll.
			noteOpen(this.memory, row, this.now);
		}
	}

	/**
	 * The meetings that are not processed yet. Where the list has the documented word for others, it is believed of these. Else
	 * of each word those that changed first and last are asked for, and the others are taken to be like them; what cannot be
	 * found out counts as seen.
	 */
	private async openRows(): Promise<Set<Row>> {
		const { isSpoken, words } = this.memory;
		const rows = [...this.rows.values()]
			// Where nothing is said, nothing is learnt.
			.filter(({ status }) => status !== '' && !saysProcessed(status))
			.sort((one, other) => one.changedAt - other.changedAt);
		if (isSpoken) {
			for (const row of rows) noteBegun(this.memory, row);
			return new Set(rows);
		}
		const open = new Set<Row>();
		for (const word of [...new Set(rows.map(({ status }) => status))].slice(0, MOST_WORDS)) {
			const having = rows.filter(({ status }) => status === word);
			const samples = new Map<Row, boolean | undefined>();
			await Promise.all(
				[...new Set([having[0], having[having.length - 1]])].map(async (row) =>
					samples.set(row, await this.isSurelyOpen(row)),
				),
			);
			const isOpenWord = [...samples.values()].includes(true) && !words.has(word);
			for (const row of having) if (samples.get(row) ?? isOpenWord) open.add(row);
		}
		return open;
	}

	/** @returns undefined where nobody says so */
	private async isSurelyOpen(row: Row): Promise<boolean | undefined> {
		const asked = await this.source.meeting(row.id).then(
			(meeting) => ({ meeting }),
			(error: unknown) => ({ error }),
		);
		if ('error' in asked) {
			// Later there may be an answer.
			if (mayPass(asked.error)) throw asked.error;
			return undefined;
		}
		const isDone = isProcessed(asked.meeting);
		if (isDone) this.memory.words.add(row.status);
		return !isDone && !holdsResults(asked.meeting);
	}
}

/**
 * Remembers that events of a row were dealt with.
 *
 * @param told a hash of the status that was told with them
 */
export function remember(
	seen: Seen,
	{ key, createdAt, status }: Row,
	events: readonly EventName[],
	told = '',
): void {
	const mark = seen.get(key, createdAt);
	const before =
		typeof mark === 'object' ? mark : { createdAt, isProcessed: false, status: '', told: '' };
	const isProcessed = events.some((event) => event !== 'meeting.status.changed');
	const isStatus = events.includes('meeting.status.changed');
	if (!isProcessed && !isStatus) return;
	seen.set(key, {
		...before,
		isProcessed: before.isProcessed || isProcessed,
		...(isStatus && { status: statusKeyOf(status), told }),
	});
}

function readRow(row: IDataObject, kind: Kind): Row[] {
	const id = rowId(row, kind);
	if (id === undefined) return [];
	const createdAt = momentOf(readText(row, kind, 'createdAt'));
	const changedAt = momentOf(readText(row, kind, 'updatedAt')) || createdAt;
	const status = kind === 'meeting' ? readText(row, kind, 'status') : '';
	return [{ row, kind, id, key: keyOf(id), status, createdAt, changedAt }];
}
