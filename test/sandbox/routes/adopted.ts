import multipart from '@fastify/multipart';
import type { FastifyInstance, HTTPMethods } from 'fastify';

import { routeOf } from '../spelling';
import { sendWritten, serviceAccountOnly } from './request';
import type { ApiState } from '.';

/** Everything that was adopted from a collection: it is answered with the saved example, and changes nothing. */
export async function registerAdopted(app: FastifyInstance, { examples }: ApiState): Promise<void> {
	await app.register(async (forms) => {
		await forms.register(multipart, { limits: { fileSize: Infinity } });
		forms.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			async (_: unknown, text: string) => Object.fromEntries(new URLSearchParams(text)),
		);
		for (const { method, path, isUpload, isServiceAccountOnly, answer } of examples) {
			forms.route({
				method: method as HTTPMethods,
				url: routeOf(path),
				config: { uploads: isUpload },
				...(isServiceAccountOnly && { preHandler: serviceAccountOnly }),
				handler: async (request, reply) => {
					// Every file must be read to its end for the form to be answered.
					if (request.isMultipart()) for await (const part of request.parts()) drain(part);
					await sendWritten(reply, { status: answer.status, json: answer.body });
				},
			});
		}
	});
}

function drain(part: { type: string; file?: { resume(): unknown } }): void {
	part.file?.resume();
}
