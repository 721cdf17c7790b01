import { BlockList } from 'node:net';

import { reportFileOf } from './pdf';
import { PROCESSED } from './seed';
import type { Envelope, Meeting, User } from './types';

/** What the receiver answered to a delivery. */
export interface DeliveryResult {
	status: number;
	body: string;
	/** How long the receiver took. */
	ms: number;
}

/** The events that are documented. */
export const EVENTS = ['meeting.processed', 'meeting.status.changed', 'users.created'] as const;

export type EventName = (typeof EVENTS)[number];

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

const isLoopback = (hostname: string) =>
	hostname === 'localhost' ||
	loopback.check(hostname) ||
	loopback.check(hostname.replace(/^\[|\]$/g, ''), 'ipv6');

/**
 * Sends one envelope as Claritalk does: a POST with JSON, without a signature. A redirect is not followed.
 *
 * @throws Error for a host other than this machine (a stand-in must not reach anyone), and when nobody answers there
 */
export async function deliver(url: string, envelope: unknown): Promise<DeliveryResult> {
	const { hostname, host, origin } = new URL(url);
	if (!isLoopback(hostname)) {
		throw new Error(`The stand-in delivers to this machine only, not to ${host}`);
	}
	const started = performance.now();
	try {
		const answer = await fetch(url, {
			method: 'POST',
			redirect: 'manual',
			// A kept connection may be closed by n8n in the moment in which it is used again.
			headers: { 'content-type': 'application/json', connection: 'close' },
			body: typeof envelope === 'string' ? envelope : JSON.stringify(envelope),
		});
		const body = await answer.text();
		return { status: answer.status, body, ms: performance.now() - started };
	} catch (error) {
		const { message, cause } = error as Error & { cause?: { code?: string; message: string } };
		// The origin only: the rest of the address may hold a secret.
		throw new Error(`${origin} did not answer: ${cause?.code ?? cause?.message ?? message}`);
	}
}

/** `meeting.processed` with the whole meeting and its PDF report, as documented. */
export async function processedEnvelope(meeting: Meeting): Promise<Envelope> {
	const files = await reportFileOf(meeting);
	return envelopeOf('meeting.processed', { ...documented(meeting), status: PROCESSED, files });
}

/** A documented event about a row, with what is documented for its `data`. */
export async function eventAbout(
	event: EventName,
	{ meeting, user }: { meeting: Meeting; user: User },
): Promise<Envelope> {
	if (event === 'users.created') return envelopeOf(event, user);
	if (event === 'meeting.processed') return await processedEnvelope(meeting);
	return envelopeOf(event, documented(meeting));
}

/** Any event in the documented envelope. */
export function envelopeOf(event: string, data: Meeting | User | Envelope['data']): Envelope {
	return {
		event,
		timestamp: new Date().toISOString(),
		data: { ...data },
		meta: { source: 'claritalk', version: '1.0' },
	};
}

/** The fields of a meeting that are documented for webhooks: its team and dossier are not among them. */
function documented(meeting: Meeting): Envelope['data'] {
	const data: Partial<Meeting> = { ...meeting };
	delete data.teamId;
	delete data.dossierId;
	return data;
}
