import type { FastifyRequest } from 'fastify';

import type { Problem } from '../problems';
import type {
	Dossier,
	Envelope,
	Invitation,
	Meeting,
	Organisation,
	Recording,
	RecordingState,
	Team,
	User,
} from '../types';

/** The lists, with the rows they hold. */
export interface Lists {
	meetings: Meeting;
	users: User;
	teams: Team;
	dossiers: Dossier;
}

/** What can be asked for by its ID. */
export type Readable = Pick<Lists, 'meetings' | 'users'>;

/** The writes, with what each of them made or changed. */
export interface Writes {
	'meeting.create': Meeting;
	'organisation.create': Organisation;
	'recording.start': RecordingState;
	'recording.stop': RecordingState;
	'recording.upload': Recording;
	'user.create': User;
	'user.delete': User;
	'user.invite': Invitation;
	'user.update': User;
	'webhook.register': string;
}

/** An answer to a write: `json` or `text`, or neither for one without content. */
export interface WriteAnswer {
	status: number;
	json?: unknown;
	/** Sent as it is, by the content type that Laravel gives a plain text. */
	text?: string;
}

/**
 * How the API spells what it answers. Nothing of this is documented but the webhook's envelope, so there is more than
 * one: what a call does in the store is the same in all of them.
 */
export interface Shape {
	/** The answer with one row. */
	one<K extends keyof Readable>(kind: K, row: Readable[K]): unknown;
	/**
	 * One page of a list.
	 *
	 * @throws Problem where the shape refuses a page that is not there
	 */
	page<K extends keyof Lists>(kind: K, rows: Array<Lists[K]>, request: FastifyRequest): unknown;
	/** The texts of a meeting that a search looks into. */
	searched(meeting: Meeting): string[];
	/** The text that lists, and their filter, have for a meeting's status. */
	listedStatus(status: string): string;
	written<K extends keyof Writes>(write: K, result: Writes[K]): WriteAnswer;
	/** The body of an answer that is no success. */
	problem(problem: Problem): unknown;
	/** What is sent to the webhook. */
	envelope(envelope: Envelope): Envelope & Record<string, unknown>;
	/** Whether answers count down to the rate limit, and a 429 says Retry-After. */
	readonly countsDown: boolean;
	/** `X-RateLimit-Reset` of a 429. */
	resetOf(leftMs: number, isUpload: boolean): number;
}
