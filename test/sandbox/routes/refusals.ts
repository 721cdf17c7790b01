import type { FastifyInstance, FastifyRequest } from 'fastify';

import { Problem } from '../problems';

const METHODS = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

/**
 * Answers what no route does, in Laravel's words: 405 for another method of a path that is known, 404 for the rest.
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
	for (const [url, methods] of [...methodsOf]) {
		const supported = methods.sort().join(', ');
		app.route({
			url,
			method: METHODS.filter((method) => !methods.includes(method)),
			handler: async (request) => {
				const text = `The ${request.method} method is not supported for route ${pathOf(request)}.`;
				throw new Problem(405, `${text} Supported methods: ${supported}.`, undefined, {
					allow: supported,
				});
			},
		});
	}
	for (const url of ['/', '/*']) {
		app.all(url, async (request) => {
			throw new Problem(404, `The route ${pathOf(request)} could not be found.`);
		});
	}
}

/** As Laravel names it: `api/meetings` */
const pathOf = (request: FastifyRequest) => request.url.split('?')[0].slice(1);
