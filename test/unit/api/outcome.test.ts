import type { IHttpRequestMethods } from 'n8n-workflow';

import {
	hasWorked,
	isRead,
	mayHaveWorked,
	type Outcome,
	outcomeOf,
	setbackOf,
	settled,
} from '../../../nodes/api/outcome';

const answered = (statusCode: number, body: unknown = ''): Outcome => ({
	kind: 'answer',
	answer: { statusCode, headers: {}, body },
});
const unanswered = (code: string): Outcome => ({ kind: 'connection', code });
const withoutLogin: Outcome = {
	kind: 'login',
	explain: () => ({ message: 'x', description: 'x' }),
	isPassing: true,
	retryAfterMs: 7_000,
};

it('GET and OPTIONS are reads', () => {
	const methods = ['GET', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];
	expect(methods.filter((method) => isRead(method))).toEqual(['GET', 'OPTIONS']);
});

it('an answer did not arrive where a read breaks off in its JSON', () => {
	const headers = { 'content-type': 'application/json' };
	const kindOf = (body: string, method: IHttpRequestMethods = 'GET') =>
		outcomeOf({ statusCode: 200, headers, body }, { method, url: '' }).kind;
	expect(['{"a":', ' \n[1,'].map((body) => kindOf(body))).toEqual(['connection', 'connection']);
	expect(['{}', ' []', 'Busy [1', 'x{'].filter((body) => kindOf(body) !== 'answer')).toEqual([]);
	expect(kindOf('{"a":', 'POST')).toBe('answer');
});

it('a request has worked with a status of 2xx alone', () => {
	const statuses = [200, 204, 299, 300, 302, 404, 500];
	expect(statuses.filter((status) => hasWorked(answered(status)))).toEqual([200, 204, 299]);
	expect(hasWorked(unanswered('ECONNRESET'))).toBe(false);
});

it('a request may have worked that was neither turned away nor never received', () => {
	const mayHave = [answered(200), answered(422), answered(500), unanswered('ECONNRESET')];
	const cannot: Outcome[] = [
		...[401, 403, 407, 429].map((status) => answered(status)),
		unanswered('ECONNREFUSED'),
		withoutLogin,
		{ kind: 'limited', until: 0 },
		{ kind: 'cancelled' },
	];
	expect([...mayHave, ...cannot].filter(mayHaveWorked)).toEqual(mayHave);
});

it('a login that may pass sets back for as long as it was asked to wait', () => {
	expect(setbackOf(withoutLogin)).toEqual({ login: true, afterMs: 7_000 });
	expect(setbackOf({ ...withoutLogin, isPassing: false })).toBeUndefined();
});

it('what an attempt before may have deleted is gone', () => {
	const missing = answered(404, { message: 'No query results.' });
	const after = (method: IHttpRequestMethods, attempt: number) =>
		settled(missing, { method, path: '/users/u1' }, attempt);
	expect(after('DELETE', 2)).toEqual(answered(204));
	expect([after('DELETE', 1), after('GET', 2)]).toEqual([missing, missing]);
});
