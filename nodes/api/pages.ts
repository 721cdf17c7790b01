import type { IDataObject } from 'n8n-workflow';

import { isAroundList, isRefusal, keyedRows } from './answers';
import { isObject, wordOf } from './json';
import { canonical } from './names';
import { isIdName } from './rows';
import { table } from './table';

/** One page of a list. */
export interface Page {
	rows: IDataObject[];
	/** What to add to the query for the page that follows; absent on the last one. */
	next?: IDataObject;
	/** Whether the API itself said if a page follows; if not, `next` is only worth a try. */
	announced: boolean;
	/** Whether `next` is the API's own, as in a link; else the name of its parameter is a guess. */
	isLinked?: boolean;
	/** The number that the API gives this page, and the last one. */
	current?: number;
	last?: number;
	/** How many rows there are on all pages. */
	total?: number;
	/** Whether a next page is announced in a way that cannot be followed. */
	unreadable?: boolean;
}

/** Why a list cannot be read on. */
export type ListProblem = 'noList' | 'unreadableLink' | 'samePage' | 'lostPage' | 'endless';

/** Lists that are no rows. */
const NO_ROWS = new Set(['errors', 'error', 'links', 'meta', 'messages', 'warnings', 'included']);

/** How deep a list is looked for. */
const MAX_DEPTH = 4;

/** A link that leads nowhere. */
const UNREADABLE = '#';

const NAMES = table.pages;

const FACT_PLACES = new Set(NAMES.facts.map(canonical));

/** What tells that more follows, though not how to ask for it by the number of a page. */
const MORE =
	/^(@odata\.)?next(page|offset|start|skip|token|key|marker|link|ur[il]|href)\w*$|^continuation(token)?$/;
const IS_LAST = /^(is)?last(page)?$/;

/** A base for links that are relative: only their query is read. */
const ANY_ORIGIN = 'https://claritalk.invalid';

/**
 * Reads one list answer in any of the shapes that Laravel's collections, resources and paginators, and the common
 * wrappers around them give (inferred).
 *
 * @param asked the number of the page that was asked for, counted from 1
 * @param list the API's name for the number of a page, what the rows are called, which may be the name of the list, and the
 * answer's headers
 * @returns undefined when the body is no list of objects
 */
export function readPage(
	body: unknown,
	asked: number,
	list: { page: string; plural: string; headers?: IDataObject },
): Page | undefined {
	if (isRefusal(body)) return undefined;
	const found = findList(body, list.plural, 0);
	const rows = found?.list.filter((row) => row !== null).map((row) => unwrapRow(row, list.plural));
	if (!found || !rows?.every(isObject)) return undefined;

	const facts = factsOf(found.holders);
	const current = toNumber(facts(NAMES.current));
	const total = totalOf(facts, rows, list.headers);
	const size = toNumber(facts(NAMES.size));
	const last =
		toNumber(facts(NAMES.last)) ??
		(total !== undefined && size ? Math.ceil(total / size) : undefined);
	const page = { rows, current, last, total };

	const link = linkInHeader(list.headers?.link) ?? linkIn(facts);
	if (typeof link === 'string') {
		const next = linkQuery(link);
		return { ...page, next, isLinked: true, announced: true, unreadable: next === undefined };
	}
	const inner = facts(['cursor']);
	const named = facts(NAMES.nextCursor);
	const cursor = named === undefined && isObject(inner) ? inner.next : named;
	const isLast = cursor === null || cursor === '';
	if (!isLast && ['number', 'string'].includes(typeof cursor)) {
		return { ...page, next: { cursor }, announced: true };
	}
	// Some count from 0, and some say 1 on every page: the page that was asked for counts.
	const at = Math.max(current ?? asked, asked);
	const following = { [list.page]: at + 1 };
	if (typeof link === 'number') return { ...page, next: { [list.page]: link }, announced: true };
	if (last !== undefined && at < last) {
		return { ...page, next: following, announced: true };
	}
	const more = facts(NAMES.more);
	const isSaid = [link, cursor].some((one) => one !== undefined);
	if (more === true || (!isSaid && facts.announceMore)) {
		return { ...page, next: following, announced: true };
	}
	const ends = more === false || link === null || isLast;
	if (ends || last !== undefined) return { ...page, announced: true };
	return {
		...page,
		announced: false,
		...(rows.length > 0 && { next: { [list.page]: asked + 1 } }),
	};
}

/** The list in an answer, and the objects around it, the innermost first. */
function findList(
	value: unknown,
	plural: string,
	depth: number,
): { list: unknown[]; holders: IDataObject[] } | undefined {
	if (Array.isArray(value)) return { list: value, holders: [] };
	// Nothing at all: a 204, or `null`.
	if (depth === 0 && [undefined, null, ''].includes(value as null))
		return { list: [], holders: [] };
	if (!isObject(value) || depth > MAX_DEPTH) return undefined;
	const keyed = keyedRows(value) ?? (depth > 0 ? records(value) : undefined);
	if (keyed) return { list: keyed, holders: [] };

	let empty: { list: unknown[]; holders: IDataObject[] } | undefined;
	for (const key of [...NAMES.lists, plural, ...NAMES.wrappers]) {
		const inner = value[key];
		const found = findList(inner, plural, depth + 1);
		if (found && found.list.length > 0) {
			return { list: found.list, holders: [...found.holders, value] };
		}
		// PHP makes `{}` or `null` of an empty list as well; another name may still hold the rows.
		const isEmpty = inner === null || (isObject(inner) && Object.keys(inner).length === 0);
		if (found || (isEmpty && !FACT_PLACES.has(key))) {
			empty ??= { list: [], holders: [...(found?.holders ?? []), value] };
		}
	}
	return onlyList(value) ?? empty;
}

