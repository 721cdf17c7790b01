import type { IDataObject } from 'n8n-workflow';

import { isObject } from './json';

/** One page of a list. */
export interface Page {
	rows: IDataObject[];
	/** What to add to the query for the page that follows; absent on the last one. */
	next?: IDataObject;
	/** Whether the API itself said if a page follows; if not, `next` is only worth a try. */
	announced: boolean;
}

/**
 * Reads one list answer in any of the three shapes that Laravel gives (inferred): a bare array,
 * `{ data: [...] }`, or a paginator with `links.next` or `meta.current_page` and `meta.last_page`.
 *
 * @param pageNumber the page that was asked for, counted from 1
 * @returns undefined when the body is no list of objects
 */
export function readPage(body: unknown, pageNumber: number): Page | undefined {
	const envelope = Array.isArray(body) ? { data: body as unknown[] } : body;
	if (!isObject(envelope) || !Array.isArray(envelope.data)) return undefined;
	const rows: unknown[] = envelope.data;
	if (!rows.every(isObject)) return undefined;

	// A paginator that is not wrapped in a resource has its numbers beside the data.
	const meta = isObject(envelope.meta) ? envelope.meta : envelope;
	const links = isObject(envelope.links) ? envelope.links : {};
	const nextUrl = 'next' in links ? links.next : envelope.next_page_url;

	if (typeof nextUrl === 'string') return { rows, next: pageQuery(nextUrl), announced: true };
	const current = Number(meta.current_page);
	const last = Number(meta.last_page);
	if (current < last) return { rows, next: { page: current + 1 }, announced: true };
	if (nextUrl === null || current >= last) return { rows, announced: true };
	return { rows, announced: false, ...(rows.length > 0 && { next: { page: pageNumber + 1 } }) };
}

/** A row's ID, whichever of the likely names the API uses for it. */
export function rowId(row: IDataObject, idField: string): string | undefined {
	const id = row[idField] ?? row.id ?? row.uuid;
	return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** Only the page is taken from a link: its host and its other parameters are not ours to trust. */
function pageQuery(link: string): IDataObject | undefined {
	if (!URL.canParse(link, 'https://claritalk.invalid')) return undefined;
	const { searchParams } = new URL(link, 'https://claritalk.invalid');
	const page = searchParams.get('page');
	const cursor = searchParams.get('cursor');
	if (page === null && cursor === null) return undefined;
	return { ...(page !== null && { page }), ...(cursor !== null && { cursor }) };
}
