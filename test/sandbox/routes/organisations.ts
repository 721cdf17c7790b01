import { randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { pageOf } from '../lists';
import { checkUrl, fieldsOf, optionalText, requireTexts } from '../validation';
import { holds, queryOf, serviceAccountOnly } from './request';
import type { ApiState } from '.';

/** The organisation and how it is divided: into teams, and into dossiers of its clients. */
export function registerOrganisations(app: FastifyInstance, { store, lists }: ApiState): void {
	for (const name of ['teams', 'dossiers'] as const) {
		app.get(`/${name}`, async (request) => {
			const { search } = queryOf(request);
			const rows = store[name].filter((row) => holds(search, row.name));
			return pageOf<object>(rows, request, lists);
		});
	}

	app.post('/organisations', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const fields = fieldsOf(request.body);
		const [name] = requireTexts(fields, 'name');
		const webhookUrl = optionalText(fields, 'webhook_url') ?? null;
		if (webhookUrl !== null) checkUrl('webhook_url', webhookUrl);
		const organisation = { organisationId: randomUUID(), name, webhookUrl };
		store.organisations.push(organisation);
		return await reply.code(201).send({ data: organisation });
	});
}
