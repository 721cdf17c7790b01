import type { IDataObject } from 'n8n-workflow';

import { isRefusal, keyedRows } from './answers';
import { isObject } from './json';
import { canonical } from './names';
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

/** A base for links that are relative: only their query is read. */
const ANY_ORIGIN = 'https://claritalk.invalid';

/**
 * Reads one list answer in any of the shapes that Laravel's collections, resources and paginators, and the common
 * wrappers around them give (inferred).
 *
 * @param asked the number of the page that was asked for, counted from 1
 * @param list the API's name for the number of a page, what the rows are called, which may be the name of the list, and the
 * answer's `Link` header
 * @returns undefined when the body is no list of objects
 */
export function readPage(
	body: unknown,
	asked: number,
	list: { page: string; plural: string; linkHeader?: unknown },
): Page | undefined {
	if (isRefusal(body)) return undefined;
	const found = findList(body, list.plural, 0);
	const rows = found?.list.filter((row) => row !== null && row !== undefined).map(unwrapRow);
	if (!found || !rows?.every(isObject)) return undefined;

	const facts = factsOf(found.holders);
	const current = toNumber(facts(NAMES.current));
	const total = toNumber(facts(NAMES.total));
	const size = toNumber(facts(NAMES.size));
	const last =
		toNumber(facts(NAMES.last)) ??
		(total !== undefined && size ? Math.ceil(total / size) : undefined);
	const page = { rows, current, last, total };

	const link = linkInHeader(list.linkHeader) ?? linkIn(facts);
	if (typeof link === 'string') {
		const next = linkQuery(link);
		return { ...page, next, isLinked: true, announced: true, unreadable: next === undefined };
	}
	const inner = facts(['cursor']);
	const cursor = facts(NAMES.nextCursor) ?? (isObject(inner) ? inner.next : undefined);
	if (typeof cursor === 'number' || (typeof cursor === 'string' && cursor !== '')) {
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
	if (more === true) return { ...page, next: following, announced: true };
	const ends = more === false || link === null || cursor === null;
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
	const keyed = keyedRows(value);
	if (keyed) return { list: keyed, holders: [] };

	const named = [...NAMES.lists, plural, ...NAMES.wrappers].filter((key) => key in value);
	let empty: { list: unknown[]; holders: IDataObject[] } | undefined;
	for (const key of named) {
		const inner = value[key];
		const found = findList(inner, plural, depth + 1);
		if (found && found.list.length > 0) {
			return { list: found.list, holders: [...found.holders, value] };
		}
		// PHP makes `{}` or `null` of an empty list as well; another name may still hold the rows.
		const isEmpty = inner === null || (isObject(inner) && Object.keys(inner).length === 0);
		if (found || (isEmpty && key !== 'page')) {
			empty ??= { list: [], holders: [...(found?.holders ?? []), value] };
		}
	}
	return onlyList(value) ?? empty;
}

/** The one list of objects in an object that is itself none of the rows. */
function onlyList(value: IDataObject) {
	const lists = Object.entries(value).filter(
		([key, list]) => Array.isArray(list) && !NO_ROWS.has(key) && (list as unknown[]).some(isObject),
	);
	const isRow = Object.keys(value).some((key) => /^_?(id|uuid)$|[a-z](_id|Id)$/.test(key));
	return lists.length === 1 && !isRow
		? { list: lists[0][1] as unknown[], holders: [value] }
		: undefined;
}

/** A resource in a list may have an envelope of its own. */
function unwrapRow(row: unknown): unknown {
	return isObject(row) && Object.keys(row).length === 1 && isObject(row.data) ? row.data : row;
}

/** Gives what stands under the first of some names that anything stands under. */
type Facts = (names: readonly string[]) => unknown;

/** Looks a fact about pages up beside the list, in `meta` and the like, whichever way its name is spelled. */
function factsOf(holders: IDataObject[]): Facts {
	const facts = new Map<string, unknown>();
	for (const holder of holders) {
		const meta = isObject(holder.meta) ? holder.meta : {};
		const places = NAMES.facts.map((name) => holder[name]);
		for (const place of [holder, ...places, ...NAMES.facts.map((name) => meta[name])]) {
			if (!isObject(place)) continue;
			for (const [key, value] of Object.entries(place)) {
				const name = canonical(key);
				if (!facts.has(name)) facts.set(name, value);
			}
		}
	}
	return (names) => {
		const told = names.map((name) => facts.get(canonical(name)));
		return told.find((fact) => fact !== undefined);
	};
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
		if (typeof link === 'number' || (typeof link === 'string' && link !== '')) return link;
		if (link === null || link === false || link === '') return null;
		// Something is announced, but not where it is.
		if (place !== undefined) return UNREADABLE;
	}
	return undefined;
}

/** In the list of links under the page numbers, the one behind "Next". */
function numberedLink(links: unknown[]): unknown {
	const next = links
		.filter(isObject)
		.find((link) => /next|»|&raquo;/i.test(String(link.label ?? link.rel)));
	return next?.url ?? next?.href;
}

/** RFC 8288, as bare lists announce their next page. */
function linkInHeader(header: unknown): string | undefined {
	return /<([^<>]*)>\s*;[^,<]*\brel="?next"?/i.exec(String(header ?? ''))?.[1];
}

/** The whole query of a link is followed; its host and path are not ours to trust. */
function linkQuery(link: string): IDataObject | undefined {
	if (!URL.canParse(link, ANY_ORIGIN)) return undefined;
	const query = Object.fromEntries(new URL(link, ANY_ORIGIN).searchParams);
	return Object.keys(query).length > 0 ? query : undefined;
}

function toNumber(value: unknown): number | undefined {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
