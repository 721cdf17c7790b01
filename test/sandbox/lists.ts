import type { FastifyRequest } from 'fastify';

/** The three shapes of a list answer that the API may give (inferred). */
export type ListShape = 'paginator' | 'data' | 'array';

/** How lists are answered; tests set it. */
export interface ListBehaviour {
	shape: ListShape;
	/** Whether every page is the whole collection, as of an API that knows no pages. */
	ignorePaging: boolean;
}

const DEFAULT_PAGE_SIZE = 15;
const MAX_PAGE_SIZE = 100;

/** The page that is asked for, counted from 1, and how many rows it is to have, where that is said. */
export function readPaging(request: FastifyRequest): { page: number; perPage?: number } {
	const { page, per_page: perPage } = request.query as Record<string, string>;
	return { page: toNumber(page) ?? 1, perPage: toNumber(perPage) };
}

/** One page of `rows`, as Laravel's paginator gives it, or in one of the plainer shapes. */
export function pageOf<T>(
	rows: T[],
	request: FastifyRequest,
	{ shape, ignorePaging }: ListBehaviour,
): unknown {
	const { page: current, perPage: wanted = DEFAULT_PAGE_SIZE } = readPaging(request);
	const perPage = Math.min(wanted, MAX_PAGE_SIZE);
	const last = Math.max(1, Math.ceil(rows.length / perPage));
	const data = ignorePaging ? rows : rows.slice((current - 1) * perPage, current * perPage);
	if (shape === 'array') return data;
	if (shape === 'data') return { data };

	const link = (page: number) => {
		const url = new URL(request.url, `${request.protocol}://${request.host}`);
		url.searchParams.set('page', String(page));
		return url.href;
	};
	return {
		data,
		links: {
			first: link(1),
			last: link(last),
			prev: current > 1 ? link(current - 1) : null,
			next: current < last ? link(current + 1) : null,
		},
		meta: { current_page: current, last_page: last, per_page: perPage, total: rows.length },
	};
}

function toNumber(text: string | undefined): number | undefined {
	const number = Number(text);
	return Number.isInteger(number) && number > 0 ? number : undefined;
}
