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
	const methodsOf = new Map<string, string[]>();
	app.addHook('onRoute', ({ routePath, method }) => {
		methodsOf.set(routePath, [...(methodsOf.get(routePath) ?? []), method].flat());
	});
	await registerRoutes();

	// A copy: what is registered below must not count as known.
	const routes = [...methodsOf];
	for (const [url] of routes) {
		const known = routes.flatMap(([pattern, methods]) => (matches(pattern, url) ? methods : []));
		const supported = METHODS.filter((method) => known.includes(method));
		refuse(app, url, ['OPTIONS'], (_, reply) => reply.header('allow', supported.join()).send());
		refuse(
			app,
			url,
			METHODS.filter((method) => !supported.includes(method)),
			(request) => {
				const text = `The ${request.method} method is not supported for route ${pathOf(request)}.`;
				const allow = supported.join(', ');
				throw new Problem(405, `${text} Supported methods: ${allow}.`, undefined, { allow });
			},
		);
	}
	const others = ['/', '/*'].filter((url) => !routes.some(([pattern]) => pattern === url));
	for (const url of others) {
		refuse(app, url, [...METHODS, 'OPTIONS'], (request) => {
			throw noRoute(pathOf(request));
		});
	}
}

function refuse(
	app: FastifyInstance,
	url: string,
	method: string[],
	unrouted: (request: FastifyRequest, reply: FastifyReply) => FastifyReply,
): void {
	if (method.length > 0) app.route({ url, method, config: { unrouted }, handler: unrouted });
}

/** Whether a path that fits `url` fits the other pattern too: `/users/invite` is also a `/users/:id`. */
const matches = (pattern: string, url: string) =>
	new RegExp(`^${pattern.replace('*', '.*').replaceAll(/:\w+/g, '[^/]+')}$`).test(url);

/** As Laravel names it: `api/meetings` */
const pathOf = (request: FastifyRequest) => request.url.split('?')[0].slice(1);
