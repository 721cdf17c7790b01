import { deliveryKey, judge } from '../../../nodes/ClaritalkTrigger/delivery';

const envelope = {
	event: 'meeting.processed',
	timestamp: '2026-03-01T10:00:00Z',
	data: { meetingId: 'm-1', userId: 'u-1' },
	meta: { source: 'claritalk', version: '1.0' },
};

function verdictOn(body: unknown, events = ['meeting.processed']) {
	return judge({ body, rawBody: Buffer.from(JSON.stringify(body) ?? '') }, events);
}

it('accepts an envelope with a selected event', () => {
	expect(verdictOn(envelope)).toMatchObject({ kind: 'wanted', envelope });
});

it('bears an envelope without timestamp and meta', () => {
	const { event, data } = envelope;
	expect(verdictOn({ event, data })).toMatchObject({ kind: 'wanted' });
});

it('does not want an event that is not selected', () => {
	expect(verdictOn({ ...envelope, event: 'users.created' })).toMatchObject({ kind: 'unwanted' });
});

it.each([
	[undefined, '"event"'],
	[null, '"event"'],
	[[], '"event"'],
	['text', '"event"'],
	[{}, '"event"'],
	[{ ...envelope, event: 1 }, '"event"'],
	[{ ...envelope, event: '' }, '"event"'],
	[{ ...envelope, data: undefined }, '"data"'],
	[{ ...envelope, data: [] }, '"data"'],
	[{ ...envelope, data: 'x' }, '"data"'],
	[{ ...envelope, data: null }, '"data"'],
])('cannot use %j, naming %s', (body, problem) => {
	expect(verdictOn(body)).toMatchObject({
		kind: 'unusable',
		reason: expect.stringContaining(problem),
	});
});

it.each([
	{ meta: [] },
	{ meta: null },
	{ meta: 'x' },
	{ timestamp: null },
	{ timestamp: 1_772_359_200 },
	{ timestamp: {} },
	{ version: 2 },
])('accepts %j, of which a run needs nothing', (more) => {
	expect(verdictOn({ ...envelope, ...more })).toMatchObject({ kind: 'wanted' });
});

it.each([
	{ event: 'ping' },
	{ event: 'meeting.deleted', data: null },
	{ event: 'users.created', data: [] },
	{ event: 'report.ready', data: 'text', meta: 1 },
])('does not want %j, which nobody selected, whatever else is in it', (body) => {
	expect(verdictOn(body)).toMatchObject({ kind: 'unwanted' });
});

it.each([{}, { '{"event":"meeting.processed"': '' }, '', undefined])(
	'reads the body itself where n8n made %j of it',
	(body) => {
		const rawBody = Buffer.from(`\ufeff${JSON.stringify(envelope)}`);
		expect(judge({ body, rawBody }, [envelope.event])).toMatchObject({
			kind: 'wanted',
			envelope,
		});
	},
);

it('leaves the mark of a byte order alone that stands in a text', () => {
	const data = { ...envelope.data, title: 'a\ufeffb' };
	const rawBody = Buffer.from(JSON.stringify({ ...envelope, data }));
	expect(judge({ body: undefined, rawBody }, [envelope.event])).toMatchObject({
		kind: 'wanted',
		envelope: { data: { title: 'a\ufeffb' } },
	});
});

describe('limits', () => {
	const nested = (levels: number) => {
		let value: object = {};
		for (let level = 0; level < levels; level++) value = { value };
		return { ...envelope, data: value };
	};

	it('take 490 levels and refuse more than 500, however many', () => {
		expect(verdictOn(nested(490))).toMatchObject({ kind: 'wanted' });
		for (const levels of [500, 5_000]) {
			expect(
				judge({ body: nested(levels), rawBody: Buffer.from('') }, [envelope.event]),
			).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('500 levels') });
		}
	});

	it('take a body of 64 MiB and refuse a larger one', () => {
		const judged = (bytes: number) =>
			judge({ body: envelope, rawBody: Buffer.alloc(bytes) }, [envelope.event]);
		expect(judged(64 * 1024 * 1024)).toMatchObject({ kind: 'wanted' });
		expect(judged(64 * 1024 * 1024 + 1)).toMatchObject({
			kind: 'unusable',
			reason: 'The body is too large',
		});
	});

	it('take an object of 20,000 members and refuse a larger one, beside whatever else', () => {
		const judged = (members: number) => {
			const large = Object.fromEntries(Array.from({ length: members }, (_, at) => [`k${at}`, 1]));
			return verdictOn({ ...envelope, data: { ...envelope.data, small: {}, list: [[], large] } });
		};
		expect(judged(20_000)).toMatchObject({ kind: 'wanted' });
		expect(judged(20_001)).toMatchObject({
			kind: 'unusable',
			reason: 'The body has an object with more than 20000 members',
		});
	});

	it('take a list of any length', () => {
		const data = { ...envelope.data, list: Array(30_000).fill(1) };
		expect(verdictOn({ ...envelope, data })).toMatchObject({ kind: 'wanted' });
	});
});

describe('what makes a redelivery', () => {
	it.each([
		['the same again', envelope],
		['another file', { ...envelope, data: { ...envelope.data, files: { content: 'JVBERi0=' } } }],
		['other meta', { ...envelope, meta: [] }],
	])('is one with %s', (_, other) => expect(deliveryKey(other)).toBe(deliveryKey(envelope)));

	it.each([
		['a later timestamp', { ...envelope, timestamp: '2026-03-01T10:00:01Z' }],
		['another meeting', { ...envelope, data: { ...envelope.data, meetingId: 'm-2' } }],
		['another event', { ...envelope, event: 'users.created' }],
		['another status in the same second', { ...envelope, data: { ...envelope.data, status: 'x' } }],
		['another title', { ...envelope, data: { ...envelope.data, title: 'x' } }],
	])('is not one with %s', (_, other) =>
		expect(deliveryKey(other)).not.toBe(deliveryKey(envelope)),
	);
});
