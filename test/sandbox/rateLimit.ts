import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Problem } from './problems';
import type { Shape } from './shapes/shape';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** Whether the route counts against the smaller limit of uploads and recordings. */
		uploads?: boolean;
	}
}

/** How many calls are answered per window; 480 and 50 a minute are documented. */
export interface RateLimit {
	default: number;
	upload: number;
	windowMs: number;
}

/**
 * Limits all routes of `api` as Laravel's throttle does: counted per token and class, with `X-RateLimit-Reset` only on a
 * 429 (inferred).
 *
 * @param period names what the counting belongs to: under another name it starts anew
 */
export async function limitRate(
	api: FastifyInstance,
	limits: RateLimit,
	shape: Shape,
	period: () => string,
): Promise<void> {
	const isUpload = ({ routeOptions }: FastifyRequest) => routeOptions.config.uploads === true;
	const counting = {
		'x-ratelimit-limit': shape.countsDown,
		'x-ratelimit-remaining': shape.countsDown,
		'x-ratelimit-reset': false,
	};
	await api.register(rateLimit, {
		global: false,
		timeWindow: limits.windowMs,
		max: (request) => (isUpload(request) ? limits.upload : limits.default),
		keyGenerator: (request) =>
			[period(), isUpload(request), request.headers.authorization].join(' '),
		addHeaders: { ...counting, 'retry-after': shape.countsDown },
		addHeadersOnExceeding: counting,
		errorResponseBuilder: (request, { ttl }) =>
			new Problem(429, 'Too Many Attempts.', undefined, {
				'x-ratelimit-reset': shape.resetOf(ttl, isUpload(request)),
			}),
	});
	// As a hook and not per route, so that it has its place among the hooks before and after it.
	api.addHook('preHandler', api.rateLimit());
}
