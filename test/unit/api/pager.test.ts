/** What a pager asks for, page by page, and when it stops or fails; whether no row is lost is in test/unit/properties. */
import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../../../nodes/api/answers';
import { endpoints } from '../../../nodes/api/endpoints';
import type { ListTarget } from '../../../nodes/api/facts';
import { type Bookmark, pagedAt, Pager } from '../../../nodes/api/pager';

/** So that a list without an end has one. */
const MOST_REQUESTS = 100;

type Answering = (query: IDataObject) => Partial<Answer>;

const teams = (ids: string) => [...ids].map((teamId) => ({ teamId, name: `Team ${teamId}` }));
const idsOf = (rows: IDataObject[]) => rows.map(({ teamId }) => teamId).join('');
const pagesOf = (asked: IDataObject[]) => asked.map(({ page }) => page);

/** A pager over a list that answers each query as a test says, and the queries that came. */
function pagerOf(
	answer: Answering,
	{ limit, from, ...list }: Partial<ListTarget> & { limit?: number; from?: Bookmark } = {},
) {
	const asked: IDataObject[] = [];
	const fetch = async (query: IDataObject, borne: number[]): Promise<Answer> => {
		if (asked.push(query) > MOST_REQUESTS) throw new Error('The list has no end');
		const answered = { statusCode: 200, headers: {}, body: '', ...answer(query) };
		const isBorne = answered.statusCode < 300 || borne.includes(answered.statusCode);
		if (!isBorne) throw new Error(`${answered.statusCode}`);
		return answered;
	};
	const fail = async (problem: string): Promise<never> => {
		throw new Error(problem);
	};
	const endpoint = { ...endpoints.team.getMany, ...list };
	return { pager: new Pager({ fetch, fail }, endpoint, {}, limit, from), asked };
}

async function readAll(pager: Pager): Promise<IDataObject[]> {
	const rows: IDataObject[] = [];
	while (pager.more) rows.push(...(await pager.page()));
	return rows;
}

describe('a list', () => {
	it.each<[string, object[]]>([
		[
			'an empty last page',
			[
				{ data: teams('ab'), last_page: 2 },
				{ data: [], last_page: 2 },
			],
		],
		[
			'a page that calls itself the last, whichever was asked for',
			[{ data: teams('ab'), current_page: 3, last_page: 3 }],
		],
	])('ends with %s', async (_, bodies) => {
		const { pager, asked } = pagerOf(({ page }) => ({ body: bodies[Number(page) - 1] ?? [] }));
		expect(idsOf(await readAll(pager))).toBe('ab');
		expect(asked).toHaveLength(bodies.length);
	});

	it('gives nothing more at its end, and is not asked for it', async () => {
		const { pager, asked } = pagerOf(() => ({ body: { data: teams('a'), has_more: false } }));
		await readAll(pager);
		expect(await pager.page()).toEqual([]);
		expect(asked).toHaveLength(1);
	});

	it('has a page that begins like another and ends otherwise', async () => {
		const { pager } = pagerOf(({ page }) => ({
			body: teams(['ab', 'ac'][Number(page) - 1] ?? ''),
		}));
		expect(idsOf(await readAll(pager))).toBe('abc');
	});

	it('whose pages are numbered and all the same is an error', async () => {
		const { pager } = pagerOf(({ page }) => ({
			body: { data: teams('ab'), current_page: page, last_page: 3 },
		}));
		await expect(readAll(pager)).rejects.toThrow('samePage');
	});

	it('is an error after ten empty pages that announce another', async () => {
		const { pager, asked } = pagerOf(() => ({ body: { data: [], has_more: true } }));
		await expect(readAll(pager)).rejects.toThrow('endless');
		expect(asked).toHaveLength(11);
	});

	it('is called by the last word of its path, also before a "/"', async () => {
		const body = { data: [{ team: { teamId: 'a' } }], has_more: false };
		const { pager } = pagerOf(() => ({ body }), { path: '/teams/' });
		expect(idsOf(await readAll(pager))).toBe('a');
	});
});

it.each<[string, unknown, object]>([
	['is what was told before an empty page that says nothing', [], { pages: 2, rows: 9 }],
	['is not known after rows that say nothing', teams('c'), {}],
	['is told by an empty page, in pages', { data: [], last_page: 3 }, { pages: 3 }],
	['is told by an empty page, in rows', { data: [], total: 8 }, { rows: 8 }],
])('the length of a list %s', async (_, body, counted) => {
	const first = { data: teams('ab'), last_page: 2, total: 9 };
	const { pager } = pagerOf(({ page }) => ({ body: page === 1 ? first : body }));
	await pager.page();
	await pager.page();
	expect(pager.counted).toEqual(counted);
});

describe('a list whose pages are counted from 0', () => {
	/** Three pages of two, of which the one that is asked for first is the second. */
	const counted = (zero: Partial<Answer>) =>
		pagerOf(({ page }) => {
			const data = teams(['', 'cd', 'e'][Number(page)] ?? '');
			return page === 0 ? zero : { body: { data, total: 5, has_more: page === 1 } };
		});

	it('is read on beyond its end twice, then before its beginning, as nothing announced it', async () => {
		const { pager, asked } = counted({ body: { data: teams('ab') } });
		const rows: IDataObject[] = [];
		const told: unknown[] = [];
		while (pager.more) {
			told.push(pager.more);
			rows.push(...(await pager.page()));
		}
		expect(idsOf(rows)).toBe('cdeab');
		expect(pagesOf(asked)).toEqual([1, 2, 3, 4, 0]);
		expect(told).toEqual(['announced', 'announced', 'possible', 'possible', 'possible']);
	});

	it('has no rows of an answer that refuses the page before its first', async () => {
		const { pager } = counted({ statusCode: 404, body: { data: teams('x') } });
		expect(idsOf(await readAll(pager))).toBe('cde');
	});

	it('gives a row without an ID once where that page is the first one again', async () => {
		const rows = [{ label: 'one' }];
		const { pager, asked } = pagerOf(({ page }) => ({
			body: { data: Number(page) < 2 ? rows : [], total: 2 },
		}));
		expect(await readAll(pager)).toEqual(rows);
		expect(pagesOf(asked)).toEqual([1, 2, 3, 0]);
	});
});

