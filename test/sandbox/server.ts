import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import type { Faults } from './faults';
import type { OAuth } from './oauth';
import { Problem } from './problems';
import { type ApiState, registerRoutes } from './routes';
import type { Caller, Tokens } from './tokens';

declare module 'fastify' {
	interface FastifyRequest {
		caller?: Caller;
	}
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

/** One request to the API, in the order in which they came. */
export interface RecordedRequest {
	method: string;
	/** Without the query: `/api/meetings` */
	path: string;
	query: Record<string, string>;
	/** As it was sent. */
	url: string;
	headers: FastifyRequest['headers'];
	/** The parsed JSON; undefined where there was none. */
	body: unknown;
	/** What it was answered with; 0 while it is under way or was dropped. */
	status: number;
}

export interface ServerParts {
	state: ApiState;
	tokens: Tokens;
	oauth: OAuth;
	faults: Faults;
	requests: RecordedRequest[];
	rateLimit: RateLimit;
	latencyMs: number;
}

/** The HTTP side of the stand-in: what every API request goes through before its route. */
export function buildServer(parts: ServerParts): FastifyInstance {
	const app = fastify({ forceCloseConnections: true, bodyLimit: 32 * 1024 * 1024 });
	app.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
		if (error instanceof Problem) return reply.code(error.statusCode).send(error.body);
		return reply.code(error.statusCode ?? 500).send({ message: error.message });
	});
	void app.register(multipart, { limits: { fileSize: Infinity } });
	void app.register(async (root) => await parts.oauth.register(root));
	void app.register(async (api) => await buildApi(api, parts), { prefix: '/api' });
	return app;
}

async function buildApi(api: FastifyInstance, parts: ServerParts): Promise<void> {
	const { state, tokens, faults, requests, latencyMs } = parts;
	const recorded = new WeakMap<FastifyRequest, RecordedRequest>();

	api.addHook('onRequest', async (request) => {
		const [path] = request.url.split('?');
		const { method, url, headers } = request;
		const query = request.query as Record<string, string>;
		const entry = { method, path, query, url, headers, body: undefined, status: 0 };
		requests.push(entry);
		recorded.set(request, entry);
		if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
	});
	api.addHook('preHandler', async (request, reply) => {
		recorded.get(request)!.body = request.body;
		if (await faults.answer(request, reply)) return reply;
		request.caller = tokens.callerOf(request.headers.authorization);
		if (!request.caller) throw new Problem(401, 'Unauthenticated.');
	});
	api.addHook('onResponse', async (request, reply) => {
		recorded.get(request)!.status = reply.statusCode;
	});
	await limitRate(api, parts.rateLimit);
	registerRoutes(api, state);
}

/** Laravel's throttle: counted per token and class, `X-RateLimit-Reset` (epoch seconds) only on a 429 (inferred). */
async function limitRate(api: FastifyInstance, limits: RateLimit): Promise<void> {
	const isUpload = (request: FastifyRequest) => request.routeOptions.config.uploads === true;
	await api.register(rateLimit, {
		global: true,
		hook: 'preHandler',
		timeWindow: limits.windowMs,
		max: (request) => (isUpload(request) ? limits.upload : limits.default),
		keyGenerator: (request) => `${request.caller?.token}:${isUpload(request)}`,
		addHeaders: { 'x-ratelimit-reset': false },
		addHeadersOnExceeding: { 'x-ratelimit-reset': false },
		errorResponseBuilder: () => new Problem(429, 'Too Many Attempts.'),
	});
	api.addHook('onSend', async (_, reply) => {
		const wait = reply.statusCode === 429 && reply.getHeader('retry-after');
		if (wait) reply.header('x-ratelimit-reset', Math.ceil(Date.now() / 1000) + Number(wait));
	});
}
