import type { FastifyInstance } from 'fastify';

import type { Sandbox } from '.';
import { invalid, Problem } from './problems';
import type { Envelope } from './types';
import { fieldsOf, optionalText } from './validation';
import { envelopeOf, EVENTS } from './webhooks';

/** What a person or a script may tell the stand-in to do, beside the API under `/api`. */
export function registerControls(app: FastifyInstance, sandbox: Sandbox): void {
	app.post('/sandbox/meetings', async (request) => {
		const fields = fieldsOf(request.body);
		const title = optionalText(fields, 'title');
		const locale = optionalText(fields, 'locale');
		const wanted = { ...(title && { title }), ...(locale && { locale }) };
		const result = await attempt(async () => await sandbox.processMeeting(undefined, wanted));
		return { ...result, envelope: withoutFile(result.envelope) };
	});

	app.post('/sandbox/events', async (request) => {
		const fields = fieldsOf(request.body);
		const wanted = optionalText(fields, 'event') ?? 'meeting.status.changed';
		const event = EVENTS.find((known) => known === wanted);
		if (!event) throw invalid({ event: `The event must be one of ${EVENTS.join(', ')}.` });

		const { store } = sandbox;
		const meeting = store.meetings[0] ?? store.createMeeting({});
		const envelope = fields.data
			? envelopeOf(event, fieldsOf(fields.data))
			: await sandbox.envelopeAbout(event, { meeting });
		const delivery = await attempt(async () => await sandbox.deliver(envelope));
		return { envelope: withoutFile(envelope), delivery };
	});

	app.get('/sandbox/state', async () => {
		const calls: Record<string, number> = {};
		for (const { method, path } of sandbox.requests) {
			const call = `${method} ${path}`;
			calls[call] = (calls[call] ?? 0) + 1;
		}
		return {
			webhookUrl: sandbox.webhookUrl?.replace(/([?&]token=)[^&#]+/, '$1[hidden]') ?? null,
			requests: sandbox.requests.length,
			calls,
		};
	});
}

/** An envelope that a person can read: the report's size in place of its base64. */
function withoutFile(envelope: Envelope): Envelope {
	const { content, ...file } = fieldsOf(envelope.data.files);
	if (typeof content !== 'string') return envelope;
	const files = { ...file, size: Buffer.byteLength(content, 'base64') };
	return { ...envelope, data: { ...envelope.data, files } };
}

/** A control that cannot be done says why, in one line. */
async function attempt<T>(run: () => Promise<T>): Promise<T> {
	try {
		return await run();
	} catch (error) {
		throw new Problem(409, (error as Error).message);
	}
}
