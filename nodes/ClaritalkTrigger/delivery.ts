import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../api/json';
import { rowId } from '../api/rows';
import type { Envelope } from '../events/envelope';
import { type Filters, passes } from '../events/filters';

/** No meeting comes near these; what does is not worth a run. Below them, n8n's own limit is 16 MiB. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 64;

/** What is to become of a request to the webhook, and what the sender is told. */
export type Verdict =
	| { kind: 'accepted'; envelope: Envelope; key: string }
	| { kind: 'refused'; status: 200 | 400 | 401; message: string };

/** A request as the trigger got it. */
export interface Delivery {
	/** Whether the address carried the secret that was registered with it. */
	authentic: boolean;
	/** The parsed JSON. */
	body: unknown;
	rawBody: Buffer;
}

/**
 * Judges a delivery: only one that is authentic, an envelope, and about a selected event is accepted.
 * Claritalk signs nothing and documents no retries, so 200 also answers what is merely not wanted: an
 * error would invite it to send the same again.
 */
export function judge(
	{ authentic, body, rawBody }: Delivery,
	events: string[],
	filters: Filters = {},
): Verdict {
	if (!authentic) {
		return {
			kind: 'refused',
			status: 401,
			message: 'The token in the address is missing or wrong',
		};
	}
	const refused = (status: 200 | 400, message: string): Verdict => ({
		kind: 'refused',
		status,
		message,
	});
	if (rawBody.length > MAX_BYTES) return refused(400, 'The body is too large');
	const envelope = envelopeIn(body, rawBody);
	if (!envelope) return refused(400, 'The body is not a JSON object with an "event"');
	// The event comes first: of one that nobody selected, nothing else needs to be right.
	if (!events.includes(envelope.event)) return refused(200, 'Event not selected: ignored');
	if (!isObject(envelope.data)) return refused(400, '"data" must be an object');
	if (isDeeperThan(MAX_DEPTH, envelope)) {
		return refused(400, `The body is nested deeper than ${MAX_DEPTH} levels`);
	}
	if (!passes(envelope, filters)) return refused(200, 'Event not selected: ignored');
	return { kind: 'accepted', envelope, key: deliveryKey(envelope) };
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

/** Whether a JSON value is nested deeper than `levels`; level by level, since a deep value would exhaust a recursion. */
function isDeeperThan(levels: number, value: unknown): boolean {
	let level: unknown[] = [value];
	for (let depth = 0; depth < levels && level.length > 0; depth++) {
		level = level.flatMap((one) =>
			typeof one === 'object' && one !== null ? Object.values(one) : [],
		);
	}
	return level.some((one) => typeof one === 'object' && one !== null);
}

/**
 * What makes two deliveries the same: event, timestamp and everything about the object but its files, so that two changes
 * in one second are two.
 *
 * @returns 96 bits of a hash, so that it says nothing about the meeting and a few thousand take little room
 */
function deliveryKey({ event, timestamp, data }: Envelope): string {
	const identity = JSON.stringify([event, timestamp, { ...data, files: undefined }]);
	return createHash('sha256').update(identity).digest('base64url').slice(0, 16);
}

/** The ID of the meeting or user that an event is about. */
export function objectId(event: string, data: IDataObject): string | undefined {
	return rowId(data, event.startsWith('users.') ? 'user' : 'meeting');
}
