import type { FastifyInstance } from 'fastify';

import type { Shape } from '../shapes/shape';
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
	/** The address that `POST /client/webhook` registered last. */
	webhookUrl: string | undefined;
	/** How often everything was reset. */
	resets: number;
	/** Where routes are in place of where they are imagined. */
	moved: Record<string, string>;
	/** Whether a route of Laravel's kind `fallback` answers every GET that no other does. */
	fallback: boolean;
}

/** Every row of the endpoint table, as far as it is known; how the real API answers is inferred. */
export async function registerRoutes(app: FastifyInstance, state: ApiState): Promise<void> {
	app.addHook('onRoute', (route) => {
		const [from, to] =
			Object.entries(state.moved).find(([path]) => `${route.routePath}/`.startsWith(`${path}/`)) ??
			[];
		if (from === undefined || to === undefined) return;
		route.routePath = `${to}${route.routePath.slice(from.length)}`;
		route.url = route.path = `${route.prefix}${route.routePath}`;
	});
	await refuseOthers(app, async () => {
		registerMeetings(app, state);
		registerRecordings(app, state);
		await registerUploads(app, state);
		registerUsers(app, state);
		registerOrganisations(app, state);
		registerWebhooks(app, state);
		await registerAdopted(app);
		if (state.fallback) app.get('/*', async () => ({ message: 'Welcome to the API.' }));
	});
}
