import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';

import { bodyOf, checkBody, readBodies } from './bodies';
import type { Faults } from './faults';
import type { OAuth } from './oauth';
import { Problem } from './problems';
import { limitRate, type RateLimit } from './rateLimit';
import { type ApiState, registerRoutes } from './routes';
import type { Spelled } from './spelling';
import type { Caller, Tokens } from './tokens';

declare module 'fastify' {
	interface FastifyRequest {
		caller?: Caller;
		/** The request below `/api`, in the words of the stand-in. */
		spoken: Spelled;
	}
}

/** Where the API is. */
export const API_ROOT = '/api';

/** One request to the API, in the order in which they came and in the words of the stand-in. */
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
	const app = fastify({
		forceCloseConnections: true,
		bodyLimit: 32 * 1024 * 1024,
		routerOptions: { querystringParser: parseQuery },
	});
	app.setErrorHandler(({ statusCode = 500, message }: Error & { statusCode?: number }, _, reply) =>
		reply.code(statusCode).send({ message }),
	);
	void app.register(async (root) => await parts.oauth.register(root));
	void app.register(async (api) => await buildApi(api, parts), { prefix: API_ROOT });
	return app;
}

/** As PHP does: of a parameter that is repeated, the last one counts. */
function parseQuery(text: string): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(text));
}

/**
 * The order of the hooks is the order of what is answered first: a fault, what no route does (404, 405, OPTIONS), 429,
 * 401, 400, then the route.
 */
async function buildApi(api: FastifyInstance, parts: ServerParts): Promise<void> {
	const { state, tokens, faults, requests, latencyMs } = parts;
	const recorded = new WeakMap<FastifyRequest, RecordedRequest>();

	api.setErrorHandler((error: Error & { statusCode?: number }, _, reply) => {
		const { statusCode = 500, message } = error;
		const problem = error instanceof Problem ? error : new Problem(statusCode, message);
		return reply.code(statusCode).headers(problem.headers).send(state.shape.problem(problem));
	});
	readBodies(api);
	api.addHook('onRequest', async (request) => {
		const { url, headers } = request;
		request.spoken = state.language.request({
			method: request.method,
			url: url.slice(API_ROOT.length),
		});
		const { method } = request.spoken;
		const [path, search = ''] = request.spoken.url.split('?');
		const query = parseQuery(search);
		request.query = query;
		const entry = {
			method,
			path: `${API_ROOT}${path}`,
			query,
			url,
			headers,
			body: undefined,
			status: 0,
		};
		requests.push(entry);
		recorded.set(request, entry);
		if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
	});
	api.addHook('preHandler', async (request, reply) => {
		request.body = state.language.body(request.spoken, request.body);
		recorded.get(request)!.body = bodyOf(request);
		if (await faults.answer(request, reply)) return reply;
		return request.routeOptions.config.unrouted?.(request, reply);
	});
	await limitRate(api, parts.rateLimit, state.shape, () => String(state.resets));
	api.addHook('preHandler', async (request) => {
		request.caller = tokens.callerOf(request.headers.authorization);
		if (!request.caller) throw new Problem(401, 'Unauthenticated.');
		checkBody(request);
	});
	api.addHook(
		'onSend',
		async (request, reply, answer) => await faults.replace(request, reply, answer),
	);
	api.addHook('onResponse', async (request, reply) => {
		recorded.get(request)!.status = reply.statusCode;
	});
	await registerRoutes(api, state);
}