/** Records by a name that none of them holds. */
function records(value: IDataObject): IDataObject[] | undefined {
	const all = Object.values(value).filter(isObject);
	const areRecords = all.every((one) => Object.keys(one).some(isIdName));
	return all.length > 0 && all.length === Object.keys(value).length && areRecords ? all : undefined;
}

/** The one list of objects in an object that is itself none of the rows; an empty one where nothing else stands in it. */
function onlyList(value: IDataObject) {
	const lists = Object.entries(value).filter(
		(entry): entry is [string, unknown[]] =>
			Array.isArray(entry[1]) && !NO_ROWS.has(entry[0]) && !isListOfValues(entry[1]),
	);
	if (lists.length !== 1) return undefined;
	const [[name, list]] = lists;
	const others = Object.keys(value).filter((key) => key !== name);
	const isRow = others.some((key) => /^_?(id|uuid)$|[a-z](_id|Id)$/.test(key));
	const isMeant = list.length > 0 ? !isRow : others.every(isAroundList);
	return isMeant ? { list, holders: [value] } : undefined;
}

function isListOfValues(list: unknown[]): boolean {
	return list.length > 0 && !list.some(isObject);
}

/** A resource in a list may have an envelope of its own. */
function unwrapRow(row: unknown, plural: string): unknown {
	if (!isObject(row)) return row;
	const [name, ...others] = Object.keys(row).filter((key) => !['links', 'meta'].includes(key));
	const isEnvelope = name === 'data' || `${canonical(name ?? '')}s` === canonical(plural);
	return isEnvelope && others.length === 0 && isObject(row[name]) ? row[name] : row;
}

/** How many rows there are on all pages; a bare count may mean those of this page. */
function totalOf(facts: Facts, rows: IDataObject[], headers: IDataObject = {}): number | undefined {
	const told = facts(NAMES.total) ?? headers['x-total-count'] ?? headers['x-total'];
	const count = toNumber(facts(['count']));
	return toNumber(told) ?? (count !== undefined && count > rows.length ? count : undefined);
}

/** Gives what stands under the first of some names that anything stands under. */
type Facts = ((names: readonly string[]) => unknown) & {
	/** Whether one of them says that more follows, in whichever words. */
	announceMore: boolean;
};

/** Looks a fact about pages up beside the list, in `meta` and the like, whichever way its name is spelled. */
function factsOf(holders: IDataObject[]): Facts {
	const facts = new Map<string, unknown>();
	for (const holder of holders) {
		const places = factPlaces(holder);
		for (const place of [holder, ...places, ...places.flatMap(factPlaces)]) {
			for (const [key, value] of Object.entries(place)) {
				const name = canonical(key);
				if (!facts.has(name)) facts.set(name, value);
			}
		}
	}
	const find = (names: readonly string[]) => {
		const told = names.map((name) => facts.get(canonical(name)));
		return told.find((fact) => fact !== undefined);
	};
	const announceMore = [...facts].some(
		([name, fact]) => (MORE.test(name) && Boolean(fact)) || (IS_LAST.test(name) && fact === false),
	);
	return Object.assign(find, { announceMore });
}

/** What in an object holds facts about pages. */
function factPlaces(holder: IDataObject): IDataObject[] {
	return Object.entries(holder)
		.filter(([key]) => FACT_PLACES.has(canonical(key)))
		.map(([, place]) => place)
		.filter(isObject);
}

/** Where the next page is: a link, a page's number, null where none follows, undefined where nothing is said. */
function linkIn(facts: Facts): string | number | null | undefined {
	const links = facts(['links']);
	const places = [
		isObject(links) ? links.next : undefined,
		facts(NAMES.next),
		Array.isArray(links) ? numberedLink(links) : undefined,
	];
	for (const place of places) {
		const link = isObject(place) ? (place.href ?? place.url) : place;
		if ([null, false, '', 0, '0'].includes(link as null)) return null;
		if (typeof link === 'number') return link;
		if (typeof link === 'string') return /^\d+$/.test(link) ? Number(link) : link;
		// Something is announced, but not where it is.
		if (place !== undefined) return UNREADABLE;
	}
	return undefined;
}

/** In the list of links under the page numbers, the one behind "Next". */
function numberedLink(links: unknown[]): unknown {
	const next = links
		.filter(isObject)
		.find((link) => /next|»|&raquo;/i.test(wordOf(link.label ?? link.rel)));
	return next?.url ?? next?.href;
}

/** RFC 8288, as bare lists announce their next page. */
function linkInHeader(header: unknown): string | undefined {
	const links = [...String(header ?? '').matchAll(/<([^<>]*)>([^<]*)/g)];
	const isNext = ([, , parameters]: string[]) =>
		/;\s*rel\s*=[^;,]*\bnext(?![\w-])/i.test(parameters);
	return links.find(isNext)?.[1];
}

/** The whole query of a link is followed; its host and path are not ours to trust. */
function linkQuery(link: string): IDataObject | undefined {
	if (!URL.canParse(link, ANY_ORIGIN)) return undefined;
	const { searchParams } = new URL(link, ANY_ORIGIN);
	const query: IDataObject = Object.fromEntries(searchParams);
	for (const name of Object.keys(query)) {
		const all = searchParams.getAll(name);
		if (all.length > 1 && name.endsWith('[]')) query[name] = all;
	}
	return Object.keys(query).length > 0 ? query : undefined;
}

function toNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
