import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Problem } from './problems';

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
 * Limits all routes of `api` as Laravel's throttle does: counted per token and class, with `X-RateLimit-Reset` (epoch
 * seconds) only on a 429 (inferred).
 *
 * @param period names what the counting belongs to: under another name it starts anew
 */
export async function limitRate(
	api: FastifyInstance,
	limits: RateLimit,
	period: () => string,
): Promise<void> {
	const isUpload = ({ routeOptions }: FastifyRequest) => routeOptions.config.uploads === true;
	await api.register(rateLimit, {
		global: false,
		timeWindow: limits.windowMs,
		max: (request) => (isUpload(request) ? limits.upload : limits.default),
		keyGenerator: (request) =>
			[period(), isUpload(request), request.headers.authorization].join(' '),
		addHeaders: { 'x-ratelimit-reset': false },
		addHeadersOnExceeding: { 'x-ratelimit-reset': false },
		errorResponseBuilder: (_, { ttl }) =>
			new Problem(429, 'Too Many Attempts.', undefined, {
				'x-ratelimit-reset': Math.ceil((Date.now() + ttl) / 1000),
			}),
	});
	// As a hook and not per route, so that it has its place among the hooks before and after it.
	api.addHook('preHandler', api.rateLimit());
}
