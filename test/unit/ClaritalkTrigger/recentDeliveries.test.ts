import { RecentDeliveries } from '../../../nodes/ClaritalkTrigger/recentDeliveries';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const HOUR = 3_600_000;

it('lets a delivery pass once in 24 hours, per trigger', () => {
	const recent = new RecentDeliveries();
	expect(recent.claim('w1:n1', 'a', {}, NOW)).toBe(true);
	expect(recent.claim('w1:n1', 'a', {}, NOW + 23 * HOUR)).toBe(false);
	expect(recent.claim('w1:n2', 'a', {}, NOW)).toBe(true);
	expect(recent.claim('w1:n1', 'a', {}, NOW + 24 * HOUR + 1000)).toBe(true);
});

it('knows after a restart what was stored, and forgets what is too old', () => {
	const before = new RecentDeliveries();
	before.claim('t', 'old', {}, NOW - 25 * HOUR);
	before.claim('t', 'a', {}, NOW - HOUR);
	const stored = before.remembered('t');

	const after = new RecentDeliveries();
	expect(after.claim('t', 'a', stored, NOW)).toBe(false);
	expect(after.claim('t', 'old', stored, NOW)).toBe(true);
	expect(Object.keys(after.remembered('t'))).toEqual(['a', 'old']);
});

it('keeps its own entries when the stored ones were overwritten by another delivery', () => {
	const recent = new RecentDeliveries();
	recent.claim('t', 'a', {}, NOW);
	expect(recent.claim('t', 'b', {}, NOW)).toBe(true);
	expect(recent.claim('t', 'a', { b: NOW / 1000 }, NOW)).toBe(false);
});

it('gives a delivery back that started no run', () => {
	const recent = new RecentDeliveries();
	recent.claim('t', 'a', {}, NOW);
	recent.release('t', 'a');
	expect(recent.claim('t', 'a', {}, NOW)).toBe(true);
});

it('remembers the latest 2,000 and no more', () => {
	const recent = new RecentDeliveries();
	for (let i = 0; i < 2_500; i++) recent.claim('t', `k${i}`, {}, NOW + i * 1000);
	expect(Object.keys(recent.remembered('t'))).toHaveLength(2_000);
	expect(recent.claim('t', 'k2400', {}, NOW + 2_500_000)).toBe(false);
	expect(recent.claim('t', 'k10', {}, NOW + 2_500_000)).toBe(true);
});

it.each([null, 'broken', [], { a: 'not a time' }, 7])('passes over the stored %j', (stored) => {
	expect(new RecentDeliveries().claim('t', 'a', stored, NOW)).toBe(true);
});
