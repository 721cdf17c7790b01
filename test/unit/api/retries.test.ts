import { backoff } from '../../../nodes/api/retries';

const goesAgain = (method: string, setback: Parameters<typeof backoff>[1]) =>
	backoff(method, setback, 1, 0.5) !== undefined;

describe('a request goes again', () => {
	it.each(['GET', 'PUT', 'DELETE'])('%s after what may pass', (method) => {
		for (const status of [408, 425, 500, 502, 503, 504, 520, 524, 530]) {
			expect(goesAgain(method, { status })).toBe(true);
		}
		for (const code of ['ECONNRESET', 'ETIMEDOUT', 'EPIPE']) {
			expect(goesAgain(method, { code })).toBe(true);
		}
	});

	it.each(['POST', 'PATCH'])('%s only when it provably was not sent', (method) => {
		for (const status of [500, 502, 503, 504]) expect(goesAgain(method, { status })).toBe(false);
		for (const code of ['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE']) {
			expect(goesAgain(method, { code })).toBe(false);
		}
		for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']) {
			expect(goesAgain(method, { code })).toBe(true);
		}
	});

	it.each([400, 401, 403, 404, 409, 422, 429, 501])('not after a %i', (status) => {
		expect(goesAgain('GET', { status })).toBe(false);
	});

	it('not for a reason that waiting does not cure', () => {
		expect(goesAgain('GET', { code: 'CERT_HAS_EXPIRED' })).toBe(false);
	});
});

it('waits longer each time, by chance a little more or less, and gives up', () => {
	const delays = (random: number) =>
		[1, 2, 3].map((attempt) => backoff('GET', { status: 503 }, attempt, random));
	expect(delays(0)).toEqual([250, 500, undefined]);
	expect(delays(0.5)).toEqual([500, 1000, undefined]);
});
