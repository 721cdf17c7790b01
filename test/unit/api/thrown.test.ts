import { outcomeOfThrown } from '../../../nodes/api/thrown';

const ORIGIN = 'https://app.claritalk.com';
const thrown = (parts: object) =>
	outcomeOfThrown(Object.assign(new Error('It failed'), parts), {
		method: 'GET',
		url: `${ORIGIN}/api/meetings`,
	});

describe('a login that failed', () => {
	it.each([
		[404, false],
		[428, false],
		[429, true],
		[430, false],
		[499, false],
		[500, true],
		[503, true],
	])("with a %i that n8n's client tells may pass: %s", (status, isPassing) => {
		const cause = { code: 'ESTATUS', status };
		expect(thrown({ cause })).toMatchObject({ kind: 'login', isPassing });
	});

	it.each<[string, boolean, RegExp, object?]>([
		['ECONNREFUSED', true, /^The host refuses connections \(ECONNREFUSED\)/],
		['CERT_HAS_EXPIRED', false, /^The certificate of the host .* \(CERT_HAS_EXPIRED\)/],
		['EPROTO', false, /^The host does not speak https \(EPROTO\)/],
		['ERR_BAD_RESPONSE', true, /^The connection was closed/, { status: 200 }],
	])('with %s may pass: %s', (code, isPassing, description, response = {}) => {
		const outcome = thrown({ cause: { code, config: { url: `${ORIGIN}/oauth/token` }, response } });
		expect(outcome).toMatchObject({ kind: 'login', isPassing });
		expect('explain' in outcome && outcome.explain(String)).toEqual({
			message: `Claritalk could not be reached at ${ORIGIN}`,
			description: expect.stringMatching(description),
		});
	});
});

it('an answer of 300 is one, with its headers', () => {
	const headers = { location: '/elsewhere' };
	expect(thrown({ response: { status: 300, headers, data: 'See there' } })).toEqual({
		kind: 'answer',
		answer: { statusCode: 300, headers, body: 'See there' },
	});
});

it.each([
	['was caused by nothing', { cause: null }],
	['knows no address', { config: {} }],
])('a connection failed where an error with its code %s', (_, parts) => {
	expect(thrown({ code: 'ECONNRESET', ...parts })).toEqual({
		kind: 'connection',
		code: 'ECONNRESET',
	});
});
