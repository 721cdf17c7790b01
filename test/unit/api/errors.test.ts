import type { IDataObject } from 'n8n-workflow';

import {
	describeAnswer,
	describeBody,
	describeConnection,
	describeCutOff,
	describeLoginStatus,
	describeRedirect,
	type FailedCall,
	joinSentences,
} from '../../../nodes/api/errors';

const answerOf = (statusCode: number, body?: unknown, headers: IDataObject = {}) => ({
	statusCode,
	headers,
	body,
});
const callOf = (target: Partial<FailedCall['target']> = {}, ids: string[] = []): FailedCall => ({
	target: { method: 'GET', path: '/meetings/{meetingId}', ...target },
	ids,
	hide: (text) => text,
	isOfRun: true,
});

const INFERRED = { evidence: 'inferred', subject: 'meeting' } as const;
const DOCUMENTED = { evidence: 'documented', subject: 'recording' } as const;
const OVERRIDDEN = { ...INFERRED, insteadOf: '/conversations/{meetingId}' };

it.each<[number, string, string[], boolean]>([
	[404, 'No such meeting', ['m1'], true],
	[404, 'Not Found', ['m1'], false],
	[404, 'No such meeting', [], false],
	[422, 'No such meeting', ['m1'], false],
])('%i with %j to a call with the IDs %j means that it is surely gone: %s', (...row) => {
	const [status, words, ids, isGone] = row;
	expect(describeAnswer(answerOf(status, words), callOf(INFERRED, ids)).isMissing).toBe(isGone);
});

it.each([
	[503, '120', 'in 120 s'],
	[503, 'Sun, 01 Mar 2026 10:02:00 GMT', 'at Sun, 01 Mar 2026 10:02:00 GMT'],
	[503, 'Sun 01 Mar 2026 10:02:00', 'at Sun 01 Mar 2026 10:02:00'],
	[503, '-5', undefined],
	[503, '120 seconds', undefined],
	[503, 'in about 5 minutes', undefined],
	[400, '120', undefined],
])('%i with Retry-After %j says when to come back: %s', (status, told, when) => {
	const { description } = describeAnswer(answerOf(status, '', { 'retry-after': told }), callOf());
	expect(/It asks to come back (.*)\.$/.exec(description)?.[1]).toBe(when);
});

it.each([
	[422, 'AdminPulse: closed', 'Claritalk, or an integration behind it, refused the request'],
	[422, 'Title too long', 'Claritalk refused the values it was sent'],
	[400, 'AdminPulse: closed', 'Claritalk found the request invalid'],
])('%i with %j says: %s', (status, words, message) =>
	expect(describeAnswer(answerOf(status, words), callOf()).message).toBe(message),
);

it.each([
	[502, 'Try again later.'],
	[418, 'Check the request and the credential.'],
])('%i, which nobody expects, has the cure: %s', (status, cure) =>
	expect(describeAnswer(answerOf(status), callOf()).description).toBe(cure),
);

it.each([
	['read meetings', 'someone who may read meetings'],
	[undefined, 'someone who may do it'],
])('403 to a call that needs the right %j sends to %s', (right, someone) =>
	expect(describeAnswer(answerOf(403), callOf({ right })).description).toBe(
		`Use the credential of ${someone}, or ask an Organisation Admin for the right.`,
	),
);

it.each([
	['a path of the user’s own', {}, /^Check Method and Path\.$/],
	['an inferred path', INFERRED, /^The path .* is inferred.*operation Check, finds out/],
	[
		'a documented path',
		DOCUMENTED,
		/^Check Environment and Base URL in .*operation Check, finds out/,
	],
])('405 to %s has a cure of its own', (_, target, cure) =>
	expect(describeAnswer(answerOf(405), callOf(target)).description).toMatch(cure),
);

describe('404 to a call with an ID', () => {
	it.each([
		['an inferred path', '', true, INFERRED],
		['an inferred path', 'Not Found', false, INFERRED],
		['a path of Path Overrides', 'Not Found', true, OVERRIDDEN],
		['a path of Path Overrides', 'No such meeting', false, OVERRIDDEN],
	])('at %s, with the words %j, doubts the path: %s', (_, words, isDoubted, target) => {
		const { description } = describeAnswer(answerOf(404, words), callOf(target, ['m1']));
		expect(description).toMatch(/^Check the ID, and whether this credential may see the meeting\./);
		expect(description.includes('operation Check')).toBe(isDoubted);
	});

	it('says what there is not, also where nobody knows what it is', () => {
		const { message } = describeAnswer(answerOf(404), callOf({}, ['x1']));
		expect(message).toBe('There is no record with the ID "x1"');
	});
});

it.each([
	['POST', { success: false }, 'Claritalk refused the request, though with the HTTP status 200'],
	['POST', { message: 'Closed' }, 'Claritalk refused the request, though with the HTTP status 200'],
	['GET', { message: 'Closed' }, 'Claritalk did not give one meeting'],
	[
		'GET',
		'<?xml version="1.0"?><ok/>',
		'Claritalk answered with a text where one meeting was expected',
	],
	['GET', ' \n', 'Claritalk answered with an empty body where one meeting was expected'],
	['GET', null, 'Claritalk answered with an empty body where one meeting was expected'],
	['GET', undefined, 'Claritalk answered with an empty body where one meeting was expected'],
] as const)('200 to %s with %j says: %s', (method, body, message) =>
	expect(describeBody(answerOf(200, body), 'one meeting', callOf({ method })).message).toBe(
		message,
	),
);

it('a redirect to what is no address names none', () => {
	const answer = { ...answerOf(302), headers: { location: 'https://' } };
	expect(describeRedirect(answer, 'https://claritalk.example.com/api', callOf()).message).toBe(
		'Claritalk answered with a redirect to an unreadable address, which is not followed',
	);
});

it.each([
	['HPE_INVALID_CONSTANT', 'What it answered is no HTTP'],
	['EPIPE', 'The connection failed'],
	['ENOTFOUND', 'The host name is not known'],
])('a connection that failed with %s says: %s', (code, why) =>
	expect(describeConnection(code, 'https://claritalk.example.com').description).toContain(
		`${why} (${code}). `,
	),
);

it.each([
	['EBADMSG', 'Its JSON cannot be read'],
	['Z_DATA_ERROR', 'It could not be unpacked'],
	['ECONNRESET', 'The connection was closed before its end'],
	['ECONNABORTED', 'It took too long'],
	['ETIMEDOUT', 'It took too long'],
])('an answer that broke off with %s says: %s', (code, why) =>
	expect(describeCutOff(code, 'answer').description).toBe(
		`${why} (${code}). Check the network of this n8n, then try again.`,
	),
);

it.each([
	[200, 'The login to Claritalk failed', 'without an access token'],
	[300, 'The login of Claritalk answered with the HTTP status 300', 'Check Environment'],
	[404, 'The login of Claritalk answered with the HTTP status 404', 'Check Environment'],
	[407, 'The proxy between this n8n and Claritalk asks for a password', 'HTTPS_PROXY'],
	[429, 'The login of Claritalk answered with the HTTP status 429', 'try again later'],
	[500, 'The login of Claritalk answered with the HTTP status 500', 'try again later'],
])('a login that is answered by %i says: %s, with the cure: %s', (status, message, cure) => {
	const failure = describeLoginStatus(status);
	expect(failure).toMatchObject({ message, status });
	expect(failure.description).toContain(cure);
});

it('sentences end, and those that say nothing are left out', () =>
	expect(joinSentences('', 'One', '', 'Two!', 'Three…')).toBe('One. Two! Three…'));
