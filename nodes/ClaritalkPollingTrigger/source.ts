import type { IDataObject } from 'n8n-workflow';

import type { Client } from '../api/client';
import { endpoints } from '../api/endpoints';
import type { Endpoint } from '../api/facts';
import { type Bookmark, firstPage, MAX_PAGE_SIZE, pagingOf } from '../api/pager';
import type { ListPage, PagedList, Place } from './reading';
import { keyOf } from './seen';
import type { Kind, Source } from './types';

const LISTS: Record<Kind, Endpoint> = {
	meeting: endpoints.meeting.getMany,
	user: endpoints.user.getMany,
};

/** The API as the polls see it. */
export function sourceOf(client: Client): Source {
	return {
		idOf: (kind) => keyOf(`${client.account} ${client.located(LISTS[kind]).path}`),

		list: (kind) => listOf(client, LISTS[kind]),

		async all(kind) {
			const { pages, isShort } = await readAll(client, LISTS[kind]);
			// Rows that moved to pages which were read already: they are found the second time.
			return isShort ? [...pages, ...(await readAll(client, LISTS[kind])).pages] : pages;
		},

		meeting: async (meetingId) => await client.read(endpoints.meeting.get, { ids: { meetingId } }),
	};
}

/** All pages, and whether the API counts more rows than they hold. */
async function readAll(client: Client, endpoint: Endpoint) {
	const pager = client.pager(endpoint, {});
	const pages: IDataObject[][] = [];
	while (pager.more) pages.push(await pager.page());
	return { pages, isShort: (pager.counted.rows ?? 0) > pages.flat().length };
}

/** A list of one poll, of which no numbered page may be the first one again where others are announced. */
function listOf(client: Client, endpoint: Endpoint): PagedList {
	let first: Pick<Bookmark, 'visited' | 'isDistinct'> | undefined;
	return {
		page: async (place) => {
			const before = typeof place === 'number' ? first : undefined;
			const { page, visited, isAnnounced } = await readPage(client, endpoint, place, before);
			if (place === undefined) first = { visited, isDistinct: isAnnounced };
			return page;
		},
	};
}

async function readPage(
	client: Client,
	endpoint: Endpoint,
	place: number | Place | undefined,
	before: Pick<Bookmark, 'visited' | 'isDistinct'> = { visited: [] },
) {
	const { page } = pagingOf(endpoint);
	const next =
		typeof place === 'number'
			? { ...firstPage(endpoint, MAX_PAGE_SIZE), [page.sent]: place }
			: place;
	const pager = client.pager(endpoint, {}, next && { from: { ...before, next } });
	const rows = await pager.page();
	const following = pager.bookmark?.next;
	const number = Number(following?.[page.sent]);
	const read: ListPage = {
		rows,
		counted: pager.counted,
		...(following && { next: following }),
		...(Number.isInteger(number) && { nextNumber: number }),
	};
	const { visited = [] } = pager.bookmark ?? {};
	return { page: read, visited, isAnnounced: pager.more === 'announced' };
}
