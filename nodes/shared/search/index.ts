import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';

import { Client } from '../../api/client';
import { endpoints } from '../../api/endpoints';
import type { Endpoint, RowKind } from '../../api/facts';
import type { Bookmark } from '../../api/pager';
import { readText, rowId } from '../../api/rows';
import { credentialTypeOf } from '../authentication';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** A list endpoint that says what its rows are. */
type ListEndpoint = Endpoint & { rows: RowKind };

/** Where a list goes on, and whether the API itself searches it. */
interface Position {
	bookmark: Bookmark;
	isSearched?: boolean;
}

/** The fields that a row is shown by. */
interface Naming {
	main: string[];
	/** What tells rows of the same name apart, in brackets. */
	detail?: string;
	/** When it was made: it stands behind the name, and the newest row comes first. */
	time?: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** How many pages are read for one look into the list. */
const MOST_PAGES = 10;

/** The search methods behind the resource locators, by the names the locators call them. */
export const listSearch = {
	searchDossiers: searchOf(endpoints.dossier.getMany, { main: ['name'] }),
	searchMeetings: searchOf(endpoints.meeting.getMany, { main: ['title'], time: 'createdAt' }),
	searchTeams: searchOf(endpoints.team.getMany, { main: ['name'] }),
	searchUsers: searchOf(endpoints.user.getMany, {
		main: ['firstName', 'lastName'],
		detail: 'email',
	}),
	suggestIdentifierTypes: suggestionsOf(['company', 'party', 'relation']),
	suggestLocales: suggestionsOf(['en', 'fr', 'nl']),
	suggestRoles: suggestionsOf([], endpoints.user.getMany, 'role'),
	suggestStatuses: suggestionsOf(['Meeting processed'], endpoints.meeting.getMany, 'status'),
	suggestSystems: suggestionsOf(['AdminPulse', 'Brokercloud', 'Fid-Manager', 'Silverfin']),
} satisfies Record<string, ListSearch>;

/**
 * Searches a whole collection, page by page. The API's own `search` is inferred: where it finds something, that is shown,
 * whatever the names are; where it is ignored, the names are searched here. Pages without a match are passed over, so
 * that the list is not empty while matches wait.
 * In which order the API gives its pages is not known: the rows of each are put in order.
 */
function searchOf(endpoint: ListEndpoint, naming: Naming): ListSearch {
	return async function (filter, paginationToken) {
		const client = await Client.create(this, credentialTypeOf(this));
		const wanted = filter?.trim() ?? '';
		const { search } = endpoint.query ?? {};
		const query = wanted && search ? { [search.sent]: wanted } : {};
		const position = paginationToken ? jsonParse<Position>(paginationToken) : undefined;
		const from = position?.bookmark;
		const pager = client.pager(endpoint, query, { from });

		let isSearched = position?.isSearched;
		let results: INodeListSearchItems[] = [];
		let pages = 0;
		// Whether more follows is unknown, or known only by trying: then it is read on at once.
		while (
			pager.more &&
			pages < MOST_PAGES &&
			(results.length === 0 || pager.more === 'possible')
		) {
			const rows = await pager.page();
			const all = newestFirst(rows, endpoint.rows, naming).flatMap((row) =>
				toResult(row, endpoint.rows, naming),
			);
			const matching = all.filter(({ name }) => includes(name, wanted));
			if (matching.length < all.length) isSearched ??= await searches(client, endpoint, rows);
			results = results.concat(isSearched ? all : matching);
			pages++;
		}
		if (results.length === 0 && pager.more) {
			const searched = `Nothing found in the first ${pages} pages of ${endpoint.rows}s`;
			return { results: [{ name: `${searched}: type another text, or enter the ID`, value: '' }] };
		}
		const { bookmark } = pager;
		return {
			results,
			...(bookmark && { paginationToken: JSON.stringify({ bookmark, isSearched }) }),
		};
	};
}

/** Whether the API searches: it does if it answers otherwise than without a search. */
async function searches(
	client: Client,
	endpoint: ListEndpoint,
	found: IDataObject[],
): Promise<boolean> {
	const ids = (rows: IDataObject[]) => rows.map((row) => rowId(row, endpoint.rows)).join(' ');
	try {
		const plain = await client.pager(endpoint, {}).page();
		return ids(plain) !== ids(found);
	} catch {
		// The search itself went well: then its result is what there is.
		return true;
	}
}

/**
 * Suggests values for a field of which the vendor publishes none: what is known, what the latest rows hold, and
 * whatever was typed.
 */
function suggestionsOf(known: string[], endpoint?: ListEndpoint, field = ''): ListSearch {
	return async function (filter) {
		const typed = filter?.trim() ?? '';
		const values = new Set(known);
		if (endpoint) {
			for (const row of await latestRows(this, endpoint)) {
				const value = readText(row, endpoint.rows, field);
				if (value) values.add(value);
			}
		}
		const matching = [...values].filter((value) => includes(value, typed)).sort();
		if (typed && !matching.includes(typed)) matching.push(typed);
		return { results: matching.map((value) => ({ name: value, value })) };
	};
}

/** The first page of a list; none where it cannot be read, since any value can be typed. */
async function latestRows(context: ILoadOptionsFunctions, endpoint: ListEndpoint) {
	try {
		const client = await Client.create(context, credentialTypeOf(context));
		return await client.pager(endpoint, {}).page();
	} catch {
		return [];
	}
}

/** Rows by their time, as texts of one form; as they came where they have none. */
function newestFirst(rows: IDataObject[], kind: RowKind, { time }: Naming): IDataObject[] {
	if (time === undefined) return rows;
	const timeOf = (row: IDataObject) => readText(row, kind, time);
	return [...rows].sort((one, other) => timeOf(other).localeCompare(timeOf(one)));
}

function toResult(
	row: IDataObject,
	kind: RowKind,
	{ main, detail, time }: Naming,
): INodeListSearchItems[] {
	const value = rowId(row, kind);
	if (value === undefined) return [];
	const read = (field: string) => readText(row, kind, field);
	const name = main.map(read).filter(Boolean).join(' ') || read('name');
	const named = joinName(name, detail ? read(detail) : '');
	const parts = [named, time ? showTime(read(time)) : ''].filter(Boolean);
	return [{ name: parts.join(' · ') || value, value }];
}

/** A time as `5 Jan 2026 10:00`, as the API gives it, since its zone is not known; what is no time stays. */
function showTime(text: string): string {
	const [, year, month, day, clockTime = ''] =
		/^(\d{4})-(0[1-9]|1[0-2])-(\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(text) ?? [];
	if (year === undefined) return text;
	return `${Number(day)} ${MONTHS[Number(month) - 1]} ${year} ${clockTime}`.trim();
}

function includes(text: string, part: string): boolean {
	return text.toLowerCase().includes(part.toLowerCase());
}

/** `Main (detail)`, or whichever of the two is there. */
function joinName(main: string, detail: string): string {
	return main && detail ? `${main} (${detail})` : main || detail;
}
