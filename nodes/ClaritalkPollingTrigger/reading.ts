import type { IDataObject } from 'n8n-workflow';

import { isLoginRefused, isRefused, mayPass } from '../api/nodeErrors';

/** What a page of a list is asked for with. */
export type Place = IDataObject;

/** A page of a list. */
export interface ListPage {
	rows: IDataObject[];
	/** Where the page after it is; undefined at the end. */
	next?: Place;
	/** The number of that page, where pages are numbered. */
	nextNumber?: number;
	/** How many pages and rows there are, as far as the API says so. */
	counted: { pages?: number; rows?: number };
}

/** A list of which one page after the other can be asked for. */
export interface PagedList {
	/** @param place the first page if left out, a numbered one, or one that a page before it led to */
	page(place?: number | Place): Promise<ListPage>;
}

/** Where the turns through a list stand, kept in the process. */
export interface Turn {
	/** The next page in turn. */
	number?: number;
	place?: Place;
	/** How many pages the list had, where the API does not say so. */
	pages?: number;
	/** How many rows a list of which only the next page is known had when its end was read, and how many were passed since. */
	rows?: number;
	passed?: number;
}

/** How a list is read in one poll. */
export interface Plan {
	/** How many requests may be made once so many rows are known to be in the list, and whether there is news. */
	most(rows: number, hasNews: boolean): number;
	/** Takes the rows of a page in; gives how many were not read before in this poll, and whether there is news among them. */
	take(rows: IDataObject[]): { fresh: number; isNews: boolean };
	/** How many rows there may be, where nobody says so: what the first poll of a process goes by to find the end. */
	estimate: number;
	/** From 0 up to 1: where the turn begins that nobody remembers. */
	random: number;
}

/** How the reading went. */
export interface Readout {
	requests: number;
	/** Whether every row of the list was read. */
	isWhole?: boolean;
	/** The pages that could be read. */
	reached: string[];
	/** Those that should be there and could not. */
	failures: Failure[];
}

/** Something that could not be read. */
export interface Failure {
	/** What it was; the same again if it fails again. */
	place: string;
	error: unknown;
	/** Whether that is certain to last, so that there is nothing to wait for. */
	isFinal: boolean;
}

/**
 * Reads as much of a list as is allowed: both its ends, and from an end that holds news on inwards as long as there is more
 * of it; then the other pages in turn, so that after some polls each was read, whatever the order is.
 *
 * @param turn where the turns stand; is moved on
 * @throws what the first page fails with; where another one fails, the reading goes on with the others
 */
export async function readSome(list: PagedList, turn: Turn, plan: Plan): Promise<Readout> {
	const first = await list.page();
	const readout: Readout = { requests: 1, reached: [], failures: [] };
	const { isNews: hasNews } = plan.take(first.rows);
	if (!first.next) return { ...readout, isWhole: true };
	const read = async (place: number | Place): Promise<ListPage | undefined> => {
		const name = nameOf(place);
		try {
			readout.requests++;
			const page = await list.page(place);
			readout.reached.push(name);
			return page;
		} catch (error) {
			const isFinal = isLoginRefused(error);
			// Where nobody says how many pages there are, one that is not there is the end.
			const isEnd = isRefused(error) && !mayPass(error) && first.counted.pages === undefined;
			if (!isEnd || isFinal) readout.failures.push({ place: name, error, isFinal });
			return undefined;
		}
	};
	const readRest = first.nextNumber === undefined ? readLinked : readNumbered;
	await readRest({ first, hasNews, turn, plan, readout, read });
	return readout;
}

function nameOf(place: number | Place): string {
	return JSON.stringify(place);
}

/** Whether a reading is to go on. */
function goesOn({ failures }: Readout): boolean {
	return !failures.some(({ isFinal }) => isFinal);
}

function hasFailed({ failures }: Readout, place: number | Place): boolean {
	return failures.some((failure) => failure.place === nameOf(place));
}

/** A reading after its first page. */
interface Reading {
	first: ListPage;
	hasNews: boolean;
	turn: Turn;
	plan: Plan;
	readout: Readout;
	read(place: number | Place): Promise<ListPage | undefined>;
}

