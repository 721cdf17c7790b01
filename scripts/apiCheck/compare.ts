import type { Endpoint, Field } from '../../nodes/api/facts';
import type { PublishedRequest } from '../collection/read';

/** A call by its method and its path relative to `/api`, parameters as `{}`. */
export interface Call {
	method: string;
	path: string;
}

/** What of a request is compared. */
export type Shape = Pick<PublishedRequest, 'method' | 'path' | 'body' | 'query'>;

/** What the endpoint table and a collection have in common, and what not. */
export interface Comparison {
	/** In both, without a difference. */
	covered: Call[];
	/** In both, with differences. */
	differs: Array<Call & { differences: string[] }>;
	/** In the collection only. */
	missing: Call[];
	/** In the table only, and not marked as unpublished there. */
	unpublished: Call[];
}

/**
 * Holds the endpoint table against a collection. Where both write to the same path, but with another method, that
 * counts as a difference. Of body and query only what the collection names is compared: an empty example states nothing.
 */
export function compare(table: readonly Endpoint[], published: readonly Shape[]): Comparison {
	const result: Comparison = { covered: [], differs: [], missing: [], unpublished: [] };
	const rows = table.map((endpoint) => ({ endpoint, ...shapeOf(endpoint) }));
	const left = new Set(rows);

	const unmatched = published.filter((request) => {
		const row = rows.find((candidate) => isSame(candidate, request));
		if (!row) return true;
		left.delete(row);
		const differences = [
			...(row.endpoint.unpublished ? ['marked as unpublished in the table'] : []),
			...fieldDifferences(row.endpoint, request),
		];
		if (differences.length === 0) result.covered.push(callOf(request));
		else result.differs.push({ ...callOf(request), differences });
		return false;
	});

	for (const request of unmatched) {
		const row = [...left].find(
			(candidate) =>
				!candidate.endpoint.unpublished &&
				candidate.path === request.path &&
				isWrite(candidate) &&
				isWrite(request),
		);
		if (!row) {
			result.missing.push(callOf(request));
			continue;
		}
		left.delete(row);
		const method = `method: ${request.method} in the collection, ${row.method} in the table`;
		const differences = [method, ...fieldDifferences(row.endpoint, request)];
		result.differs.push({ ...callOf(request), differences });
	}
	result.unpublished = [...left].filter(({ endpoint }) => !endpoint.unpublished).map(callOf);
	return result;
}

/** Whether a comparison shows the table to be all that is published, and right. */
export function agrees({ differs, missing, unpublished }: Comparison): boolean {
	return differs.length + missing.length + unpublished.length === 0;
}

function shapeOf({ method, path }: Endpoint): Call {
	return { method, path: path.replace(/\{\w+\}/g, '{}') };
}

function callOf({ method, path }: Call): Call {
	return { method, path };
}

function isWrite({ method }: Call): boolean {
	return ['PATCH', 'POST', 'PUT'].includes(method);
}

function isSame(a: Call, b: Call): boolean {
	return a.method === b.method && a.path === b.path;
}

function fieldDifferences(endpoint: Endpoint, request: Shape): string[] {
	return (['body', 'query'] as const).flatMap((part) => {
		const known = Object.values<Field>(endpoint[part] ?? {});
		const inTable = known.filter(({ unpublished }) => !unpublished).map(({ sent }) => sent);
		const inCollection = request[part].map(({ name }) => name);
		if (inCollection.length === 0) return [];
		return [
			...inCollection
				.filter((name) => !inTable.includes(name))
				.map((name) => `${part}: "${name}" is in the collection only`),
			...inTable
				.filter((name) => !inCollection.includes(name))
				.map((name) => `${part}: "${name}" is in the table only`),
		];
	});
}
