import type { IHttpRequestMethods } from 'n8n-workflow';

import { endpoints } from '../../../nodes/api/endpoints';
import {
	backoff,
	isNeverSent,
	isNoTls,
	isPassing,
	isUnsure,
	isUntrusted,
} from '../../../nodes/api/retries';

const targetOf = (method: IHttpRequestMethods) => ({ method, path: '/meetings' });
const goesAgain = (method: IHttpRequestMethods, setback: Parameters<typeof backoff>[1]) =>
	backoff(targetOf(method), setback, 1, 0.5) !== undefined;

describe('a request goes again', () => {
	it.each<IHttpRequestMethods>(['GET', 'PUT', 'DELETE'])('%s after what may pass', (method) => {
		for (const status of [408, 425, 500, 502, 503, 504, 520, 524, 530]) {
			expect(goesAgain(method, { status })).toBe(true);
		}
		for (const code of ['ECONNRESET', 'ETIMEDOUT', 'EPIPE']) {
			expect(goesAgain(method, { code })).toBe(true);
		}
	});

	it.each<IHttpRequestMethods>(['POST', 'PATCH'])(
		'%s only when it provably was not sent',
		(method) => {
			for (const status of [500, 502, 503, 504]) expect(goesAgain(method, { status })).toBe(false);
			for (const code of ['ECONNRESET', 'ECONNABORTED', 'ETIMEDOUT', 'EPIPE']) {
				expect(goesAgain(method, { code })).toBe(false);
			}
			for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']) {
				expect(goesAgain(method, { code })).toBe(true);
			}
		},
	);

	it.each([400, 401, 403, 404, 409, 422, 429, 501])('not after a %i', (status) => {
		expect(goesAgain('GET', { status })).toBe(false);
	});

	it('not for a reason that waiting does not cure', () => {
		expect(goesAgain('GET', { code: 'CERT_HAS_EXPIRED' })).toBe(false);
	});
});

it('waits longer each time, by chance a little more or less, and gives up', () => {
	const delays = (random: number) =>
		[1, 2, 3].map((attempt) => backoff(targetOf('GET'), { status: 503 }, attempt, random));
	expect(delays(0)).toEqual([250, 500, undefined]);
	expect(delays(0.5)).toEqual([500, 1000, undefined]);
});

it('waits as long as a login asks for, and never shorter than otherwise', () => {
	const delays = [undefined, 100, 7_000].map((afterMs) =>
		backoff(targetOf('POST'), { login: true, afterMs }, 1, 0.5),
	);
	expect(delays).toEqual([500, 500, 7_000]);
});

it.each([
	['CERT_HAS_EXPIRED', true, false, true],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true, false, true],
	['EPROTO', false, true, true],
	['ERR_SSL_WRONG_VERSION_NUMBER', false, true, true],
	['ECONNREFUSED', false, false, true],
	['ECONNRESET', false, false, false],
])('%s: not trusted %s, no TLS %s, never sent %s', (code, untrusted, noTls, neverSent) => {
	expect([isUntrusted(code), isNoTls(code), isNeverSent(code)]).toEqual([
		untrusted,
		noTls,
		neverSent,
	]);
});

it.each([
	[302, true, false],
	[303, true, false],
	[307, false, false],
	[308, false, false],
	[408, true, true],
	[429, false, true],
	[500, true, true],
	[501, false, false],
	[503, false, true],
	[519, false, true],
	[520, true, true],
	[525, true, true],
	[530, true, true],
	[531, false, true],
	[404, false, false],
])('%i: may have been carried out %s, passes %s', (status, unsure, passing) => {
	expect([isUnsure(status), isPassing(status)]).toEqual([unsure, passing]);
});

describe('what the table calls repeatable', () => {
	const { register } = endpoints.webhook;
	const outage = { status: 503 };

	it('goes again though it is a POST', () => {
		expect(backoff(register, outage, 1, 0.5)).toBe(500);
		expect(backoff(register, { code: 'ECONNRESET' }, 2, 0.5)).toBe(1000);
		expect(backoff(register, { status: 422 }, 1, 0.5)).toBeUndefined();
	});

	it('goes on until the deadline where there is one, never more than 3 seconds apart', () => {
		expect(backoff(register, outage, 3, 0.5)).toBeUndefined();
		expect(backoff(register, outage, 3, 0.5, 10_000)).toBe(2000);
		expect(backoff(register, outage, 30, 1, 10_000)).toBe(3000);
		expect(backoff(targetOf('GET'), outage, 3, 0.5, 10_000)).toBeUndefined();
	});
});
