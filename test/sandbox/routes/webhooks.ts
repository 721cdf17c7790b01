import type { FastifyInstance } from 'fastify';

import { checkUrl, fieldsOf, requireTexts } from '../validation';
import { sendWritten } from './request';
import type { ApiState } from '.';

/** One address at a time: a new one replaces the old one, whichever token registered it. */
export function registerWebhooks(app: FastifyInstance, state: ApiState): void {
	app.post('/client/webhook', async (request, reply) => {
		const [url] = requireTexts(fieldsOf(request.body), 'webhook_url');
		checkUrl('webhook_url', url);
		state.webhookUrl = url;
		await sendWritten(reply, state.shape.written('webhook.register', url));
	});
}
