import {
	keyOf,
	MOST_REMEMBERED,
	Seen,
	statusKeyOf,
} from '../../../nodes/ClaritalkPollingTrigger/seen';

const START = Date.parse('2026-03-01T10:00:00Z');
const MINUTE = 60_000;

/** One that remembers so many meetings, a minute apart, the first one the oldest. */
function seenOf(count: number): Seen {
	const seen = new Seen();
	for (let index = 0; index < count; index++) {
		const createdAt = START + index * MINUTE;
		seen.set(keyOf(`meeting-${index}`), { createdAt, isProcessed: true, status: '' });
	}
	return seen;
}

it('remembers what it stored', () => {
	const mark = { createdAt: START, isProcessed: false, status: statusKeyOf('Recording') };
	const seen = seenOf(2);
	seen.set(keyOf('a'), mark);
	const again = new Seen(JSON.parse(JSON.stringify(seen.stored())));
	expect(again.get(keyOf('a'), 0)).toEqual(mark);
	expect(again.get(keyOf('meeting-1'), 0)).toMatchObject({ isProcessed: true, status: '' });
	expect(again.get(keyOf('b'), START)).toBeUndefined();
	expect(again.size).toBe(3);
});

it.each([undefined, null, 'x', {}, { records: 7 }, { records: 'short', horizon: 'x' }])(
	'knows nothing from %j',
	(stored) => expect(new Seen(stored).size).toBe(0),
);

it('takes no more than 32 bytes a meeting', () => {
	const bytes = Buffer.byteLength(JSON.stringify(seenOf(1_000).stored()));
	expect(bytes / 1_000).toBeLessThanOrEqual(32);
});

it('remembers the newest, and of what is older that it was seen', () => {
	const stored = seenOf(MOST_REMEMBERED + 10).stored();
	const seen = new Seen(stored);
	expect(seen.size).toBe(MOST_REMEMBERED);
	expect(seen.get(keyOf('meeting-3'), START + 3 * MINUTE)).toBe('forgotten');
	expect(seen.get(keyOf('never seen'), START)).toBe('forgotten');
	expect(seen.get(keyOf('meeting-10'), START + 10 * MINUTE)).toMatchObject({ isProcessed: true });
	expect(seen.get(keyOf('new'), START + 30_000 * MINUTE)).toBeUndefined();
	expect(new Seen(seen.stored()).stored()).toEqual(stored);
});
