import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';
import { jsonParse } from 'n8n-workflow';

import { Client, MAX_PAGE_SIZE } from '../../api/client';
import { type Endpoint, endpoints } from '../../api/endpoints';
import { rowId } from '../../api/pages';
import type { Dossier, Meeting, Team, User } from '../../api/types';
import { credentialTypeOf } from '../../shared/authentication';

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** The search methods behind the resource locators, by the names the locators call them. */
export const listSearch = {
	searchDossiers: searchOf(endpoints.dossier.getMany, ({ name }: Dossier) => name ?? ''),
	searchMeetings: searchOf(endpoints.meeting.getMany, ({ title, createdAt }: Meeting) =>
		joinName(title, createdAt?.slice(0, 10)),
	),
	searchTeams: searchOf(endpoints.team.getMany, ({ name }: Team) => name ?? ''),
	searchUsers: searchOf(endpoints.user.getMany, ({ firstName, lastName, email }: User) =>
		joinName([firstName, lastName].filter(Boolean).join(' '), email),
	),
	suggestLocales: suggestionsOf(['en', 'fr', 'nl']),
	suggestRoles: suggestionsOf([], endpoints.user.getMany, 'role'),
	suggestStatuses: suggestionsOf(['Meeting processed'], endpoints.meeting.getMany, 'status'),
} satisfies Record<string, ListSearch>;

/**
 * Searches a whole collection, page by page. The API's own `search` is inferred, so what comes back is filtered
 * here as well; pages without a match are passed over, so that the list is never empty while matches wait.
 *
 * @param nameOf how a person knows a row
 */
function searchOf(endpoint: Endpoint, nameOf: (row: IDataObject) => string): ListSearch {
	return async function (filter, paginationToken) {
		const client = await Client.create(this, credentialTypeOf(this));
		const wanted = filter?.trim() ?? '';
		const search = wanted ? { search: wanted } : {};
		let next: IDataObject | undefined = paginationToken
			? jsonParse<IDataObject>(paginationToken)
			: { page: 1, per_page: MAX_PAGE_SIZE };

		const results: INodeListSearchItems[] = [];
		while (next && results.length === 0) {
			const page = await client.page(endpoint, { ...next, ...search });
			// Whether more follows is unknown, or known only by trying: then everything is read at once.
			const rows = page.announced ? page.rows : await client.list(endpoint, search, Infinity);
			next = page.announced && page.next ? { ...next, ...page.next } : undefined;
			results.push(...toResults(rows, endpoint, nameOf, wanted));
		}
		return { results, ...(next && { paginationToken: JSON.stringify(next) }) };
	};
}

/**
 * Suggests values for a field of which the vendor publishes none: what is known, what the latest rows hold, and
 * whatever was typed.
 */
function suggestionsOf(known: string[], endpoint?: Endpoint, field = ''): ListSearch {
	return async function (filter) {
		const typed = filter?.trim() ?? '';
		const values = new Set(known);
		if (endpoint) {
			const client = await Client.create(this, credentialTypeOf(this));
			const { rows } = await client.page(endpoint, { page: 1, per_page: MAX_PAGE_SIZE });
			for (const { [field]: value } of rows) if (typeof value === 'string') values.add(value);
		}
		const matching = [...values].filter((value) => includes(value, typed)).sort();
		if (typed && !matching.includes(typed)) matching.push(typed);
		return { results: matching.map((value) => ({ name: value, value })) };
	};
}

function toResults(
	rows: IDataObject[],
	endpoint: Endpoint,
	nameOf: (row: IDataObject) => string,
	wanted: string,
): INodeListSearchItems[] {
	return rows.flatMap((row) => {
		const value = rowId(row, endpoint.idField ?? 'id');
		if (value === undefined) return [];
		const name = nameOf(row) || value;
		return includes(name, wanted) ? [{ name, value }] : [];
	});
}

function includes(text: string, part: string): boolean {
	return text.toLowerCase().includes(part.toLowerCase());
}

/** `Main (detail)`, or whichever of the two is there. */
function joinName(main?: string, detail?: string): string {
	return main && detail ? `${main} (${detail})` : main || detail || '';
}
