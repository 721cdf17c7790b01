import { measured, quantile, ratiosOf, spreadOf } from '../../bench/results';

it('takes the mean of the two in the middle of an even number of values', () => {
	expect(spreadOf([4, 1, 3, 2])).toEqual({ median: 2.5, min: 1, max: 4 });
});

it('interpolates a quantile between the two nearest values', () => {
	expect(quantile([0, 10], 0.95)).toBeCloseTo(9.5);
	expect(quantile([7], 0.95)).toBe(7);
});

it('relates a contender to the base round by round, not as a whole', () => {
	const values = { base: [1, 10], other: [2, 30] };
	const measure = { title: 'Time', unit: 's', base: 'base', values };
	expect(ratiosOf(measure, 'other')).toEqual({ median: 2.5, min: 2, max: 3 });
});

it('measures every contender in turn in each round, which begins with the next one', async () => {
	const order: string[] = [];
	const values = await measured(2, { a: 1, b: 2 }, async (contender, round) => {
		order.push(`${contender} in ${round}`);
		return contender * 10 + round;
	});
	expect(order).toEqual(['1 in 0', '2 in 0', '2 in 1', '1 in 1']);
	expect(values).toEqual({ a: [10, 11], b: [20, 21] });
});
