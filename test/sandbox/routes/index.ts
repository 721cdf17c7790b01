import type { FastifyInstance } from 'fastify';

import type { Shape } from '../shapes/shape';
import type { Store } from '../store';
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
}

/** Every row of the endpoint table, as far as it is known; how the real API answers is inferred. */
export async function registerRoutes(app: FastifyInstance, state: ApiState): Promise<void> {
	await refuseOthers(app, async () => {
		registerMeetings(app, state);
		registerRecordings(app, state);
		await registerUploads(app, state);
		registerUsers(app, state);
		registerOrganisations(app, state);
		registerWebhooks(app, state);
	});
}
