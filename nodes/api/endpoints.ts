import type { Endpoint, Field, ListTarget, Target } from './facts';
import { table } from './table';

/** The root that all paths hang under, on the credential's origin (documented). */
export const API_ROOT = '/api';

const MEANING =
	'<a href="https://github.com/n8n-nodes-claritalk/n8n-nodes-claritalk/blob/main/docs/api.md" target="_blank">What this means</a>';

const UNCONFIRMED = `Not yet confirmed by Claritalk. ${MEANING}`;

const UNPUBLISHED = `Claritalk does not publish this operation any more: it may stop working. ${MEANING}`;

/** What is said of a field that the vendor's text does not have any more. */
export const UNPUBLISHED_FIELD = 'Claritalk does not publish this field any more.';

/** The calls of the API, by resource and operation. */
export const { endpoints } = table;

/** The table as a flat list, in its own order. */
export function endpointRows(): Array<{ resource: string; operation: string; endpoint: Endpoint }> {
	return Object.entries(endpoints).flatMap(([resource, operations]) =>
		Object.entries<Endpoint>(operations).map(([operation, endpoint]) => ({
			resource,
			operation,
			endpoint,
		})),
	);
}

/** The rate limit that a call counts against; for a path of the user's own, that of the row with the same path. */
export function rateClassOf(target: Target): Endpoint['rateClass'] {
	return target.rateClass ?? endpointsAt(target)[0]?.rateClass ?? 'default';
}

/** A path of the user's own as that of a list; what its rows are is known where the table has the same call. */
export function listAt(target: Target): ListTarget {
	const { rows, query } = endpointsAt(target).find(({ method }) => method === target.method) ?? {};
	return { ...target, rows, query };
}

/** The rows of the table with the same path, whatever their method. */
function endpointsAt(target: Target): Endpoint[] {
	const [path] = target.path.split('?');
	return endpointRows()
		.map(({ endpoint }) => endpoint)
		.filter((endpoint) =>
			new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}/?$`).test(path),
		);
}

/** What can be done where a path may be the wrong one, as a sentence; empty for one that is documented. */
export function inferredPath(target: Target): string {
	const { method, path, evidence, insteadOf, unpublished } = target;
	if (insteadOf !== undefined) {
		return `The path ${method} ${path} comes from Path Overrides in the credential, in place of ${insteadOf}: correct it there`;
	}
	const otherwise =
		'enter the right one under Path Overrides in the credential, or call it with the resource API, operation Request';
	if (unpublished) {
		return `Claritalk does not publish the path ${method} ${path} any more: if it is elsewhere now, ${otherwise}`;
	}
	return evidence === undefined || evidence === 'documented'
		? ''
		: `The path ${method} ${path} is inferred, not documented by Claritalk: if it is wrong, ${otherwise}`;
}

/**
 * That not all of an endpoint is the vendor's published word, with a link to what this means; empty when all of it is.
 * Of a field that is not published any more its own description says so.
 */
export function inferredPart({ evidence, unpublished, body, query }: Endpoint): string {
	if (unpublished) return UNPUBLISHED;
	const fields = Object.values<Field>({ ...body, ...query }).filter((field) => !field.unpublished);
	const isDocumented = [{ evidence }, ...fields].every((part) => part.evidence === 'documented');
	return isDocumented ? '' : UNCONFIRMED;
}
