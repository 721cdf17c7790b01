import { readPage } from '../../../nodes/api/pages';
import { rowId } from '../../../nodes/api/rows';

const rows = [{ id: 1 }, { id: 2 }];

describe('readPage', () => {
	it.each([
		['a bare array', rows, { rows, next: { page: 2 }, announced: false }],
		['data alone', { data: rows }, { rows, next: { page: 2 }, announced: false }],
		['an empty array', [], { rows: [], next: undefined, announced: false }],
		['an empty list as PHP writes it', { data: {} }, { rows: [], next: undefined }],
		['nothing at all', '', { rows: [], next: undefined }],
		['null', null, { rows: [], next: undefined }],
		['a list without what is no row', { data: [null, ...rows] }, { rows, next: { page: 2 } }],
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
		expect({
			next: undefined,
			...readPage(body, 1, { page: 'page', plural: 'meetings' }),
		}).toMatchObject(page);
	});

	it.each(['<html>', 1, {}, [1], { success: false, data: [] }])('finds no list in %j', (body) =>
		expect(readPage(body, 1, { page: 'page', plural: 'meetings' })).toBeUndefined(),
	);
});

it.each([
	[{ meetingId: 'a', id: 1 }, 'a'],
	[{ id: 7 }, '7'],
	[{ uuid: 'u' }, 'u'],
	[{ Meeting_ID: 'm', user_id: 'u' }, 'm'],
	[{ title: 'no id' }, undefined],
])('rowId of %j is %j', (row, id) => expect(rowId(row, 'meeting')).toBe(id));
