import type { Answer } from '../../../nodes/api/answers';
import { isNamed, judge, type Manners, type Seen } from '../../../nodes/api/probe';

const answer = (statusCode: number, body: unknown = {}, allow?: string): Answer => ({
	statusCode,
	headers: allow === undefined ? {} : { allow },
	body,
});

const ROUTE = { message: 'The route api/x could not be found.' };
const RECORD = { message: 'No query results for model [User].' };
const PAGE = '<!doctype html>';

/** What is known, or why nothing is. */
function known(method: string, seen: Seen, hasId: boolean, manners: Manners): string {
	const { result, reason } = judge(method, seen, hasId, manners);
	return reason ?? result;
}

describe('an answer to GET', () => {
	const ofGet = (get: Answer, control: Answer | undefined, hasId: boolean) =>
		known('GET', { get }, hasId, { control: { get: control }, namesMethods: false });

	it.each<[string, string, Answer, Answer | undefined]>([
		['found', 'a success, where nothing else is known', answer(200), undefined],
		['found', '401', answer(401), answer(404)],
		['found', '422', answer(422), answer(404)],
		['refused', '403', answer(403), answer(404)],
		['silent', '300', answer(300), answer(404)],
		['silent', '500', answer(500), answer(404)],
		['found', 'JSON where a page is usual', answer(200, {}), answer(200, PAGE)],
		['alike', 'a text where a page is usual', answer(200, 'OK'), answer(200, PAGE)],
		['alike', 'nothing where a page is usual', answer(200, null), answer(200, PAGE)],
		['alike', '404 about a record', answer(404, RECORD), answer(404, ROUTE)],
	])('is %s: %s', (expected, _, get, control) => {
		expect(ofGet(get, control, false)).toBe(expected);
	});

	it.each<[string, string, Answer, Answer | undefined]>([
		['found', 'about a record, where nothing else is known', answer(404, RECORD), undefined],
		['found', 'about a record, where 403 is usual', answer(404, RECORD), answer(403)],
		['found', 'about a record, where 404 says nothing', answer(404, RECORD), answer(404)],
		['alike', 'about a record, where that is usual', answer(404, RECORD), answer(404, RECORD)],
		['found', 'without words, where a missing route is told', answer(404), answer(404, ROUTE)],
		['silent', 'without words, where 400 tells of a route', answer(404), answer(400, ROUTE)],
		['notFound', 'about a route', answer(404, ROUTE), answer(404, ROUTE)],
	])('with an ID is %s: 404 %s', (expected, _, get, control) => {
		expect(ofGet(get, control, true)).toBe(expected);
	});
});

describe('a list of methods', () => {
	const ofPost = (seen: Seen, control: Seen) =>
		known('POST', seen, false, { control, namesMethods: true });

	it.each<[string, string, Seen, Seen?]>([
		['found', 'that others lack', { options: answer(204, '', 'GET, POST') }],
		['found', 'of 405', { get: answer(405, '', 'POST') }],
		['otherMethod', 'without this one', { options: answer(204, '', 'GET,HEAD') }],
		[
			'onlyPath',
			'of which others have this one',
			{ options: answer(204, '', 'GET, POST') },
			{ options: answer(204, '', 'POST') },
		],
		['onlyPath', 'beside rows', { get: answer(200, [], 'POST') }],
		['silent', 'of 404', { options: answer(404, '', 'POST') }],
		['silent', 'of 300', { options: answer(300, '', 'POST') }],
	])('is %s: one %s', (expected, _, seen, control = {}) => {
		expect(ofPost(seen, control)).toBe(expected);
	});

	it('tells an address from one that nobody has only by what that does not name', () => {
		const control = { options: answer(204, '', 'GET, HEAD') };
		expect(isNamed({ options: answer(204, '', 'HEAD, GET') }, control)).toBe(false);
		expect(isNamed({ options: answer(204, '', 'GET, HEAD, POST') }, control)).toBe(true);
	});
});

describe('no list of methods', () => {
	it.each<[string, string, Seen, Seen, boolean]>([
		['notFound', '404, as usual', { options: answer(404) }, { options: answer(404) }, true],
		['alike', 'where none is given', { options: answer(404) }, { options: answer(404) }, false],
		['silent', '404, which is not usual', { options: answer(404) }, { options: answer(204) }, true],
		['silent', '404, where nothing else is known', { options: answer(404) }, {}, true],
		['notFound', '404 in words', { options: answer(404, ROUTE) }, {}, false],
	])('is %s: %s', (expected, _, seen, control, namesMethods) => {
		expect(known('POST', seen, false, { control, namesMethods })).toBe(expected);
	});
});

describe('what says nothing', () => {
	const usual = { options: answer(204), get: answer(404) };

	it.each<[string, string, Seen]>([
		['alike', 'all that was asked', usual],
		['alike', 'GET, where no answer came to OPTIONS', { get: answer(404) }],
		['silent', 'GET alone', { options: answer(200), get: answer(404) }],
		['silent', 'OPTIONS alone', { options: answer(204), get: answer(500) }],
		['silent', 'nothing, since no answer came', {}],
	])('is %s: as usual is %s', (expected, _, seen) => {
		expect(known('GET', seen, false, { control: usual, namesMethods: false })).toBe(expected);
	});
});
