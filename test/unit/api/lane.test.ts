import { type Admission, Lane, Stall } from '../../../nodes/api/lane';
import { type Permit, RateBudget } from '../../../nodes/api/pacing';
import { instantly } from '../../harness/instantly';
import { START } from './throttle';

afterEach(() => jest.restoreAllMocks());

/** A lane in which `count` requests want to be sent, and those that may be. */
function laneOf(count: number): { lane: Lane; permits: Permit[] } {
	const permits: Permit[] = [];
	const lane = new Lane(new RateBudget(480), Infinity, new Stall(0), () => false, undefined);
	const note = (admission: Admission) => {
		if (admission.kind === 'permit') permits.push(admission.permit);
	};
	for (let i = 0; i < count; i++) void lane.enter(Infinity).then(note);
	return { lane, permits };
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
