import { clock } from '../../../nodes/api/clock';
import { type Admission, Lane, Stall } from '../../../nodes/api/lane';
import { type Permit, RateBudget } from '../../../nodes/api/pacing';
import { instantly } from '../../harness/instantly';
import { START } from './throttle';

afterEach(() => jest.restoreAllMocks());

/** A lane in which `count` requests want to be sent, or more, and those that may be. */
function laneOf(count: number, budget = new RateBudget(480), stall = new Stall(0)) {
	const permits: Permit[] = [];
	const lane = new Lane(budget, Infinity, stall, () => false, undefined);
	const note = (admission: Admission) => {
		if (admission.kind === 'permit') permits.push(admission.permit);
	};
	const enter = (more: number) => {
		for (let i = 0; i < more; i++) void lane.enter(Infinity).then(note);
	};
	enter(count);
	return { lane, permits, enter };
}

const left = (remaining: number) => ({
	'x-ratelimit-limit': '480',
	'x-ratelimit-remaining': String(remaining),
});

const settled = async () => await new Promise((resolve) => setImmediate(resolve));

describe('an answer', () => {
	it('admits at once what it tells is left', async () => {
		instantly();
		const { lane, permits } = laneOf(500);
		await settled();
		expect(permits).toHaveLength(3);
		lane.observe(permits[0], left(479), START);
		await settled();
		// Two scouts that are under way, and the others of 64 and one.
		expect(permits).toHaveLength(66);
	});

	it('admits nobody when nothing is left', async () => {
		instantly();
		const { lane, permits } = laneOf(500);
		await settled();
		lane.observe(permits[0], left(0), START);
		await settled();
		expect(permits).toHaveLength(3);
	});
});

it('tells until when nothing should be sent after a refusal, and admits nobody', async () => {
	instantly();
	const { lane, permits } = laneOf(500);
	await settled();
	expect(lane.refuse(permits[0], { 'retry-after': '7' }, START)).toBe(START + 7_000);
	await settled();
	expect(permits).toHaveLength(3);
});

it.each<[string, number[], number]>([
	['1', [], 2],
	['2', [2_000], 3],
])(
	'waits for time, and not for an answer that hangs, where more than a second is left (%s s)',
	async (seconds, waited, admitted) => {
		const waits = instantly();
		const { lane, permits, enter } = laneOf(1, new RateBudget(2), new Stall(60_000));
		await clock.sleep(60_000);
		enter(2);
		await settled();
		expect(permits).toHaveLength(2);
		lane.observe(permits[1], { 'x-ratelimit-reset': seconds }, clock.now());
		await settled();
		expect(waits.slice(1)).toEqual(waited);
		expect(permits).toHaveLength(admitted);
	},
);

it('looks again once for all who wait', async () => {
	jest.spyOn(clock, 'now').mockReturnValue(START);
	const sleep = jest.spyOn(clock, 'sleep').mockReturnValue(new Promise(() => undefined));
	const { lane, permits, enter } = laneOf(1, new RateBudget(480), new Stall(60_000));
	await settled();
	lane.refuse(permits[0], { 'retry-after': '7' }, START);
	enter(3);
	expect(sleep.mock.calls).toEqual([[7_000, undefined]]);
});

it('gives up so long after the last answer', () => {
	const stall = new Stall(60_000);
	expect(stall.giveUpAt(START)).toBe(START + 60_000);
	expect(stall.giveUpAt(START + 5_000)).toBe(START + 60_000);
	stall.end();
	expect(stall.giveUpAt(START + 5_000)).toBe(START + 65_000);
});
