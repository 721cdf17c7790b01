/** Whatever an API says about its pages, as long as it says the truth, each row of a list is given once and in order. */
import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import type { Answer } from '../../../nodes/api/answers';
import { endpoints } from '../../../nodes/api/endpoints';
import { Pager } from '../../../nodes/api/pager';

const RUNS = 1_500;

type Page = { rows: IDataObject[]; page: number; last: number; total: number; size: number };

/** What is said about pages, in the words of Laravel and others. */
const MANNERS: Record<string, (page: Page) => { body: unknown; headers?: IDataObject }> = {
	'a paginator': ({ rows, page, last, total, size }) => ({
		body: { data: rows, meta: { current_page: page, last_page: last, total, per_page: size } },
	}),
	'links only': ({ rows, page, last }) => ({
		body: {
			data: rows,
			links: { next: page < last ? `https://x.example/?page=${page + 1}` : null },
		},
	}),
	'a simple paginator': ({ rows, page, last }) => ({
		body: {
			data: rows,
			current_page: page,
			next_page_url: page < last ? `/?page=${page + 1}` : null,
		},
	}),
	'a bare list': ({ rows }) => ({ body: rows }),
	'data without numbers': ({ rows }) => ({ body: { data: rows } }),
	'a total in a header': ({ rows, total }) => ({
		body: rows,
		headers: { 'x-total-count': `${total}` },
	}),
	'a link in a header': ({ rows, page, last }) => ({
		body: rows,
		headers: page < last ? { link: `<https://x.example/?page=${page + 1}>; rel="next"` } : {},
	}),
	'a switch': ({ rows, page, last }) => ({ body: { data: rows, has_more: page < last } }),
	'a paginator in a wrapper': ({ rows, page, last, total }) => ({
		body: { success: true, data: { items: rows, currentPage: page, lastPage: last, total } },
	}),
};

/** A list that is asked for page by page, and how often it was. */
function listOf(count: number, size: number, manner: string, emptyAt?: number) {
	const all = Array.from({ length: count }, (_, index) => ({
		teamId: `t${index}`,
		name: `T ${index}`,
	}));
	const last = Math.max(1, Math.ceil(count / size)) + (emptyAt === undefined ? 0 : 1);
	const requests: number[] = [];
	const fetch = async (query: IDataObject): Promise<Answer> => {
		const page = Number(query.page ?? 1);
		requests.push(page);
		const isAfter = emptyAt !== undefined && page > emptyAt;
		const from = (page - 1 - (isAfter ? 1 : 0)) * size;
		const rows = page === emptyAt || page < 1 ? [] : all.slice(from, from + size);
		const { body, headers = {} } = MANNERS[manner]({ rows, page, last, total: count, size });
		return { statusCode: 200, headers, body };
	};
	const fail = async (problem: string): Promise<never> => {
		throw new Error(problem);
	};
	return { all, last, requests, source: { fetch, fail } };
}

async function readAll(source: ReturnType<typeof listOf>['source'], limit?: number) {
	const pager = new Pager(source, endpoints.team.getMany, {}, limit);
	const rows: IDataObject[] = [];
	while (pager.more) rows.push(...(await pager.page()));
	return rows;
}

const manner = fc.constantFrom(...Object.keys(MANNERS));
const size = fc.integer({ min: 1, max: 12 });

it.each([undefined, Infinity])('each row is given once and in order (limit %s)', async (limit) => {
	await fc.assert(
		fc.asyncProperty(manner, fc.nat({ max: 60 }), size, async (how, count, perPage) => {
			const { all, last, requests, source } = listOf(count, perPage, how);
			expect(await readAll(source, limit)).toEqual(all);
			expect(new Set(requests).size).toBe(requests.length);
			// One more tells where the end is, if nobody says so.
			expect(requests.length).toBeLessThanOrEqual(last + 1);
		}),
		{ numRuns: RUNS },
	);
});

it('an empty page in the middle hides nothing where more was announced', async () => {
	const announcing = fc.constantFrom('a paginator', 'links only', 'a simple paginator', 'a switch');
	await fc.assert(
		fc.asyncProperty(
			announcing,
			fc.integer({ min: 2, max: 40 }),
			size,
			fc.nat(),
			async (how, count, perPage, at) => {
				const pages = Math.ceil(count / perPage);
				fc.pre(pages > 1);
				const { all, source } = listOf(count, perPage, how, 2 + (at % (pages - 1)));
				expect(await readAll(source)).toEqual(all);
			},
		),
		{ numRuns: RUNS },
	);
});

it('it comes to an end, whatever is answered', async () => {
	const answer = fc.oneof(
		fc.jsonValue(),
		fc.record({
			data: fc.array(fc.record({ teamId: fc.constantFrom('a', 'b', 'c') }), { maxLength: 3 }),
			meta: fc.record({ current_page: fc.nat({ max: 4 }), last_page: fc.nat({ max: 9 }) }),
			links: fc.record({
				next: fc.constantFrom(null, '?page=1', '?page=2', '?cursor=x', 'http://['),
			}),
		}),
	);
	await fc.assert(
		fc.asyncProperty(fc.array(answer, { minLength: 1, maxLength: 6 }), async (answers) => {
			let requests = 0;
			const fetch = async () => {
				requests++;
				return { statusCode: 200, headers: {}, body: answers[requests % answers.length] };
			};
			const fail = async (problem: string): Promise<never> => {
				throw new Error(problem);
			};
			const rows = await readAll({ fetch, fail }).catch((error: Error) => error.message);
			if (typeof rows === 'string') {
				expect(['noList', 'unreadableLink', 'samePage', 'lostPage', 'endless']).toContain(rows);
			}
			expect(requests).toBeLessThan(200);
		}),
		{ numRuns: RUNS },
	);
});
