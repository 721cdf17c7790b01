import type { IDataObject } from 'n8n-workflow';

import type { Answer } from './answers';
import { endpoints, listAt } from './endpoints';
import type { ListTarget, Target } from './facts';
import { type ListProblem, type Page, readPage } from './pages';
import { rowId } from './rows';

/** The most rows one page is asked for: Laravel APIs commonly cap it there (inferred). */
export const MAX_PAGE_SIZE = 100;

/** How many empty pages in a row may announce another one before a list counts as one without an end. */
const MOST_EMPTY_PAGES = 10;

/** How many pages are asked for ahead at most. */
const MOST_AHEAD = 50;

/** With these an API that announced nothing says that a page is beyond the last one. */
const BEYOND_THE_END = [400, 404, 410, 416, 422];

/** And with these that one it announced is not there. */
const NOT_THERE = [404, 410];

/** What a pager asks, and whom it tells that a list cannot be read. */
export interface PageSource {
	/** Throws a NodeApiError for an answer that is no success, but for those with a status that is borne. */
	fetch(query: IDataObject, borne: number[]): Promise<Answer>;
	fail(problem: ListProblem, answer: Answer): Promise<never>;
}

/** Where a pager stands, so that another can go on from there. */
export interface Bookmark {
	next: IDataObject;
	/** The queries of the pages that were read, and which rows these begin and end with. */
	visited: string[];
	/** Whether the API itself said that there is what is next, which is taken for granted if left out. */
	isAnnounced?: boolean;
	/** Whether it said so with a link. */
	isLinked?: boolean;
	/** Whether what is next is announced as another page than these, so that it must not be the same again. */
	isDistinct?: boolean;
}

/**
 * Reads a list page by page, with every guard that reading a list needs: each row is given once, a page is asked for
 * once, and it ends, or fails, whatever the API answers; but it never takes a first page for the whole.
 */
export class Pager {
	/** What the next page is asked with; undefined at the end of the list. */
	private next: IDataObject | undefined;
	private readonly visited: Set<string>;
	private readonly seen = new Set<string>();
	private readonly ahead = new Map<string, Promise<Answer>>();
	/** Whether the API itself said that there is a next page. */
	private isAnnounced: boolean;
	/** Whether it said so with a link. */
	private isLinked: boolean;
	/** Whether what comes must not have been read before. */
	private readonly isDistinct: boolean;
	/** Whether it began with the first page, so that it knows how many rows came. */
	private readonly isWhole: boolean;
	/** How many pages and rows the API counted last, as far as it said so. */
	counted: { pages?: number; rows?: number } = {};
	private given = 0;
	private empty = 0;
	private again = 0;
	/** The API's name for the number of a page. */
	private readonly pageName: string;

	/**
	 * @param filters what every page is asked with beside its number
	 * @param limit how many rows are needed; pages are then asked for ahead, else only when they are asked for
	 * @param from where another pager stood
	 */
	constructor(
		private readonly source: PageSource,
		private readonly endpoint: ListTarget,
		filters: IDataObject,
		private readonly limit: number | undefined,
		from?: Bookmark,
	) {
		this.pageName = pagingOf(endpoint).page.sent;
		this.next = from?.next ?? {
			...firstPage(endpoint, Math.min(limit ?? MAX_PAGE_SIZE, MAX_PAGE_SIZE)),
			...filters,
		};
		this.visited = new Set(from?.visited);
		this.isAnnounced = from?.isAnnounced ?? true;
		this.isLinked = from?.isLinked ?? false;
		this.isDistinct = from?.isDistinct ?? false;
		this.isWhole = from === undefined && Number(this.next[this.pageName] ?? 1) === 1;
	}

	/** Whether there may be more, and if the API said so; undefined at the end. */
	get more(): 'announced' | 'possible' | undefined {
		if (!this.next) return undefined;
		return this.isAnnounced ? 'announced' : 'possible';
	}

	get bookmark(): Bookmark | undefined {
		const { next, visited, isAnnounced, isLinked } = this;
		return next && { next, visited: [...visited], isAnnounced, isLinked };
	}

