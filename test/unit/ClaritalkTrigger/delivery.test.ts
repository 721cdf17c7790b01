import { judge } from '../../../nodes/ClaritalkTrigger/delivery';

const envelope = {
	event: 'meeting.processed',
	timestamp: '2026-03-01T10:00:00Z',
	data: { meetingId: 'm-1', userId: 'u-1' },
	meta: { source: 'claritalk', version: '1.0' },
};

function verdictOn(body: unknown, { authentic = true, events = ['meeting.processed'] } = {}) {
	return judge({ authentic, body, rawBody: Buffer.from(JSON.stringify(body) ?? '') }, events);
}

const keyOf = (body: unknown) => {
	const verdict = verdictOn(body, { events: ['meeting.processed', 'users.created'] });
	if (verdict.kind !== 'accepted') throw new Error(verdict.message);
	return verdict.key;
};

it('accepts an envelope with a selected event', () => {
	expect(verdictOn(envelope)).toMatchObject({ kind: 'accepted', envelope });
});

it('bears an envelope without timestamp and meta', () => {
	const { event, data } = envelope;
	expect(verdictOn({ event, data })).toMatchObject({ kind: 'accepted' });
});

it('refuses what is not authentic before it looks at it', () => {
	expect(verdictOn('garbage', { authentic: false })).toMatchObject({
		kind: 'refused',
		status: 401,
	});
});

it('answers 200 to an event that is not selected', () => {
	expect(verdictOn({ ...envelope, event: 'users.created' })).toMatchObject({
		kind: 'refused',
		status: 200,
	});
});

it.each([
	[undefined, 'not a JSON object'],
	[null, 'not a JSON object'],
	[[], 'not a JSON object'],
	['text', 'not a JSON object'],
	[{}, '"event"'],
	[{ ...envelope, event: 1 }, '"event"'],
	[{ ...envelope, event: '' }, '"event"'],
	[{ ...envelope, data: undefined }, '"data"'],
	[{ ...envelope, data: [] }, '"data"'],
	[{ ...envelope, data: 'x' }, '"data"'],
	[{ ...envelope, data: null }, '"data"'],
	[{ ...envelope, timestamp: 1 }, '"timestamp"'],
	[{ ...envelope, meta: 'x' }, '"meta"'],
])('answers 400 to %j, naming %s', (body, problem) => {
	expect(verdictOn(body)).toMatchObject({
		kind: 'refused',
		status: 400,
		message: expect.stringContaining(problem),
	});
});

describe('limits', () => {
	const nested = (levels: number) => {
		let value: object = {};
		for (let level = 0; level < levels; level++) value = { value };
		return { ...envelope, data: value };
	};

	it('take 60 levels and refuse more than 64, however many', () => {
		expect(verdictOn(nested(60))).toMatchObject({ kind: 'accepted' });
		for (const levels of [64, 5_000]) {
			expect(
				judge({ authentic: true, body: nested(levels), rawBody: Buffer.from('') }, [
					envelope.event,
				]),
			).toMatchObject({ status: 400, message: expect.stringContaining('64 levels') });
		}
	});

	it('refuse a body of more than 64 MiB', () => {
		const rawBody = Buffer.alloc(64 * 1024 * 1024 + 1);
		expect(judge({ authentic: true, body: envelope, rawBody }, [envelope.event])).toMatchObject({
			status: 400,
			message: 'The body is too large',
		});
	});
});

describe('what makes a redelivery', () => {
	it('is event, object and timestamp, whatever else changed', () => {
		expect(keyOf({ ...envelope, data: { ...envelope.data, title: 'x' } })).toBe(keyOf(envelope));
	});

	it.each([
		['a later timestamp', { ...envelope, timestamp: '2026-03-01T10:00:01Z' }],
		['another meeting', { ...envelope, data: { ...envelope.data, meetingId: 'm-2' } }],
		['another event', { ...envelope, event: 'users.created' }],
	])('is not one with %s', (_, other) => expect(keyOf(other)).not.toBe(keyOf(envelope)));

	it('is told by every byte where there is no ID or no timestamp', () => {
		const timeless = { event: envelope.event, data: envelope.data };
		expect(keyOf(timeless)).toBe(keyOf(structuredClone(timeless)));
		expect(keyOf(timeless)).not.toBe(keyOf({ ...timeless, data: { ...timeless.data, a: 1 } }));
		const anonymous = { ...envelope, data: { title: 'x' } };
		expect(keyOf(anonymous)).not.toBe(keyOf({ ...envelope, data: { title: 'y' } }));
	});
});