describe('a list that takes no number of a page', () => {
	const paging = 'linked' as const;

	it('is read as far as it is linked, however many rows it counts', async () => {
		const first = { data: teams('ab'), total: 5, links: { next: '?cursor=c2' } };
		const { pager, asked } = pagerOf(
			({ cursor }) => ({ body: cursor ? { data: teams('c'), total: 5 } : first }),
			{ paging },
		);
		expect(idsOf(await readAll(pager))).toBe('abc');
		expect(asked).toEqual([{}, { cursor: 'c2' }]);
	});

	it('but counts its pages gives rows that are alike on each of them', async () => {
		const data = [{ label: 'one' }];
		const { pager } = pagerOf(
			({ cursor }) => ({
				body: cursor
					? { data, current_page: 2, links: { next: null } }
					: { data, current_page: 1, links: { next: '?cursor=c2' } },
			}),
			{ paging },
		);
		expect(await readAll(pager)).toEqual([...data, ...data]);
	});
});

describe('from where another pager stood,', () => {
	/** A pager that goes on behind a first page. */
	async function goOn(answer: Answering, more: Partial<Bookmark> = {}): Promise<Pager> {
		const { pager } = pagerOf(answer);
		await pager.page();
		return pagerOf(answer, { from: { ...pager.bookmark!, ...more } }).pager;
	}
	const announcing = { body: { data: teams('ab'), has_more: true } };

	it('a page that is not there is an error', async () => {
		const pager = await goOn(({ page }) => (page === 1 ? announcing : { statusCode: 404 }));
		await expect(pager.page()).rejects.toThrow('lostPage');
	});

	it.each([
		['a page that nothing announced is not there', { data: teams('ab') }, { statusCode: 404 }],
		[
			'a link leads to the same rows and to itself',
			{ data: teams('ab'), links: { next: 'https://claritalk.example.com/api/teams?page=2' } },
			{},
		],
	])('the list ends quietly where %s', async (_, body, second) => {
		const pager = await goOn(({ page }) => ({ body, ...(Number(page) > 1 && second) }));
		expect(await pager.page()).toEqual([]);
		expect(pager.more).toBeUndefined();
	});

	it('a cursor that leads to the first page again is an error', async () => {
		const pager = await goOn(() => ({ body: { data: teams('ab'), next_cursor: 'c1' } }));
		await expect(pager.page()).rejects.toThrow('samePage');
	});

	it('the first page again is an error only where it must be another', async () => {
		const again = await goOn(() => announcing);
		expect(await again.page()).toEqual([]);
		const distinct = await goOn(() => announcing, { isDistinct: true });
		await expect(distinct.page()).rejects.toThrow('samePage');
	});

	it('the rows that it gives are not held against those that are counted', async () => {
		const pager = await goOn(({ cursor }) => ({
			body: cursor
				? { data: teams('c'), total: 3, links: { next: null } }
				: { data: teams('ab'), total: 3, links: { next: '?cursor=c2' } },
		}));
		expect(idsOf(await pager.page())).toBe('c');
		expect(pager.more).toBeUndefined();
	});
});

describe('a link that cannot be followed', () => {
	const answer = () => ({ body: { data: teams('ab'), links: { next: 'http://[' } } });

	it.each([undefined, 3])('is an error where more rows are wanted: limit %s', async (limit) => {
		await expect(pagerOf(answer, { limit }).pager.page()).rejects.toThrow('unreadableLink');
	});

	it('does not matter where no more are wanted', async () => {
		expect(idsOf(await pagerOf(answer, { limit: 2 }).pager.page())).toBe('ab');
	});
});

describe('ahead are asked for', () => {
	it.each<[string, number, object, number[]]>([
		['as many pages as are needed', 5, { current_page: 1, last_page: 9 }, [1, 2, 3]],
		['none of another number', Infinity, { current_page: 0, last_page: 9 }, [1]],
		[
			'none where a link says more than a number',
			Infinity,
			{ current_page: 1, last_page: 9, links: { next: '?page=2&sort=name' } },
			[1],
		],
	])('%s', async (_, limit, facts, pages) => {
		const { pager, asked } = pagerOf(() => ({ body: { data: teams('ab'), ...facts } }), { limit });
		await pager.page();
		expect(pagesOf(asked)).toEqual(pages);
	});
});

it.each<[string, string, object]>([
	['/teams', '/teams', {}],
	['/teams?page=2&per_page=5', '/teams', { page: '2', per_page: '5' }],
	['/teams?sort=name&&page=2&user=3', '/teams?sort=name&user=3', { page: '2' }],
])('%s is the list at %s, begun at %j', (path, at, begun) => {
	const { list, start } = pagedAt({ method: 'GET', path });
	expect(list.path).toBe(at);
	expect(start).toEqual(begun);
});
