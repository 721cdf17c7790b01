import type { FastifyInstance } from 'fastify';

import type { Sandbox } from '.';
import { Problem } from './problems';
import { envelopeOf } from './webhooks';

/** What a person or a script may tell the stand-in to do, beside the API under `/api`. */
export function registerControls(app: FastifyInstance, sandbox: Sandbox): void {
	app.post('/sandbox/meetings', async (request) => {
		const { title, locale } = (request.body ?? {}) as { title?: string; locale?: string };
		const { meeting, envelope, delivery } = await attempt(
			async () =>
				await sandbox.processMeeting(undefined, {
					...(title && { title }),
					...(locale && { locale }),
				}),
		);
		return { meetingId: meeting.meetingId, event: envelope.event, delivery };
	});

	app.post('/sandbox/events', async (request) => {
		const { event = 'meeting.status.changed', data } = (request.body ?? {}) as {
			event?: string;
			data?: Record<string, unknown>;
		};
		const { users, meetings } = sandbox.store;
		const plausible = event.startsWith('users.') ? users[0] : meetings[0];
		const envelope = envelopeOf(event, data ?? plausible);
		return { envelope, delivery: await attempt(async () => await sandbox.deliver(envelope)) };
	});

	app.get('/sandbox/state', async () => ({
		webhookUrl: sandbox.webhookUrl?.replace(/([?&]token=)[^&]+/, '$1[hidden]') ?? null,
		requests: sandbox.requests.length,
	}));
}

/** A control that cannot be done says why, in one line. */
async function attempt<T>(run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		throw new Problem(409, (error as Error).message);
	}
}
