import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Problem } from './problems';

const NOT_JSON = Symbol('a body that is not JSON');

/**
 * Reads every body as JSON, whatever it calls itself, and an empty one as none. One that is no JSON is kept as such for
 * {@link checkBody}, because a wrong token is refused before it.
 */
export function readBodies(api: FastifyInstance): void {
	api.removeAllContentTypeParsers();
	api.addContentTypeParser('*', { parseAs: 'string' }, async (_: unknown, text: string) => {
		try {
			return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
		} catch {
			return NOT_JSON;
		}
	});
}

/** The parsed JSON of a request, or undefined where there was none. */
export function bodyOf({ body }: FastifyRequest): unknown {
	return body === NOT_JSON ? undefined : (body ?? undefined);
}

/** @throws Problem 400 when the body is not JSON */
export function checkBody({ body }: FastifyRequest): void {
	if (body === NOT_JSON) throw new Problem(400, 'The body is not valid JSON.');
}
