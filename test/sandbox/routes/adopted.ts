import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

import { endpointRows } from '../../../nodes/api/endpoints';
import { adoptedExamples } from '../adopted';
import { sendWritten, serviceAccountOnly } from './request';

/** Everything that was adopted from a collection: it is answered with the saved example, and changes nothing. */
export async function registerAdopted(app: FastifyInstance): Promise<void> {
	const examples = new Map(adoptedExamples().map((example) => [example.operation, example]));
	await app.register(async (forms) => {
		await forms.register(multipart, { limits: { fileSize: Infinity } });
		forms.addContentTypeParser(
			'application/x-www-form-urlencoded',
			{ parseAs: 'string' },
			async (_: unknown, text: string) => Object.fromEntries(new URLSearchParams(text)),
		);
		for (const { resource, operation, endpoint } of endpointRows()) {
			const example = examples.get(`${resource}.${operation}`);
			if (!example) continue;
			const { status, body } = example.answer;
			forms.route({
				method: endpoint.method,
				url: routeOf(endpoint.path),
				config: { uploads: endpoint.rateClass === 'upload' },
				...(endpoint.caller === 'serviceAccount' && { preHandler: serviceAccountOnly }),
				handler: async (request, reply) => {
					// Every file must be read to its end for the form to be answered.
					if (request.isMultipart()) for await (const part of request.parts()) drain(part);
					await sendWritten(reply, { status, json: body });
				},
			});
		}
	});
}

/**
 * `/meetings/{meetingId}` as fastify spells it, with the names that all routes have; a parameter that is a part of a
 * segment goes up to the text behind it.
 */
function routeOf(path: string): string {
	let count = 0;
	return path.replace(/\{\w+\}(?=([^/]?))/g, (_, next: string) => {
		count++;
		return `:id${count > 1 ? count : ''}${next === '' ? '' : '(^[^/]+?)'}`;
	});
}

function drain(part: { type: string; file?: { resume(): unknown } }): void {
	part.file?.resume();
}
