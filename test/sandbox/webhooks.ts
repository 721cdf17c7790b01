import { PROCESSED } from './store';
import { reportOf } from './pdf';
import type { Envelope, Meeting, User } from './types';

/** What the receiver answered to a delivery. */
export interface DeliveryResult {
	status: number;
	body: string;
	/** How long the receiver took. */
	ms: number;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Sends one envelope as Claritalk does: a POST with JSON, without a signature.
 *
 * @throws Error for a host other than this machine: a stand-in must not reach anyone
 */
export async function deliver(url: string, envelope: unknown): Promise<DeliveryResult> {
	if (!LOOPBACK.has(new URL(url).hostname)) {
		throw new Error(`The stand-in delivers to this machine only, not to ${new URL(url).host}`);
	}
	const started = performance.now();
	const answer = await fetch(url, {
		method: 'POST',
		redirect: 'manual',
		headers: { 'content-type': 'application/json' },
		body: typeof envelope === 'string' ? envelope : JSON.stringify(envelope),
	});
	const body = await answer.text();
	return { status: answer.status, body, ms: performance.now() - started };
}

/** `meeting.processed` with the whole meeting and its PDF report, as documented. */
export async function processedEnvelope(meeting: Meeting): Promise<Envelope> {
	const pdf = await reportOf(meeting);
	const files = { filename: `report-${meeting.meetingId}.pdf`, content: pdf.toString('base64') };
	return envelopeOf('meeting.processed', { ...meeting, status: PROCESSED, files });
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
