import type { FastifyRequest } from 'fastify';

import { forbidden } from '../problems';

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