async function readNumbered({ first, turn, plan, readout, read, ...rest }: Reading): Promise<void> {
	const size = Math.max(first.rows.length, 1);
	const { counted } = first;
	const isCounted = counted.pages !== undefined;
	let last = Math.max(counted.pages ?? turn.pages ?? Math.ceil(plan.estimate / size), 2);
	const known = new Set([1]);
	let { hasNews } = rest;
	// The pages that were read from either end on without a gap, and whether to go on from there.
	const head = { at: 1, isOpen: hasNews };
	const tail = { at: last, isOpen: false };
	turn.number ??= 2 + Math.floor(plan.random * (last - 1));

	const inTurn = () => {
		for (let tried = 0; tried < last; tried++) {
			// Only now, since the page before may have shown that there is another.
			if (turn.number! > last) turn.number = 2;
			const number = turn.number!++;
			if (!known.has(number)) return number;
		}
		return undefined;
	};
	let hadTurn = false;
	const following = (left: number) => {
		// However much there is at the ends, each poll takes the turn on.
		if (hadTurn || left > 1) {
			if (!known.has(last)) return (tail.at = last);
			if (tail.isOpen && !known.has(tail.at - 1)) return --tail.at;
			if (head.isOpen && !known.has(head.at + 1)) return ++head.at;
		}
		hadTurn = true;
		return inTurn();
	};
	// What is not counted is believed once it was read: meetings may have been deleted.
	let reached = first.rows.length;
	// The last page may hold a single row.
	const rowsIn = () => counted.rows ?? (isCounted ? (last - 1) * size : reached);
	while (goesOn(readout)) {
		const left = plan.most(rowsIn(), hasNews) - readout.requests;
		const number = left > 0 ? following(left) : undefined;
		if (number === undefined) break;
		known.add(number);
		const page = await read(number);
		// Rows that came already are those of a list that knows no pages.
		const { fresh, isNews } = plan.take(page?.rows ?? []);
		hasNews ||= isNews;
		if (page && fresh > 0) reached = Math.max(reached, (number - 1) * size + page.rows.length);
		if (number === head.at) head.isOpen = isNews && head.at < last;
		// The last page may hold only a few rows: what is new may stand before it.
		if (number === tail.at) tail.isOpen = isNews || (number === last && fresh * 2 < size);
		if (isCounted || hasFailed(readout, number)) continue;
		if (fresh === 0) last = Math.min(last, Math.max(number - 1, 1));
		else if (page?.next && number === last && fresh >= size) last++;
	}
	if (!isCounted) turn.pages = last;
	const isEndKnown = isCounted || known.has(last + 1);
	const isGapless = Array.from({ length: last }).every((_, index) => known.has(index + 1));
	readout.isWhole = isEndKnown && isGapless && readout.failures.length === 0;
}

/** A list of which only the page after the one that was read is known. */
async function readLinked({ first, turn, plan, readout, read, ...rest }: Reading): Promise<void> {
	let readRows = first.rows.length;
	const rowsIn = () => first.counted.rows ?? Math.max(turn.rows ?? 0, readRows);
	let { hasNews } = rest;
	let isHead = hasNews;
	let place = isHead ? first.next : (turn.place ?? first.next);
	while (place && goesOn(readout) && readout.requests < plan.most(rowsIn(), hasNews)) {
		const page: ListPage | undefined = await read(place);
		const { isNews } = plan.take(page?.rows ?? []);
		hasNews ||= isNews;
		// A turn begins anew behind what was read before it.
		if (!isHead && !turn.place) turn.passed = readRows;
		readRows += page?.rows.length ?? 0;
		if (!isHead) turn.passed = (turn.passed ?? 0) + (page?.rows.length ?? 0);
		if (!isHead && page && !page.next) turn.rows = turn.passed;
		// A place that is there no longer leads back to the beginning; one that cannot be reached now is tried again.
		const isStuck = hasFailed(readout, place);
		if (!isHead) turn.place = page ? page.next : isStuck ? place : undefined;
		if (isStuck && (!isHead || !turn.place)) break;
		// Once the news at the beginning ends, the turn goes on where it was.
		isHead &&= isNews;
		place = isHead ? page?.next : (turn.place ?? page?.next);
	}
}

/** Reads a list one page a poll, in turn. */
export async function readNext(list: PagedList, turn: Turn, plan: Plan): Promise<Readout> {
	const place = turn.number ?? turn.place;
	const name = nameOf(place ?? 1);
	const go = (next?: Place, number?: number) => Object.assign(turn, { place: next, number });
	try {
		const page = await list.page(place);
		plan.take(page.rows);
		turn.pages = page.counted.pages;
		go(page.next, page.nextNumber);
		return { requests: 1, reached: [name], failures: [] };
	} catch (error) {
		// A place that is there no longer leads back to the beginning; where pages are numbered, the others are read.
		const isOver = place !== undefined && !mayPass(error) && !isLoginRefused(error);
		const number = (turn.number ?? 1) + 1;
		go(undefined, number <= (turn.pages ?? 1) ? number : undefined);
		const isFinal = !mayPass(error);
		const failures = isOver ? [] : [{ place: name, error, isFinal }];
		return { requests: 1, reached: [], failures };
	}
}
