import { randomUUID } from 'node:crypto';

import type { Sandbox } from '../../sandbox';
import type { Envelope } from '../../sandbox/types';
import { processedEnvelope } from '../../sandbox/webhooks';

/** How many deliveries are under way at once where there are many. */
export const AT_ONCE = 20;

/** `meeting.processed` about meetings that were never sent before. */
export async function newEnvelopes(sandbox: Sandbox, count: number): Promise<Envelope[]> {
	const envelope = await processedEnvelope(sandbox.store.meetings[0]);
	return Array.from({ length: count }, () => ({
		...envelope,
		data: { ...envelope.data, meetingId: randomUUID() },
	}));
}

/** The envelopes with another report, a PDF of this size. */
export function withReport(envelopes: Envelope[], bytes: number): Envelope[] {
	const content = Buffer.alloc(bytes, '%PDF-1.7\n').toString('base64');
	return envelopes.map((envelope) => ({
		...envelope,
		data: { ...envelope.data, files: { filename: 'report.pdf', content } },
	}));
}

/**
 * Sends all envelopes, many at a time.
 *
 * @param urlOf where the envelope with this number is sent to
 * @param times gets how long each answer took, in milliseconds
 * @returns how often each status was answered
 */
export async function deliverAll(
	sandbox: Sandbox,
	envelopes: Envelope[],
	{
		urlOf = () => sandbox.webhookUrl,
		atOnce = AT_ONCE,
		times = [],
	}: { urlOf?: (index: number) => string | undefined; atOnce?: number; times?: number[] } = {},
): Promise<Record<number, number>> {
	const counts: Record<number, number> = {};
	const left = envelopes.entries();
	const sendOneByOne = async () => {
		for (const [index, envelope] of left) {
			const { status, ms } = await sandbox.deliver(envelope, { url: urlOf(index) });
			counts[status] = (counts[status] ?? 0) + 1;
			times.push(ms);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, sendOneByOne));
	return counts;
}
