import { randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { checkUrl, fieldsOf, optionalText, requireTexts } from '../validation';
import { holds, queryOf, sendWritten, serviceAccountOnly } from './request';
import type { ApiState } from '.';

/** The organisation and how it is divided: into teams, and into dossiers of its clients. */
export function registerOrganisations(app: FastifyInstance, { store, shape }: ApiState): void {
	app.get('/teams', async (request) => {
		const { search } = queryOf(request);
		const rows = store.teams.filter(({ name }) => holds(search, name));
		return shape.page('teams', rows, request);
	});

	app.get('/dossiers', async (request) => {
		const { search } = queryOf(request);
		const rows = store.dossiers.filter(({ name }) => holds(search, name));
		return shape.page('dossiers', rows, request);
	});

	app.post('/organisations', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const fields = fieldsOf(request.body);
		const [name] = requireTexts(fields, 'name');
		const webhookUrl = optionalText(fields, 'webhook_url') ?? null;
		if (webhookUrl !== null) checkUrl('webhook_url', webhookUrl);
		const organisation = { organisationId: randomUUID(), name, webhookUrl };
		store.organisations.push(organisation);
		await sendWritten(reply, shape.written('organisation.create', organisation));
	});
}
