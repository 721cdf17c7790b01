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

/** How many pages are read for one look into the list. */
const MOST_PAGES = 10;

/** The search methods behind the resource locators, by the names the locators call them. */
export const listSearch = {
	searchDossiers: searchOf(endpoints.dossier.getMany, ['name']),
	searchMeetings: searchOf(endpoints.meeting.getMany, ['title'], 'createdAt'),
	searchTeams: searchOf(endpoints.team.getMany, ['name']),
	searchUsers: searchOf(endpoints.user.getMany, ['firstName', 'lastName'], 'email'),
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
 *
 * @param main the fields that name a row
 * @param detail the field that tells rows of the same name apart
 */
function searchOf(endpoint: ListEndpoint, main: string[], detail?: string): ListSearch {
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
			const all = rows.flatMap((row) => toResult(row, endpoint.rows, main, detail));
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

function toResult(
	row: IDataObject,
	kind: RowKind,
	main: string[],
	detail: string | undefined,
): INodeListSearchItems[] {
	const value = rowId(row, kind);
	if (value === undefined) return [];
	const name =
		main
			.map((field) => readText(row, kind, field))
			.filter(Boolean)
			.join(' ') || readText(row, kind, 'name');
	const more = detail ? readText(row, kind, detail) : '';
	// Of a time the day is enough.
	return [
		{ name: joinName(name, more.replace(/^(\d{4}-\d{2}-\d{2})[T ].*/, '$1')) || value, value },
	];
}

function includes(text: string, part: string): boolean {
	return text.toLowerCase().includes(part.toLowerCase());
}

/** `Main (detail)`, or whichever of the two is there. */
function joinName(main: string, detail: string): string {
	return main && detail ? `${main} (${detail})` : main || detail;
}