	/** @returns the rows of the next page that were not given yet; none at the end */
	async page(): Promise<IDataObject[]> {
		const query = this.next;
		if (!query) return [];
		// Of each page its query is kept, and how its rows begin and end.
		const asked = Number(query[this.pageName] ?? Math.floor(this.visited.size / 2) + 1);
		const answer = await this.answerTo(query);
		if (!answer) return [];
		this.visited.add(keyOf(query));
		const page = readPage(answer.body, asked, {
			page: this.pageName,
			plural: pluralOf(this.endpoint),
			headers: answer.headers,
		});
		if (this.isBefore(query)) return this.restOf(page);
		if (!page) return await this.source.fail('noList', answer);
		// An empty page may say nothing of what others told.
		const isSilent = page.rows.length === 0 && page.last === undefined && page.total === undefined;
		if (!isSilent) this.counted = { pages: page.last, rows: page.total };
		const keys = page.rows.map((row) => this.keyOfRow(row));
		const ends = `${keys[0]} ${keys[keys.length - 1]}`;
		// The same page under another address; a list moves while it is read, but not back to where it was.
		const isOther = this.idOf(page.rows[0] ?? {}) === undefined && page.current === asked;
		const isAgain = keys.length > 0 && this.visited.has(ends) && !isOther;
		this.visited.add(ends);
		const rows = isAgain ? [] : page.rows.filter((row, index) => this.isNew(row, keys[index]));
		this.given += rows.length;
		this.empty = keys.length > 0 ? 0 : this.empty + 1;
		this.again = isAgain ? this.again + 1 : 0;
		const problem = this.problemOf(page, isAgain, asked, query);
		if (problem) return await this.source.fail(problem, answer);
		const isLinked = this.endpoint.paging === 'linked';
		// An end that comes before all that were counted is tried once more; an empty page before the last one is none.
		const isShort = (this.counted.rows ?? 0) > this.given && this.empty < 2 && !isAgain;
		const isBefore = rows.length === 0 && (this.counted.pages ?? 0) > asked;
		const isEarly = !isLinked && this.isWhole && !page.next && (isShort || isBefore);
		const isEnd =
			this.again > 1 || (!page.announced && !isEarly && (rows.length === 0 || isLinked));
		const next = isEarly ? { [this.pageName]: asked + 1 } : page.next;
		this.next = this.unread(query, isEnd ? undefined : next);
		this.isAnnounced = page.announced && !isEarly;
		if (!this.next) this.turnBack(query);
		this.isLinked = page.isLinked ?? false;
		this.readAhead(query, page, asked);
		return rows;
	}

	private async answerTo(query: IDataObject): Promise<Answer | undefined> {
		const key = keyOf(query);
		const ahead = this.ahead.get(key);
		this.ahead.delete(key);
		if (this.isBefore(query)) {
			this.next = undefined;
			const answer = await this.source.fetch(query, BEYOND_THE_END).catch(() => undefined);
			return answer && answer.statusCode < 300 ? answer : undefined;
		}
		const borne = this.visited.size === 0 ? [] : this.isAnnounced ? NOT_THERE : BEYOND_THE_END;
		const answer = await (ahead ?? this.source.fetch(query, borne));
		if (answer.statusCode < 300) return answer;
		if (this.isAnnounced) return await this.source.fail('lostPage', answer);
		this.next = undefined;
		this.turnBack(query);
		return undefined;
	}

	/** Some count pages from 0: what is missing at the end of a list may be on the page before its first. */
	private turnBack(query: IDataObject): void {
		const isShort = (this.counted.rows ?? 0) > this.given;
		if (!this.isWhole || !isShort || this.endpoint.paging === 'linked') return;
		this.next = this.unread(query, { [this.pageName]: 0 });
		this.isAnnounced = false;
	}

	/** Whether a query is one of {@link turnBack}. */
	private isBefore(query: IDataObject): boolean {
		return this.isWhole && query[this.pageName] === 0;
	}

	/** What of the page before the first was not given yet, as far as an ID tells: it may be the first one again. */
	private restOf(page: Page | undefined): IDataObject[] {
		const rows = page?.rows ?? [];
		return rows.filter(
			(row) => this.idOf(row) !== undefined && this.isNew(row, this.keyOfRow(row)),
		);
	}

	private keyOfRow(row: IDataObject): string {
		return this.idOf(row) ?? JSON.stringify(row);
	}

	private idOf(row: IDataObject): string | undefined {
		return this.endpoint.rows && rowId(row, this.endpoint.rows);
	}

	/** A row comes twice where the list moves while it is read; without an ID, two that are alike are two. */
	private isNew(row: IDataObject, key: string): boolean {
		if (this.idOf(row) === undefined) return true;
		const isNew = !this.seen.has(key);
		this.seen.add(key);
		return isNew;
	}

