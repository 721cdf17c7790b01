import { RenewalGate } from '../../../nodes/api/renewal';

let gate: RenewalGate;
let count: number;
const renew = async () => await Promise.resolve(++count);

beforeEach(() => {
	gate = new RenewalGate();
	count = 0;
});

it('one of many that were refused renews the token, and counts', async () => {
	const all = await Promise.all([0, 0, 0].map(async (sentAt) => await gate.pass(sentAt, renew)));
	expect(all).toEqual([1, undefined, undefined]);
	expect(gate.renewals).toBe(1);
});

it('nobody renews what was renewed since it was sent', async () => {
	await gate.pass(0, renew);
	expect(await gate.pass(0, renew)).toBeUndefined();
	expect(await gate.pass(1, renew)).toBe(2);
});

it('whoever waits for a renewal goes on where it fails', async () => {
	const failing = gate.pass(0, async () => await Promise.reject(new Error('reset')));
	const waiting = gate.pass(0, renew);
	await expect(failing).rejects.toThrow('reset');
	expect(await waiting).toBeUndefined();
	expect(await gate.pass(1, renew)).toBe(1);
});
