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
		seen.set(keyOf(`meeting-${index}`), { createdAt, isProcessed: true, status: '', told: '' });
	}
	return seen;
}

it('remembers what it stored', () => {
	const [status, told] = ['Recording', 'Meeting recording'].map(statusKeyOf);
	const mark = { createdAt: START, isProcessed: false, status, told };
	const seen = seenOf(2);
	seen.set(keyOf('a'), mark);
	const again = new Seen(JSON.parse(JSON.stringify(seen.stored())));
	expect(again.get(keyOf('a'), 0)).toEqual(mark);
	expect(again.get(keyOf('meeting-1'), 0)).toMatchObject({
		isProcessed: true,
		status: '',
		told: '',
	});
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

it('remembers all that nobody knows the age of, beside the newest', () => {
	const seen = seenOf(MOST_REMEMBERED + 10);
	const mark = { createdAt: 0, isProcessed: true, status: '', told: '' };
	for (let index = 0; index < MOST_REMEMBERED + 10; index++)
		seen.set(keyOf(`undated-${index}`), mark);
	const again = new Seen(seen.stored());
	expect(again.size).toBe(2 * MOST_REMEMBERED + 10);
	expect(again.get(keyOf('undated-0'), 0)).toEqual(mark);
	expect(again.get(keyOf('undated-20009'), 0)).toEqual(mark);
	expect(again.get(keyOf('new'), 0)).toBeUndefined();
});

it('takes in what an older one stored, which did not know what was told', () => {
	const { records, horizon } = seenOf(2).stored();
	expect(new Seen({ records, horizon }).get(keyOf('meeting-1'), 0)).toMatchObject({
		isProcessed: true,
		told: '',
	});
});
