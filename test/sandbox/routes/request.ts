import type { FastifyReply, FastifyRequest } from 'fastify';

import { forbidden } from '../problems';
import type { WriteAnswer } from '../shapes/shape';

export const queryOf = (request: FastifyRequest) =>
	request.query as Record<string, string | undefined>;

export const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;

export const isServiceAccount = ({ caller }: FastifyRequest) => caller?.kind === 'serviceAccount';

/** For routes that only a service account may use: a user is answered 403. */
export async function serviceAccountOnly(request: FastifyRequest): Promise<void> {
	if (!isServiceAccount(request)) throw forbidden();
}

/** Whether one of the values holds the text that is searched for; all do when none is. */
export const holds = (text: string | undefined, ...values: string[]) =>
	!text || values.some((value) => value.toLowerCase().includes(text.toLowerCase()));

/** Sends an answer as it is spelled: fastify would make nothing of the JSON `null`. */
export async function sendWritten(reply: FastifyReply, answer: WriteAnswer): Promise<void> {
	const { status, json, text } = answer;
	void reply.code(status);
	if (text !== undefined) await reply.type('text/html; charset=UTF-8').send(text);
	else if (json !== undefined) await reply.type('application/json').send(JSON.stringify(json));
	else await reply.send();
}
