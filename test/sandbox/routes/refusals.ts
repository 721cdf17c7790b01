import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { noRoute, Problem } from '../problems';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** What answers in place of a route, before the login and the rate limit: in Laravel they belong to a route. */
		unrouted?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply;
	}
}

/** In Laravel's order. */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Answers what no route does, as Laravel: OPTIONS of a known path with the methods of all routes that match it, 405 for
 * its other methods, 404 for the rest.
 *
 * @param registerRoutes registers the routes
 */
export async function refuseOthers(
	app: FastifyInstance,
	registerRoutes: () => Promise<void>,
): Promise<void> {
	const routes: Route[] = [];
	app.addHook('onRoute', ({ routePath, method }) => {
		routes.push({ path: routePath, methods: [method].flat() });
	});
	await registerRoutes();

	// A copy: what is registered below must not count as known.
	const known = [...routes];
	const unrouted = (request: FastifyRequest, reply: FastifyReply) => {
		const path = request.url.split('?')[0];
		const methods = known
			.filter((route) => matches(route.path, path.slice(app.prefix.length)))
			.flatMap((route) => route.methods);
		const supported = METHODS.filter((method) => methods.includes(method));
		if (supported.length === 0) throw noRoute(path.slice(1));
		if (request.method === 'OPTIONS') return reply.header('allow', supported.join()).send();
		const allow = supported.join(', ');
		// As Laravel names it: `api/meetings`
		const text = `The ${request.method} method is not supported for route ${path.slice(1)}.`;
		throw new Problem(405, `${text} Supported methods: ${allow}.`, undefined, { allow });
	};
	for (const url of ['/', '/*']) {
		const taken = known.filter(({ path }) => path === url).flatMap(({ methods }) => methods);
		const method = [...METHODS, 'OPTIONS'].filter((name) => !taken.includes(name));
		app.route({ url, method, config: { unrouted }, handler: unrouted });
	}
}

interface Route {
	path: string;
	methods: string[];
}

/** Whether a route's path is that of a request. */
const matches = (route: string, path: string) =>
	new RegExp(`^${route.replace('*', '.*').replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
