/** Lists in the shapes that servers give them, and the ways in which pages go wrong. */
import type { IDataObject, INodeListSearchItems } from 'n8n-workflow';

import { byId } from '../../harness/claritalk';
import { type Reply, type Seen, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const row = (id: string) => ({ team_id: id, name: `Team ${id}` });
const rows = (ids: string) => [...ids].map(row);
const link = (query: string) => `https://elsewhere.example/api/teams?${query}`;
const all = { returnAll: true };

/** The IDs of what Return All gives. */
const readAll = async () => idsOf(await api.json('team.getMany', all));
const idsOf = (items: IDataObject[]) => items.map(({ team_id, teamId }) => team_id ?? teamId);

/** Everything that the dropdown shows to someone who scrolls on, at most 30 times. */
async function scroll(filter?: string, method = 'searchTeams') {
	const results: INodeListSearchItems[] = [];
	let paginationToken: unknown;
	for (let turn = 0; turn < 30; turn++) {
		const setup = { filter, paginationToken: paginationToken as string | undefined };
		const page = await api.search(method, setup);
		results.push(...page.results);
		paginationToken = page.paginationToken;
		if (!paginationToken) return results;
	}
	throw new Error(`The list has no end: ${results.length} results in ${api.requests.length} calls`);
}
const scrollIds = async () => (await scroll()).map(({ value }) => value);

/** The page that a request asks for, by any of the ways to ask. */
function pageOf({ query }: Seen): number {
	if (query.cursor ?? query.after) return (query.cursor ?? query.after) === 'c2' ? 2 : 3;
	if (query.offset ?? query.skip) return Number(query.offset ?? query.skip) / 2 + 1;
	return Number(query['page[number]'] ?? query.page ?? 1);
}

/** Three teams on two pages, each page in a shape. */
type Shape = (rows: object[], page: number) => unknown;
const paged = (shape: Shape) =>
	api.answer((request) => {
		const page = pageOf(request);
		return { json: shape([[], rows('ab'), rows('c')][page] ?? [], page) };
	});

const numbers = (page: number) => ({
	current_page: page,
	from: page === 1 ? 1 : 3,
	last_page: 2,
	path: link(''),
	per_page: 2,
	to: page === 1 ? 2 : 3,
	total: 3,
});
const buttons = (page: number) => [
	{ url: null, label: '&laquo; Previous', active: false },
	{ url: link('page=1'), label: '1', active: page === 1 },
	{ url: link('page=2'), label: '2', active: page === 2 },
	{ url: page === 1 ? link('page=2') : null, label: 'Next &raquo;', active: false },
];
const nextOf = (page: number, query = 'page=2') => (page === 1 ? link(query) : null);
const lengthAware: Shape = (data, page) => ({
	...numbers(page),
	data,
	first_page_url: link('page=1'),
	last_page_url: link('page=2'),
	links: buttons(page),
	next_page_url: nextOf(page),
	prev_page_url: null,
});
/** What PHP makes of a collection that was filtered: an object with gaps. */
const withGaps = (data: object[], from = 0) =>
	Object.fromEntries(data.map((one, index) => [from + 2 * index, one]));
const byName = (data: object[]) =>
	Object.fromEntries(data.map((one, index) => [`team-${index}`, one]));
const keyed = (data: object[]) =>
	Object.fromEntries((data as IDataObject[]).map((one) => [one.team_id, one]));

const SHAPES: Array<[string, Shape]> = [
	['a paginator in a wrapper', (data, page) => ({ success: true, data: lengthAware(data, page) })],
	['data.items', (data, page) => ({ data: { items: data, ...numbers(page) } })],
	// Not in the list of what was seen:
	['a length-aware paginator, with its buttons as links', lengthAware],
	[
		'a length-aware paginator of resources',
		(data, page) => ({
			data,
			links: { first: link('page=1'), last: link('page=2'), prev: null, next: nextOf(page) },
			meta: { ...numbers(page), links: buttons(page) },
		}),
	],
	[
		'a simple paginator',
		(data, page) => ({
			current_page: page,
			data,
			next_page_url: nextOf(page),
			per_page: 2,
			prev_page_url: null,
		}),
	],
	[
		'a cursor paginator',
		(data, page) => ({
			data,
			per_page: 2,
			next_cursor: page === 1 ? 'c2' : null,
			next_page_url: nextOf(page, 'cursor=c2'),
			prev_cursor: null,
			prev_page_url: null,
		}),
	],
	[
		'a cursor paginator of resources',
		(data, page) => ({
			data,
			links: { first: null, last: null, prev: null, next: nextOf(page, 'cursor=c2') },
			meta: { path: link(''), per_page: 2, next_cursor: page === 1 ? 'c2' : null },
		}),
	],
	[
		'a cursor without a link',
		(data, page) => ({ data, meta: { next_cursor: page === 1 ? 'c2' : null } }),
	],
	[
		'Fractal',
		(data, page) => ({
			data,
			meta: {
				pagination: {
					total: 3,
					count: data.length,
					per_page: 2,
					current_page: page,
					total_pages: 2,
					links: page === 1 ? { next: link('page=2') } : [],
				},
			},
		}),
	],
	[
		'Fractal with a cursor',
		(data, page) => ({
			data,
			meta: { cursor: { current: page, prev: null, next: page === 1 ? 'c2' : null, count: 2 } },
		}),
	],
	[
		'HAL',
		(data, page) => ({
			_embedded: { teams: data },
			_links: {
				self: { href: link(`page=${page}`) },
				...(page === 1 && { next: { href: link('page=2') } }),
			},
		}),
	],
	[
		'JSON:API',
		(data, page) => ({
			data: data.map((attributes) => ({
				type: 'teams',
				id: (attributes as IDataObject).team_id,
				...attributes,
			})),
			links: page === 1 ? { next: { href: link('page[number]=2&page[size]=2') } } : {},
			jsonapi: { version: '1.1' },
		}),
	],
	['JSend', (data, page) => ({ status: 'success', data: { teams: data, ...numbers(page) } })],
	['a list under its own name', (data, page) => ({ teams: data, meta: numbers(page) })],
	[
		'items that say whether there are more',
		(data, page) => ({ items: data, has_more: page === 1 }),
	],
	[
		'results, next and previous',
		(data, page) => ({ count: 3, next: nextOf(page), previous: null, results: data }),
	],
	[
		'numbers in camel case',
		(data, page) => ({ data, meta: { currentPage: page, lastPage: 2, perPage: 2 } }),
	],
	[
		'numbers as texts beside the data',
		(data, page) => ({ data, pagination: { current_page: `${page}`, last_page: '2' } }),
	],
	['a response in a response', (data, page) => ({ response: { result: lengthAware(data, page) } })],
	['a filtered collection', (data) => (data.length > 0 ? withGaps(data) : [])],
	['a filtered collection in data', (data) => ({ data: data.length > 0 ? withGaps(data) : [] })],
	[
		'a paginator of a filtered collection',
		(data, page) => ({ ...(lengthAware(data, page) as object), data: withGaps(data, 2) }),
	],
	['a collection by its IDs', (data) => ({ data: data.length > 0 ? keyed(data) : [] })],
	['a collection by names that no row holds', (data) => ({ data: byName(data) })],
	[
		'resources with envelopes of their own',
		(data) => ({ data: data.map((one) => ({ data: one, links: { self: link('') } })) }),
	],
	['rows under their own name', (data) => ({ data: data.map((team) => ({ team })) })],
	[
		'a paginator under "pagination"',
		(data, page) => ({ pagination: { data, current_page: page, last_page: 2 } }),
	],
	[
		'the page that follows as a text',
		(data, page) => ({ data, next_page: page === 1 ? '2' : '0' }),
	],
	['a list under another name', (data) => ({ success: true, groups: data })],
	[
		'facts in camel case',
		(data, page) => ({ data, pageInfo: { hasNextPage: page === 1, currentPage: page } }),
	],
	['a bare array', (data) => data],
	['data alone', (data) => ({ data })],
];

describe.each(SHAPES)('a list as %s', (_, shape) => {
	beforeEach(() => paged(shape));

	it('gives the rows of all pages', async () => {
		expect(await readAll()).toEqual(['a', 'b', 'c']);
		expect(api.requests.length).toBeLessThanOrEqual(4);
	});

	it('is shown whole in the dropdown', async () => {
		expect(await scrollIds()).toEqual(['a', 'b', 'c']);
	});
});

it.each(['rel="next"', 'rel=next', "rel='next'", 'rel="last next"', 'title="p. 2, b"; REL="Next"'])(
	'gives rows of all pages that a Link header leads to by %s',
	async (relation) => {
		api.answer((request) => {
			const isFirst = request.query.cursor === undefined;
			const first = `<${link('')}>; rel="first"`;
			const next = `<${link('cursor=c2')}>; ${relation}`;
			return isFirst
				? { json: rows('ab'), headers: { link: `${first}, ${next}, ${first}` } }
				: { json: rows('c') };
		});
		expect(await readAll()).toEqual(['a', 'b', 'c']);
	},
);

describe('a list that takes no notice of the page', () => {
	const SAME: Array<[string, () => unknown]> = [
		['a bare array', () => rows('ab')],
		// Not in the list of what was seen:
		['data', () => ({ data: rows('ab') })],
		[
			'rows that change with each answer',
			() => rows('ab').map((one) => ({ ...one, at: api.requests.length })),
		],
		['rows in another order each time', () => (api.requests.length % 2 ? rows('ab') : rows('ba'))],
		['a list under its own name', () => ({ teams: rows('ab') })],
		['a filtered collection', () => withGaps(rows('ab'))],
	];

	it.each(SAME)('ends after two requests: %s', async (_, body) => {
		api.answer(() => ({ json: body() }));
		expect(await readAll()).toEqual(['a', 'b']);
		expect(api.requests.length).toBeLessThanOrEqual(2);
	});

	it.each(SAME)('ends for a Limit, too: %s', async (_, body) => {
		api.answer(() => ({ json: body() }));
		expect(idsOf(await api.json('team.getMany', { limit: 50 }))).toEqual(['a', 'b']);
		expect(api.requests.length).toBeLessThanOrEqual(2);
	});

	it.each(SAME)('ends in the dropdown: %s', async (_, body) => {
		api.answer(() => ({ json: body() }));
		expect((await scrollIds()).sort()).toEqual(['a', 'b']);
		expect(api.requests.length).toBeLessThanOrEqual(3);
	});

	it('ends where the rows have no ID at all', async () => {
		api.answer({ json: [{ label: 'one' }, { label: 'two' }] });
		expect(await api.json('team.getMany', all)).toEqual([{ label: 'one' }, { label: 'two' }]);
		expect(api.requests.length).toBeLessThanOrEqual(2);
	});

	// It announces pages that it does not give: half of the list would look like the whole.
	it.each([
		['meta', { meta: { current_page: 1, last_page: 3 } }],
		// Not in the list of what was seen:
		['a paginator', { current_page: 1, last_page: 3, next_page_url: link('page=2') }],
		['Fractal', { meta: { pagination: { current_page: 1, total_pages: 3 } } }],
		['camel case', { meta: { currentPage: 1, lastPage: 3 } }],
		['texts', { meta: { current_page: '1', last_page: '3' } }],
	])('is an error where its numbers stay at the first page: %s', async (_, more) => {
		api.answer({ json: { data: rows('ab'), ...more } });
		const error = await api.failure('team.getMany', all);
		expect(error.message).toContain('announces more pages, but answers each with the same one');
		expect(error.description).not.toContain('Base URL');
		expect(error.description).toMatch(/^Set Limit, where there is one, /);
		expect(api.requests.length).toBeLessThanOrEqual(4);
	});
});

describe('a next link', () => {
	/** Pages whose next links form a circle. */
	const CIRCLES: Array<[string, Shape]> = [
		[
			'back to a page before',
			(data, page) => ({ data, links: { next: link(`page=${page === 1 ? 2 : 1}`) } }),
		],
		['to its own page', (data, page) => ({ data, links: { next: link(`page=${page}`) } })],
		// Not in the list of what was seen:
		['back by cursor', (data) => ({ data, next_page_url: link('cursor=c2') })],
		[
			'back in HAL',
			(data, page) => ({
				_embedded: { teams: data },
				_links: { next: { href: link(`page=${3 - page}`) } },
			}),
		],
	];

	it.each(CIRCLES)('%s gives each row once, then the end', async (_, shape) => {
		paged(shape);
		const ids = await readAll();
		expect([...new Set(ids)]).toEqual(ids);
		expect(ids).toEqual(expect.arrayContaining(['a', 'b']));
		expect(api.requests.length).toBeLessThanOrEqual(12);
	});

	it.each(CIRCLES)('%s gives each row once in the dropdown, then the end', async (_, shape) => {
		paged(shape);
		const ids = await scrollIds();
		expect([...new Set(ids)]).toEqual(ids);
		expect(api.requests.length).toBeLessThanOrEqual(12);
	});

	it.each(CIRCLES)('%s ends in the dropdown where nothing matches', async (_, shape) => {
		paged(shape);
		await scroll('nothing like this');
		expect(api.requests.length).toBeLessThanOrEqual(12);
	});

	it('back, under another address each time, comes to an end and gives no row twice', async () => {
		paged((data, page) => ({ data, next: link(`page=${3 - page}&x=${api.requests.length}`) }));
		expect(await readAll()).toEqual(['a', 'b', 'c']);
		expect(api.requests.length).toBeLessThanOrEqual(20);
	});

	it('is followed with its whole query, on our own host', async () => {
		api.answer(({ query }) =>
			query.offset === '2'
				? { json: { data: rows('c'), links: { next: null } } }
				: { json: { data: rows('ab'), links: { next: link('offset=2&sort=name') } } },
		);
		expect(await readAll()).toEqual(['a', 'b', 'c']);
		expect(api.requests[1].query).toMatchObject({ offset: '2', sort: 'name' });
	});

	// Not in the list of what was seen:
	it.each([
		['page[number]=2&page[size]=2', 'page[number]', '2'],
		['after=c2', 'after', 'c2'],
		['skip=2&take=2', 'skip', '2'],
		['starting_after=b', 'starting_after', 'b'],
		['page_token=x%2By%3D', 'page_token', 'x+y='],
		['filter%5Bname%5D=a%26b&offset=2', 'filter[name]', 'a&b'],
		['offset=2&team[]=1', 'team[]', '1'],
	])('is followed by %s', async (query, name, value) => {
		api.answer((request) =>
			request.query[name] === value
				? { json: { data: rows('c'), links: { next: null } } }
				: { json: { data: rows('ab'), links: { next: link(query) } } },
		);
		expect(await readAll()).toEqual(['a', 'b', 'c']);
	});

	it('is followed with a list in its query', async () => {
		const json = { data: rows('ab'), next: link('page=2&team[]=1&team[]=2') };
		api.answer(({ query }) => ({ json: query.page === '2' ? rows('c') : json }));
		expect(await readAll()).toEqual(['a', 'b', 'c']);
		const query = new URLSearchParams(api.requests[1].search);
		expect(query.getAll('team[]')).toEqual(['1', '2']);
	});

	it.each(['/api/teams?page=2', '?page=2', 'teams?page=2', '//elsewhere.example/api/teams?page=2'])(
		'that is relative is followed: %s',
		async (next) => {
			api.answer(({ query }) =>
				query.page === '2'
					? { json: { data: rows('c'), links: { next: null } } }
					: { json: { data: rows('ab'), links: { next } } },
			);
			expect(await readAll()).toEqual(['a', 'b', 'c']);
		},
	);

	it.each(['https://elsewhere.example/api/teams/pages/2', 'http://[', { rel: 'next' }, true])(
		'that cannot be read is an error, never a quiet first page: %j',
		async (next) => {
			api.answer({ json: { data: rows('ab'), links: { next } } });
			const error = await api.failure('team.getMany', all);
			expect(error.message).toContain('a next page in a way that this node cannot follow');
			expect(error.description).not.toContain('Base URL');
		},
	);
});

it.each([
	{ links: { next: null } },
	{ next_page_url: null },
	{ next_cursor: null, next_page_url: null },
	{ next_cursor: null },
	{ meta: { next_cursor: null, cursor: 'c1' } },
	{ meta: { next_cursor: '' } },
	{ has_more: false },
])('a list that says %j is read by one request', async (more) => {
	api.answer({ json: { data: rows('ab'), ...more } });
	expect(await readAll()).toEqual(['a', 'b']);
	expect(api.requests).toHaveLength(1);
});

describe('an empty page in the middle', () => {
	const MIDDLES: Array<[string, (page: number) => object]> = [
		['a link', (page) => ({ links: { next: page < 3 ? link(`page=${page + 1}`) : null } })],
		['numbers', (page) => ({ meta: { current_page: page, last_page: 3 } })],
		// Not in the list of what was seen:
		['a cursor', (page) => ({ next_page_url: page < 3 ? link(`cursor=c${page + 1}`) : null })],
		['has_more', (page) => ({ has_more: page < 3 })],
		['Fractal', (page) => ({ meta: { pagination: { current_page: page, total_pages: 3 } } })],
	];
	const answer = (announce: (page: number) => object, middle: unknown = []) =>
		api.answer((request) => {
			const page = pageOf(request);
			const data = page === 1 ? rows('ab') : page === 2 ? middle : rows('c');
			return { json: { data, ...announce(page) } };
		});

	it.each(MIDDLES)('hides no rows behind it: %s', async (_, announce) => {
		answer(announce);
		expect(await readAll()).toEqual(['a', 'b', 'c']);
	});

	it.each(MIDDLES)('hides none in the dropdown: %s', async (_, announce) => {
		answer(announce);
		expect(await scrollIds()).toEqual(['a', 'b', 'c']);
	});

	it.each(MIDDLES)(
		'nor does one that holds only rows of the page before: %s',
		async (_, announce) => {
			answer(announce, rows('ab'));
			expect(await readAll()).toEqual(['a', 'b', 'c']);
		},
	);
});

describe('the page after the last one', () => {
	const ENDS: Array<[string, Reply]> = [
		['404', { status: 404, json: { message: 'Not Found' } }],
		// Not in the list of what was seen:
		['404 without a body', { status: 404 }],
		[
			'404 as a web page',
			{
				status: 404,
				text: '<!doctype html><h1>404</h1>',
				headers: { 'content-type': 'text/html' },
			},
		],
		['204', { status: 204 }],
		['null', { json: { data: null } }],
		['an empty collection', { json: [] }],
	];

	it.each(ENDS)('is the end where nothing announced it: %s', async (_, end) => {
		api.answer(({ query }) => (query.page === '2' ? end : { json: { data: rows('ab') } }));
		expect(await readAll()).toEqual(['a', 'b']);
	});

	it.each(ENDS)('is the end in the dropdown: %s', async (_, end) => {
		api.answer(({ query }) => (query.page === '2' ? end : { json: { data: rows('ab') } }));
		expect(await scrollIds()).toEqual(['a', 'b']);
	});

	it('is an error where it was announced', async () => {
		api.answer(({ query }) =>
			query.page === '2'
				? { status: 404, json: { message: 'Not Found' } }
				: { json: { data: rows('ab'), meta: { current_page: 1, last_page: 2 } } },
		);
		expect((await api.failure('team.getMany', all)).httpCode).toBe('404');
	});

	it('is an error where it is the first', async () => {
		api.answer({ status: 404, json: { message: 'Not Found' } });
		expect((await api.failure('team.getMany', all)).httpCode).toBe('404');
	});
});

it.each([
	['an object', { message: 'hello' }],
	['a number', 7],
	['numbers', [1, 2]],
	['a text in data', { data: 'none' }],
	['lists in a list', [[1], [2]]],
	['a record with a list that is empty', { name: 'Audit', tags: [] }],
	['rows in groups', { data: { '2026-02': rows('ab'), '2026-03': rows('c') } }],
])('%s is no list, and the Base URL is not blamed', async (_, json) => {
	api.answer({ json });
	const error = await api.failure('team.getMany', all);
	expect(error.message).toContain('list');
	expect(error.description).not.toContain('Base URL');
});

it.each([
	[{ success: false, message: 'Teams are switched off' }],
	[{ status: 'error', message: 'Teams are switched off' }],
	[{ success: false, error: { message: 'Teams are switched off' } }],
])('a list answered by %j is an error with these words', async (json) => {
	api.answer({ json });
	const error = await api.failure('team.getMany', all);
	expect(error.description).toContain('Claritalk says: Teams are switched off');
});

it.each([
	[{ json: [] }],
	[{ json: { data: [] } }],
	[{ json: { data: null } }],
	[{ status: 204 }],
	// Not in the list of what was seen:
	[{ json: { success: true, groups: [] } }],
	[{ json: { groups: [], meta: { total: 0 } } }],
])('a list answered by %j is empty', async (reply) => {
	api.answer(reply);
	expect(await api.json('team.getMany', all)).toEqual([]);
});

describe('very many rows in one answer', () => {
	const text = JSON.stringify(
		Array.from({ length: 200_000 }, (_, id) => ({ team_id: `t${id}`, name: 'x' })),
	);
	const headers = { 'content-type': 'application/json' };

	it.each([
		['a bare array', text],
		['data', `{"data":${text}}`],
		[
			'a wrapped paginator',
			`{"success":true,"data":{"current_page":1,"last_page":1,"data":${text}}}`,
		],
	])('all come out: %s', async (_, body) => {
		api.answer({ text: body, headers });
		expect(await api.run('team.getMany', all)).toHaveLength(200_000);
	});

	it('all are in the dropdown', async () => {
		api.answer({ text: `{"data":${text},"links":{"next":null}}`, headers });
		expect((await api.search('searchTeams')).results).toHaveLength(200_000);
	});
});

describe('a dropdown over a list without an end', () => {
	const endless = () =>
		api.answer((request) => {
			const page = pageOf(request);
			const data = [{ meeting_id: `m${page}`, title: `Meeting ${page}` }];
			return { json: { data, links: { next: link(`page=${page + 1}`) } } };
		});

	it('stops after ten pages and says so', async () => {
		endless();
		const answer = await api
			.search('searchMeetings', { filter: 'nothing like this' })
			.catch((error: Error) => error);
		expect(new Set(api.requests.map(({ query }) => query.page)).size).toBeLessThanOrEqual(10);
		expect(answer instanceof Error ? answer.message : JSON.stringify(answer)).toMatch(
			/first|pages|more/i,
		);
	});

	it('does not run on after its answer', async () => {
		endless();
		await api.search('searchMeetings', { filter: 'nothing like this' }).catch(() => undefined);
		const sent = api.requests.length;
		await api.search('searchMeetings');
		await api.search('searchMeetings');
		expect(api.requests.length).toBeLessThanOrEqual(sent + 2);
	});
});

describe('rows in other spellings', () => {
	const MEETINGS: Array<[IDataObject, string, string]> = [
		[
			{ meeting_id: 'm1', name: 'Board', created_at: '2026-03-01T09:00:00Z' },
			'Board · 1 Mar 2026 09:00',
			'm1',
		],
		[
			{ meetingId: 'm1', title: 2026, createdAt: '2026-03-01 09:00:00' },
			'2026 · 1 Mar 2026 09:00',
			'm1',
		],
		[{ uuid: 'm1', title: 'Board', created_at: 1_772_355_600 }, 'Board', 'm1'],
		// Not in the list of what was seen:
		[{ meeting_uuid: 'm1', title: 'Board' }, 'Board', 'm1'],
		[{ id: 17, name: 'Board', created_at: { date: '2026-03-01 09:00:00.000000' } }, 'Board', '17'],
		[{ meeting_id: 17, title: null, name: 'Board' }, 'Board', '17'],
		[{ meeting_id: 'm1', title: { nl: 'Overleg' }, updated_at: '2026-03-01' }, '', 'm1'],
		[{ type: 'meetings', id: 'm1', attributes: { title: 'Board' } }, 'Board', 'm1'],
		[{ ulid: 'm1', meeting_name: 'Board', created_on: '2026-03-01' }, 'Board · 1 Mar 2026', 'm1'],
	];

	it.each(MEETINGS)('the meeting %j can be chosen', async (one, name, value) => {
		api.answer({ json: { data: [one], links: { next: null } } });
		const { results } = await api.search('searchMeetings');
		expect(results).toHaveLength(1);
		expect(results[0].value).toBe(value);
		expect(results[0].name).toContain(name);
		expect(results[0].name).not.toContain('[object');
	});

	it.each([
		[{ user_id: 'u1', first_name: 'An', last_name: 'Peeters', email: 'an@x.example' }],
		[{ uuid: 'u1', name: 'An Peeters', email: 'an@x.example' }],
		// Not in the list of what was seen:
		[{ userId: 'u1', full_name: 'An Peeters', email: 'an@x.example' }],
		[{ user_uuid: 'u1', firstName: 'An', lastName: 'Peeters', email: 'an@x.example' }],
	])('the user %j can be chosen', async (one) => {
		api.answer({ json: [one] });
		expect(await scroll(undefined, 'searchUsers')).toEqual([
			expect.objectContaining({ name: 'An Peeters (an@x.example)', value: 'u1' }),
		]);
	});

	it.each([
		['searchTeams', { team_id: 't1', name: 'Audit' }],
		['searchDossiers', { dossier_id: 't1', name: 'Audit' }],
		// Not in the list of what was seen:
		['searchTeams', { uuid: 't1', title: 'Audit' }],
		['searchDossiers', { dossierId: 't1', title: 'Audit' }],
		['searchDossiers', { id: 't1', dossier_name: 'Audit' }],
		['searchTeams', { guid: 't1', label: 'Audit' }],
	])('%s reads %j', async (method, one) => {
		api.answer({ json: [one] });
		expect(await scroll(undefined, method)).toEqual([
			expect.objectContaining({ name: 'Audit', value: 't1' }),
		]);
	});

	const SUMMARY = { general: { type: 'general', content: 'All agreed.' } };
	it.each([
		[{ meeting_id: 'm1', title: 'Board', created_at: 'then', user_id: 'u1', summary: SUMMARY }],
		// Not in the list of what was seen:
		[{ uuid: 'm1', name: 'Board', created_at: 'then', user_id: 'u1', summary: SUMMARY }],
		[{ id: 'm1', title: 'Board', createdAt: 'then', userId: 'u1', summary: SUMMARY }],
	])('Simplify gives %j under the documented names', async (one) => {
		api.answer({ json: one });
		const [json] = await api.json('meeting.get', { meetingId: byId('m1') });
		expect(json).toMatchObject({
			title: 'Board',
			summary: 'All agreed.',
			createdAt: 'then',
			meetingId: 'm1',
			userId: 'u1',
		});
		expect(Object.keys(json)).not.toEqual(expect.arrayContaining(['created_at']));
	});

	it.each([
		[{ title: 2026 }],
		[{ title: ['a'] }],
		[{ summary: 'plain text' }],
		[{ summary: null }],
		[{ summary: { general: null } }],
		[{ summary: { general: 'short' } }],
		[{ created_at: 1_772_355_600 }],
	])('Simplify loses nothing of a value of another type: %j', async (more) => {
		api.answer({ json: { meeting_id: 'm1', ...more } });
		const [json] = await api.json('meeting.get', { meetingId: byId('m1') });
		expect(json.meetingId).toBe('m1');
		expect(Object.values(json)).toContainEqual(Object.values(more)[0]);
	});

	it.each([
		[{ meeting_id: 'm1', status: 'Meeting processed' }],
		// Not in the list of what was seen:
		[{ data: { uuid: 'm1', status: 'Meeting Processed' } }],
		[{ meeting: { id: 'm1', status: 'Meeting processed' } }],
		[{ data: [{ meeting_id: 'm1', status: 'meeting_processed' }] }],
	])('Wait knows the processed meeting in %j', async (json) => {
		api.answer({ json });
		await api.json('meeting.waitUntilProcessed', { meetingId: byId('m1'), maxWait: 1 });
		expect(api.waits).toEqual([]);
	});
});

describe('a first page that comes again for every other one', () => {
	const data = rows('ab');
	const same = 'Claritalk announces more pages, but answers each with the same one';

	it.each<[string, object]>([
		['has_more', { data, has_more: true }],
		['last_page', { data, meta: { last_page: 3 } }],
		['last_page of the one after it', { data, meta: { current_page: 1, last_page: 2 } }],
		['total and per_page', { data, meta: { total: 6, per_page: 2 } }],
		['offset, limit and total', { data, offset: 0, limit: 2, total: 6 }],
		['a cursor', { data, meta: { next_cursor: 'c1' } }],
		['a token', { data, next_page_token: 'c1' }],
		['a link and a total', { data, total: 6, links: { next: link('page=2') } }],
		['the total of DataTables', { draw: 0, recordsTotal: 6, recordsFiltered: 6, data }],
		['that of Meilisearch', { hits: data, offset: 0, limit: 2, estimatedTotalHits: 6 }],
		['a count of more than there are', { count: 6, results: data }],
		['an offset', { data, meta: { next_offset: 2 } }],
		['a token of another name', { data, nextToken: 'c1' }],
		['OData', { value: data, '@odata.nextLink': link('$skiptoken=c1') }],
		['"not the last one"', { data, last: false }],
	])('is an error where more was announced by %s', async (_, json) => {
		api.answer({ json });
		expect((await api.failure('team.getMany', all)).message).toBe(same);
	});

	it('is an error where more was announced by a header', async () => {
		api.answer({ json: data, headers: { 'x-total-count': '6' } });
		expect((await api.failure('team.getMany', all)).message).toBe(same);
	});

	it.each([
		{ count: 2, results: data },
		{ data, next_offset: null, last: true },
		{ data, meta: { next_sync_at: '2026-03-01', total: 2 } },
	])('is the end where no more was announced: %j', async (json) => {
		api.answer({ json });
		expect(await readAll()).toEqual(['a', 'b']);
	});

	it('is enough where no more rows are wanted', async () => {
		api.answer({ json: { data, has_more: true } });
		expect(await api.json('team.getMany', { limit: 2 })).toHaveLength(2);
	});
});

it('a cursor may be a number', async () => {
	api.answer(({ query }) => ({
		json: query.cursor === '2' ? { data: rows('cd') } : { data: rows('ab'), next_cursor: 2 },
	}));
	expect(await readAll()).toEqual(['a', 'b', 'c', 'd']);
});

describe('an empty page before the end that was counted', () => {
	it.each<[string, unknown, unknown]>([
		['is null', null, { current_page: 1, last_page: 3 }],
		['is an empty list', [], { current_page: 1, last_page: 3 }],
		['says how many rows there are', { data: [], total: 3 }, { total: 3 }],
	])('does not end the list: it %s', async (_, second, meta) => {
		api.answer((request) => {
			const page = pageOf(request);
			if (page === 2) return { json: second };
			return {
				json: page === 1 ? { data: rows('ab'), meta } : { data: page === 3 ? rows('c') : [] },
			};
		});
		expect(await readAll()).toEqual(['a', 'b', 'c']);
	});
});

describe('a list whose pages are counted from 0', () => {
	/** Three pages of two, of which the one that is asked for first is the second. */
	const counted = (zero: (body: object) => Reply) => (request: Seen) => {
		const page = pageOf(request);
		const body = { data: rows(['ab', 'cd', 'e'][page] ?? ''), total: 5 };
		return page === 0 ? zero(body) : { json: body };
	};

	it('is given whole', async () => {
		api.answer(counted((body) => ({ json: body })));
		expect((await readAll()).sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
		expect(api.requests.map(pageOf).filter((page) => page === 0)).toHaveLength(1);
	});

	it.each<[string, (body: object) => Reply]>([
		['is the first one again', () => ({ json: { data: rows('cd'), total: 5 } })],
		[
			'is refused',
			() => ({ status: 422, json: { message: 'The page field must be at least 1.' } }),
		],
		['fails', () => ({ status: 500, text: 'Server Error' })],
		['is no list', () => ({ json: { message: 'No such page' } })],
		['has no answer', () => ({ drop: true })],
	])('fails nothing where that page %s', async (_, zero) => {
		api.answer(counted(zero));
		expect(await readAll()).toEqual(['c', 'd', 'e']);
	});
});
