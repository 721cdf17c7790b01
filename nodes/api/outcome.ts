import type { IHttpRequestOptions } from 'n8n-workflow';

import { type Answer, isSuccess, isTokenRefused } from './answers';
import { isStream, readBody } from './download';
import type { Failure } from './errors';
import type { Target } from './facts';
import { tryJson } from './json';
import { isNeverSent, type Setback } from './retries';
import type { FileError } from './streamedFile';
import { within } from './within';
import { isRouteMissing } from './words';

/** How sending a request ended: with an answer, whatever its status, or without one. */
export type Outcome = Ending & {
	/** Whether it, or an attempt before it, may have been carried out. */
	mayBeDone?: boolean;
};

type Ending =
	| { kind: 'answer'; answer: Answer }
	/** None came, or `isCut`: of one to a read that was a success, not all did. */
	| { kind: 'connection'; code: string; isCut?: boolean }
	/** The file that was to be sent could not be read as announced. */
	| { kind: 'file'; error: FileError }
	/** No token could be had. */
	| {
			kind: 'login';
			explain: (hide: (text: string) => string) => Failure;
			isPassing: boolean;
			retryAfterMs?: number;
	  }
	/** The rate limit would have to be waited for too long; `answer` is the refusal, where there was one. */
	| { kind: 'limited'; until: number; answer?: Answer }
	| { kind: 'cancelled' };

/** For the words of an answer that was to be a file. */
const LONGEST_BODY_MS = 10_000;

/** An outcome whose answer has its body: what was to be a file and failed says so in words. */
export async function withBody(outcome: Outcome): Promise<Outcome> {
	if (outcome.kind !== 'answer') return outcome;
	const { answer } = outcome;
	const { body } = answer;
	if (!isStream(body) || isSuccess(answer)) return outcome;
	const read = await within(LONGEST_BODY_MS, readBody(body)).catch(() => '');
	body.destroy();
	return { kind: 'answer', answer: { ...answer, body: read } };
}

/** An answer as an outcome: JSON that breaks off is one that did not arrive; a write has been carried out all the same. */
export function outcomeOf(answer: Answer, { method }: IHttpRequestOptions): Outcome {
	const { headers, body } = answer;
	const isBroken =
		typeof body === 'string' &&
		/\bjson\b/.test(String(headers['content-type'])) &&
		/^\s*[[{]/.test(body) &&
		tryJson(body) === undefined;
	return isBroken && isSuccess(answer) && isRead(method)
		? { kind: 'connection', code: 'EBADMSG', isCut: true }
		: { kind: 'answer', answer };
}

/** Whether a method changes nothing, so that a lost answer loses nothing. */
export function isRead(method: string | undefined): boolean {
	return method === 'GET' || method === 'OPTIONS';
}

/** Whether an answer came, and no error. */
export function hasWorked(outcome: Outcome): boolean {
	return outcome.kind === 'answer' && outcome.answer.statusCode < 300;
}

/** Whether an answer came that refuses the token. */
export function isRefused(outcome: Outcome): boolean {
	return outcome.kind === 'answer' && isTokenRefused(outcome.answer);
}

/** Whether a request that ended so may have been carried out: it was neither turned away nor never received. */
export function mayHaveWorked(outcome: Outcome): boolean {
	if (outcome.kind === 'answer') return ![401, 403, 407, 429].includes(outcome.answer.statusCode);
	return outcome.kind === 'connection' && !isNeverSent(outcome.code);
}

/** What may be tried again after an outcome, for `backoff`; undefined where nothing may. */
export function setbackOf(outcome: Outcome): Setback | undefined {
	switch (outcome.kind) {
		case 'connection':
			return { code: outcome.code };
		case 'answer':
			return { status: outcome.answer.statusCode };
		case 'login':
			return outcome.isPassing ? { login: true, afterMs: outcome.retryAfterMs } : undefined;
		default:
			return undefined;
	}
}

/** What was deleted by an attempt whose answer was lost is not there for the next: it is gone, as was wanted. */
export function settled(outcome: Outcome, { method }: Target, attempt: number): Outcome {
	const isGone =
		outcome.kind === 'answer' &&
		[404, 410].includes(outcome.answer.statusCode) &&
		!isRouteMissing(outcome.answer.body);
	if (!isGone || method !== 'DELETE' || attempt === 1) return outcome;
	return { kind: 'answer', answer: { ...outcome.answer, statusCode: 204, body: '' } };
}