	/**
	 * A page that is another than was asked for and says that there are more, or one that was announced and is that before:
	 * the rest cannot be reached. A link may lead back, which ends the list.
	 */
	private problemOf(
		page: Page,
		isAgain: boolean,
		asked: number,
		query: IDataObject,
	): ListProblem | undefined {
		const isMissing = this.limit === undefined || this.given < this.limit;
		if (page.unreadable && isMissing) return 'unreadableLink';
		if (isAgain && this.isDistinct) return 'samePage';
		const isAnother = page.current !== undefined && page.current !== asked && page.next;
		const isOver = this.again > 1 || !this.unread(query, page.next);
		const isMore =
			page.total === undefined
				? page.announced && this.isAnnounced && !this.isLinked
				: page.total > this.given;
		const isLost = isMore && (isOver || !page.announced);
		if (isAgain && isMissing && (isAnother || isLost)) return 'samePage';
		return this.empty > MOST_EMPTY_PAGES ? 'endless' : undefined;
	}

	/** The query of the page that follows; a page that was read already would lead round in a circle. */
	private unread(query: IDataObject, page: IDataObject | undefined): IDataObject | undefined {
		// A link or a cursor says all about the place of its page.
		const rest = { ...query };
		delete rest[this.pageName];
		const next = page && { ...rest, ...page };
		return !next || this.visited.has(keyOf(next)) ? undefined : next;
	}

	/** Where pages are numbered and the last one is known, the next ones are asked for at once. */
	private readAhead(query: IDataObject, { rows, current, last }: Page, asked: number): void {
		if (!this.next || current !== asked || last === undefined || this.limit === undefined) return;
		const numbered = (page: number) => ({ ...query, [this.pageName]: page });
		if (keyOf(this.next) !== keyOf(numbered(asked + 1))) return;
		const needed = Math.ceil((this.limit - this.given) / Math.max(rows.length, 1));
		const until = Math.min(last, asked + needed, asked + MOST_AHEAD);
		for (let page = asked + 1; page <= until; page++) {
			const key = keyOf(numbered(page));
			if (this.ahead.has(key)) continue;
			const answer = this.source.fetch(numbered(page), NOT_THERE);
			// It is told when its turn comes.
			answer.catch(() => undefined);
			this.ahead.set(key, answer);
		}
	}
}

/** The query of a list's first page, in the API's names; empty where it takes no number of a page. */
export function firstPage(endpoint: ListTarget, size: number): IDataObject {
	if (endpoint.paging === 'linked') return {};
	const { page, perPage } = pagingOf(endpoint);
	return { [page.sent]: 1, ...(perPage && { [perPage.sent]: size }) };
}

/**
 * A list at a path of the user's own. Where its query says which page to begin with, or how long pages are, that is taken out of
 * the path, in which the pager would ask for another page beside it.
 */
export function pagedAt(target: Target): { list: ListTarget; start: IDataObject } {
	const list = listAt(target);
	const names = Object.values(pagingOf(list)).map((field) => field?.sent);
	const [path, search = ''] = target.path.split(/\?(.*)/s);
	const isPaging = (part: string) => names.includes([...new URLSearchParams(part).keys()][0]);
	const parts = search.split('&').filter(Boolean);
	const rest = parts.filter((part) => !isPaging(part)).join('&');
	const start = new URLSearchParams(parts.filter(isPaging).join('&'));
	return {
		list: { ...list, path: rest === '' ? path : `${path}?${rest}` },
		start: Object.fromEntries(start),
	};
}

/** What the pages of a list are asked for with: where nothing is known of it, what other lists take. */
export function pagingOf({ query }: ListTarget) {
	const { page, perPage } = endpoints.meeting.getMany.query;
	return query?.page
		? { page: query.page, perPage: query.perPage }
		: { page, perPage: query?.perPage ?? perPage };
}

/** A query as a text that does not depend on the order or the type of its values. */
function keyOf(query: IDataObject): string {
	return JSON.stringify(
		Object.entries(query)
			.map(([name, value]) => [
				name,
				typeof value === 'object' ? JSON.stringify(value) : String(value),
			])
			.sort(),
	);
}

/** What the rows of a list are called: the last word of its path. */
export function pluralOf({ path }: ListTarget): string {
	return path.split('?')[0].split('/').filter(Boolean).pop() ?? '';
}
