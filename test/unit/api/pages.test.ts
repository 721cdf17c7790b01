import type { IDataObject } from 'n8n-workflow';

import { readPage } from '../../../nodes/api/pages';

const rows = [{ id: 1 }, { id: 2 }];

const read = (body: unknown, headers?: IDataObject) =>
	readPage(body, 1, { page: 'page', plural: 'meetings', headers });

/** The rows within so many objects. */
const within = (depth: number): unknown => (depth === 0 ? rows : { data: within(depth - 1) });

describe('readPage', () => {
	it.each([
		['a bare array', rows, { rows, next: { page: 2 }, announced: false }],
		['data alone', { data: rows }, { rows, next: { page: 2 }, announced: false }],
		['an empty array', [], { rows: [], next: undefined, announced: false }],
		['an empty list as PHP writes it', { data: {} }, { rows: [], next: undefined }],
		['nothing at all', '', { rows: [], next: undefined }],
		['null', null, { rows: [], next: undefined }],
		[
			'a paginator in the middle',
			{ data: rows, links: { next: 'https://x.example/api/meetings?page=2&per_page=2' }, meta: {} },
			{ rows, next: { page: '2' }, announced: true },
		],
		[
			'a paginator at its end',
			{ data: rows, links: { next: null }, meta: { current_page: 1, last_page: 1 } },
			{ rows, next: undefined, announced: true },
		],
		[
			'a paginator at its end that gives no numbers',
			{ data: rows, links: { next: null } },
			{ rows, announced: true },
		],
		[
			'an unwrapped paginator at its end',
			{ data: rows, next_page_url: null },
			{ rows, announced: true },
		],
		[
			'a paginator with numbers only',
			{ data: rows, meta: { current_page: 3, last_page: 4 } },
			{ rows, next: { page: 4 }, announced: true },
		],
		[
			'a paginator without a resource around it',
			{ data: rows, current_page: 1, last_page: 2, next_page_url: 'https://x.example/?page=2' },
			{ rows, next: { page: '2' }, announced: true },
		],
		[
			'a cursor paginator',
			{ data: rows, links: { next: 'https://x.example/api/meetings?cursor=abc' } },
			{ rows, next: { cursor: 'abc' }, announced: true },
		],
		[
			'a link that names no page',
			{ data: rows, links: { next: 'https://x.example/' } },
			{ rows, next: undefined, announced: true, unreadable: true },
		],
		[
			'a link that is none',
			{ data: rows, links: { next: 'http://[' } },
			{ rows, next: undefined, announced: true },
		],
	])('reads %s', (_, body, page) => {
		expect({ next: undefined, ...read(body) }).toMatchObject(page);
	});

	it.each([
		['five objects deep', within(5)],
		['behind an empty list', { data: [], items: rows }],
		[
			'under another name, beside a list of words and what is no ID',
			{ groups: [null, ...rows], tags: ['a'], valid: 1, identity: 'x', team_ids: 'y' },
		],
	])('finds the rows %s', (_, body) => expect(read(body)).toMatchObject({ rows }));

	it('opens the envelopes of rows, and no other object', () => {
		const others = [
			{ title: { nl: 'Overleg' } },
			{ data: { id: 3 }, name: 'x' },
			{ user: { id: 4 }, id: 5 },
		];
		const data = [{ data: { id: 1 }, meta: {} }, { meeting: { id: 2 }, links: {} }, ...others];
		expect(read({ data })?.rows).toEqual([...rows, ...others]);
	});

	it.each(['<html>', 1, {}, [1], { success: false, data: [] }])('finds no list in %j', (body) =>
		expect(read(body)).toBeUndefined(),
	);

	it.each<[string, unknown[]]>([
		['six objects', [within(6)]],
		[
			'a record that has one',
			['id', '_id', 'uuid', 'team_id', 'teamId'].map((id) => ({
				[id]: 1,
				name: 'x',
				groups: rows,
			})),
		],
		[
			'an object of which not all is a record',
			[null, 'x', { name: 'x' }].map((other) => ({ data: { one: { id: 1 }, other } })),
		],
		['a place for facts with nothing in it', [{ pagination: {} }, { page: null, name: 'x' }]],
		['a record that has an empty one', [{ groups: [], status: 'ok', name: 'x' }]],
	])('finds no list in %s', (_, bodies) =>
		expect(bodies.map((body) => read(body))).toEqual(bodies.map(() => undefined)),
	);

	it.each<[string, IDataObject[], IDataObject]>([
		['the number of a page', [{ next_page: 12 }, { next_page: '12' }], { page: 12 }],
		['a cursor', [{ next_cursor: 'c2' }, { meta: { cursor: { next: 'c2' } } }], { cursor: 'c2' }],
		[
			'a link',
			[
				{ next: '2026/meetings?page=3' },
				{
					links: [null, { label: '1', url: '?page=1' }, { label: 'Next &raquo;', url: '?page=3' }],
				},
				{ links: [{ rel: 'next', href: '?page=3' }] },
			],
			{ page: '3' },
		],
		[
			'a link that says something twice',
			[{ next: '?page=2&page=3&team[]=a&status[]=b&status[]=c' }],
			{ page: '3', 'team[]': 'a', 'status[]': ['b', 'c'] },
		],
	])('follows %s', (_, facts, next) =>
		expect(facts.map((one) => read({ data: rows, ...one }))).toMatchObject(
			facts.map(() => ({ next, announced: true })),
		),
	);

	it('follows a Link header with blanks or without', () => {
		const headers = ['<?page=3>;rel=next', '<?page=3>; rel = "last next"'];
		expect(headers.map((link) => read(rows, { link })?.next)).toEqual([
			{ page: '3' },
			{ page: '3' },
		]);
	});

	it('ends where it is said that nothing follows', () => {
		const ends: IDataObject[] = [
			...[null, false, '', 0, '0'].map((next_page) => ({ next_page })),
			...[null, ''].map((next_cursor) => ({ next_cursor })),
			{ meta: { cursor: { next: null } } },
			{ has_more: false },
		];
		expect(ends.map((one) => read({ data: rows, ...one }))).toEqual(
			ends.map(() => ({ rows, announced: true })),
		);
	});

	it('counts rows and pages', () => {
		const counts: Array<[facts: IDataObject, total?: number, last?: number]> = [
			[{ total: 6, per_page: 2 }, 6, 3],
			[{ total: '6', per_page: '2' }, 6, 3],
			[{ total: 6 }, 6],
			[{ per_page: 2 }],
			[{ count: 6 }, 6],
			[{ count: 2 }],
			[{ meta: null }],
			[{ data: { items: rows, total: 3 }, total: 9 }, 3],
			[{ data: [], total: 3 }, 3],
			[{ data: { items: [], total: 3 } }, 3],
			...[null, '', 'x', true].map((none): [IDataObject] => [{ total: none, last_page: none }]),
		];
		expect(counts.map(([facts]) => read({ data: rows, ...facts }))).toMatchObject(
			counts.map(([, total, last]) => ({ total, last })),
		);
	});

	it.each(['x-total-count', 'x-total'])('counts the rows by the header %s', (name) =>
		expect(read(rows, { [name]: '6' })).toMatchObject({ total: 6 }),
	);
});
