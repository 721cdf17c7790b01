import type { FastifyInstance, HTTPMethods } from 'fastify';

import type { AdoptedExample } from '../adopted';
import type { Shape } from '../shapes/shape';
import type { Language } from '../spelling';
import type { Store } from '../store';
import { registerAdopted } from './adopted';
import { registerMeetings } from './meetings';
import { registerOrganisations } from './organisations';
import { registerRecordings } from './recordings';
import { refuseOthers } from './refusals';
import { registerUploads } from './uploads';
import { registerUsers } from './users';
import { registerWebhooks } from './webhooks';

/** What the routes work on. */
export interface ApiState {
	store: Store;
	/** How answers are spelled. */
	shape: Shape;
	/** How requests are. */
	language: Language;
	/** What is answered to what was adopted from a collection. */
	examples: AdoptedExample[];
	/** The address that `POST /client/webhook` registered last. */
	webhookUrl: string | undefined;
	/** How often everything was reset. */
	resets: number;
	/** Where routes are in place of where they are imagined. */
	moved: Record<string, string>;
	/** Whether a route of Laravel's kind `fallback` answers every GET that no other does. */
	fallback: boolean;
}

/** Every call of the API, as far as it is known; how the real API answers is inferred. */
export async function registerRoutes(app: FastifyInstance, state: ApiState): Promise<void> {
	app.addHook('onRoute', (route) => {
		const { routePath, method } = route;
		const [from, to] =
			Object.entries(state.moved).find(([path]) => `${routePath}/`.startsWith(`${path}/`)) ?? [];
		const spelled = state.language.route(String(method), routePath);
		if (from !== undefined && to !== undefined) {
			route.routePath = `${to}${routePath.slice(from.length)}`;
		} else if (spelled) {
			route.routePath = spelled.path;
			route.method = spelled.method as HTTPMethods;
		}
		route.url = route.path = `${route.prefix}${route.routePath}`;
	});
	await refuseOthers(app, async () => {
		registerMeetings(app, state);
		registerRecordings(app, state);
		await registerUploads(app, state);
		registerUsers(app, state);
		registerOrganisations(app, state);
		registerWebhooks(app, state);
		await registerAdopted(app, state);
		if (state.fallback) app.get('/*', async () => ({ message: 'Welcome to the API.' }));
	});
}
