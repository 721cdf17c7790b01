import { RecentDeliveries } from '../../../nodes/ClaritalkTrigger/recentDeliveries';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A memory in which these deliveries of the trigger "t" have started a run, each at its time. */
function memoryOf(started: Record<string, number>) {
	const recent = new RecentDeliveries();
	let stored: Record<string, number> = {};
	for (const [key, at] of Object.entries(started)) {
		recent.claim('t', key, {}, at);
		stored = recent.start('t', key, at);
	}
	return { recent, stored };
}

it('lets a delivery pass once in 24 hours, per trigger', () => {
	const { recent } = memoryOf({ a: NOW });
	expect(recent.claim('t', 'a', {}, NOW + 23 * HOUR)).toBe(false);
	expect(recent.claim('another', 'a', {}, NOW)).toBe(true);
	expect(recent.claim('t', 'a', {}, NOW + 24 * HOUR + 1000)).toBe(true);
});

it('lets nobody else pass while a delivery is being started', () => {
	const recent = new RecentDeliveries();
	expect(recent.claim('t', 'a', {}, NOW)).toBe(true);
	expect(recent.claim('t', 'a', {}, NOW + MINUTE)).toBe(false);
});

it('knows after a restart what was stored, and forgets what is too old', () => {
	const { stored } = memoryOf({ old: NOW - 23 * HOUR, a: NOW - HOUR });
	const after = new RecentDeliveries();
	expect(after.claim('t', 'a', stored, NOW)).toBe(false);
	expect(after.claim('t', 'old', stored, NOW + HOUR)).toBe(true);
	expect(after.start('t', 'old', NOW + HOUR)).toEqual({
		a: (NOW - HOUR) / 1000,
		old: (NOW + HOUR) / 1000,
	});
});

it('keeps its own entries when the stored ones were overwritten by another delivery', () => {
	const { recent } = memoryOf({ a: NOW });
	expect(recent.claim('t', 'b', {}, NOW)).toBe(true);
	expect(recent.claim('t', 'a', { c: NOW / 1000 }, NOW)).toBe(false);
	expect(recent.claim('t', 'c', {}, NOW)).toBe(false);
});

it('forgets the oldest first, whichever of them it heard of first', () => {
	const { recent } = memoryOf({ b: NOW });
	expect(recent.claim('t', 'x', { a: (NOW - 23 * HOUR) / 1000 }, NOW)).toBe(true);
	expect(recent.claim('t', 'a', {}, NOW)).toBe(false);
	expect(recent.claim('t', 'a', {}, NOW + 2 * HOUR)).toBe(true);
	expect(recent.claim('t', 'b', {}, NOW + 2 * HOUR)).toBe(false);
});

it('believes itself where an older time is stored', () => {
	const { recent } = memoryOf({ a: NOW });
	const stored = { a: (NOW - 23 * HOUR) / 1000 };
	expect(recent.claim('t', 'a', stored, NOW + 2 * HOUR)).toBe(false);
});

it('keeps of what is stored the times alone', () => {
	const recent = new RecentDeliveries();
	recent.claim('t', 'a', { b: 'not a time', c: NOW / 1000 }, NOW);
	expect(recent.start('t', 'a', NOW)).toEqual({ a: NOW / 1000, c: NOW / 1000 });
});

it('gives a delivery back that started no run, though another was stored meanwhile', () => {
	const recent = new RecentDeliveries();
	recent.claim('t', 'a', {}, NOW);
	recent.claim('t', 'b', {}, NOW);
	const stored = recent.start('t', 'b', NOW);
	recent.release('t', 'a');
	expect(recent.claim('t', 'a', stored, NOW)).toBe(true);
});

it('gives a delivery back of which nothing was heard for five minutes', () => {
	const recent = new RecentDeliveries();
	recent.claim('t', 'a', {}, NOW);
	expect(recent.claim('t', 'a', {}, NOW + 4 * MINUTE)).toBe(false);
	expect(recent.claim('t', 'a', {}, NOW + 5 * MINUTE)).toBe(true);
});

it('remembers the latest 2,000 and no more', () => {
	const times = Array.from({ length: 2_500 }, (_, i) => [`k${i}`, NOW + i * 1000]);
	const { recent, stored } = memoryOf(Object.fromEntries(times) as Record<string, number>);
	expect(Object.keys(stored)).toHaveLength(2_000);
	expect(recent.claim('t', 'k2400', {}, NOW + 2_500_000)).toBe(false);
	expect(recent.claim('t', 'k10', {}, NOW + 2_500_000)).toBe(true);
});

it.each([null, 'broken', [], { a: 'not a time' }, 7])('passes over the stored %j', (stored) => {
	expect(new RecentDeliveries().claim('t', 'a', stored, NOW)).toBe(true);
});
