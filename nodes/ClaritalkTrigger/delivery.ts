import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { namesOf } from '../api/answers';
import { isObject } from '../api/json';
import { canonical } from '../api/names';
import { rowId } from '../api/rows';
import type { Envelope } from '../events/envelope';
import { type Filters, passes } from '../events/filters';

/** No meeting comes near these; what does is not worth a run. Below them, n8n's own limit is 16 MiB. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What n8n does with a run's data is recursive: it gives up at some thousands of levels. */
const MAX_DEPTH = 500;
/** With hundreds of thousands of members in one object, the whole of n8n would stand still for a minute. */
const MAX_MEMBERS = 20_000;

/** How many envelopes in `data` are opened. */
const MAX_ENVELOPES = 3;

/** A request as the trigger got it. */
export interface Delivery {
	/** What n8n made of it, where it knew it as JSON. */
	body: unknown;
	rawBody: Buffer;
}

/** What a request turned out to be: an event that is to start a run, one that nobody wants, or nothing that can be used. */
export type Verdict =
	/** `isUnsaid`: it does not say whether the meeting is of the wanted team and dossier. */
	| { kind: 'wanted'; envelope: Envelope; isUnsaid: boolean }
	| { kind: 'unwanted'; reason: string }
	| { kind: 'unusable'; reason: string };

/**
 * Judges a delivery. All that is needed of one is
 *
 * - the name of an event: JSON, under any content type, that is an object with a text `event` which is not empty;
 * - where that event is selected, `data` that is an object, whatever stands in it;
 * - that n8n can bear it: at most 64 MiB, in at most 500 levels, and no object with more than 20,000 members.
 *
 * Anything else may be missing, or of another type. Claritalk signs nothing and documents no retries, so what is merely not
 * wanted is no error: that would invite it to send the same again.
 */
export function judge(
	{ body, rawBody }: Delivery,
	events: string[],
	filters: Filters = {},
): Verdict {
	if (rawBody.length > MAX_BYTES) return unusable('The body is too large');
	const envelope = envelopeIn(body, rawBody);
	if (!envelope) return unusable('The body is not a JSON object with an "event"');
	// The event comes first: of one that nobody selected, nothing else needs to be right.
	if (!events.includes(envelope.event)) return UNWANTED;
	if (!isObject(envelope.data)) return unusable('"data" must be an object');
	const tooMuch = excessOf(envelope);
	if (tooMuch) return unusable(tooMuch);
	const opened = { ...envelope, data: unwrapped(envelope.data, kindOf(envelope.event)) };
	const isWanted = passes(opened, filters);
	if (isWanted === false) return UNWANTED;
	return { kind: 'wanted', envelope: opened, isUnsaid: isWanted === undefined };
}

const UNWANTED: Verdict = { kind: 'unwanted', reason: 'Event not selected: ignored' };

function unusable(reason: string): Verdict {
	return { kind: 'unusable', reason };
}

/** The envelope, also where its content type keeps n8n from parsing it. */
function envelopeIn(body: unknown, rawBody: Buffer): Envelope | undefined {
	for (const read of [() => body, () => JSON.parse(rawBody.toString().replace(/^\ufeff/, ''))]) {
		try {
			const envelope: unknown = read();
			if (isObject(envelope) && typeof envelope.event === 'string' && envelope.event !== '') {
				return envelope as Envelope;
			}
		} catch {
			// It is no JSON.
		}
	}
	return undefined;
}

/**
 * The meeting or user in `data`, also where that is an envelope itself: without an ID of its own, it holds what has one. What
 * stands beside it stays.
 */
function unwrapped(data: IDataObject, kind: 'user' | 'meeting', depth = 0): IDataObject {
	if (depth === MAX_ENVELOPES || rowId(data, kind) !== undefined) return data;
	const names = namesOf(kind).add('data');
	for (const [name, held] of Object.entries(data)) {
		if (!names.has(canonical(name)) || !isObject(held)) continue;
		const inner = unwrapped(held, kind, depth + 1);
		if (rowId(inner, kind) === undefined) continue;
		const beside = { ...data };
		delete beside[name];
		return { ...beside, ...inner };
	}
	return data;
}

/** What of a JSON value is more than n8n can bear, in a sentence; level by level, since a deep one would exhaust a recursion. */
function excessOf(value: unknown): string | undefined {
	let level = [value].filter(isNested);
	for (let depth = 0; level.length > 0; depth++) {
		if (depth === MAX_DEPTH) return `The body is nested deeper than ${MAX_DEPTH} levels`;
		if (level.some((one) => isObject(one) && Object.keys(one).length > MAX_MEMBERS)) {
			return `The body has an object with more than ${MAX_MEMBERS} members`;
		}
		level = level.flatMap((one) => Object.values(one).filter(isNested));
	}
	return undefined;
}

function isNested(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}

/**
 * What makes two deliveries the same: event, timestamp and everything about the object but its files, so that two changes
 * in one second are two.
 *
 * @returns 96 bits of a hash, so that it says nothing about the meeting and a few thousand take little room
 */
export function deliveryKey({ event, timestamp, data }: Envelope): string {
	const identity = JSON.stringify([event, timestamp, { ...data, files: undefined }]);
	return createHash('sha256').update(identity).digest('base64url').slice(0, 16);
}

/** The ID of the meeting or user that an event is about. */
export function objectId(event: string, data: IDataObject): string | undefined {
	return rowId(data, kindOf(event));
}

/** What an event is about. */
function kindOf(event: string): 'user' | 'meeting' {
	return event.startsWith('users.') ? 'user' : 'meeting';
}
