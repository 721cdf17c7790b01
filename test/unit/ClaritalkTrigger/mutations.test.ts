import * as fc from 'fast-check';

import { deliveryKey, judge } from '../../../nodes/ClaritalkTrigger/delivery';
import { mutatedDeliveries } from '../../harness/envelopes';

const EVENTS = ['meeting.processed', 'meeting.status.changed', 'users.created'];

it('none of 10,000 mutated envelopes that keep what is needed is unusable, and each that is selected is wanted', () => {
	fc.assert(
		fc.property(mutatedDeliveries(EVENTS), ({ text, isSelected }) => {
			const rawBody = Buffer.from(text);
			// As n8n leaves it under a type that is none of JSON: what is in the text is all there is.
			const verdict = judge({ body: {}, rawBody }, EVENTS);
			expect(verdict.kind).toBe(isSelected ? 'wanted' : 'unwanted');
			if (verdict.kind === 'wanted') {
				expect(deliveryKey(verdict.envelope)).toMatch(/^[\w-]{16}$/);
			}
		}),
		{ numRuns: 10_000 },
	);
});

it('nothing at all makes judging fail', () => {
	fc.assert(
		fc.property(fc.anything(), fc.uint8Array(), fc.object(), (body, bytes, filters) => {
			expect(judge({ body, rawBody: Buffer.from(bytes) }, EVENTS, filters).kind).toMatch(/./);
		}),
		{ numRuns: 1_000 },
	);
});
