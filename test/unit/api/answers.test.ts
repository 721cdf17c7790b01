import {
	isOfGateway,
	isRefusal,
	isTold,
	isWebPage,
	keyedRows,
	opened,
	readWritten,
} from '../../../nodes/api/answers';

describe('an answer of 2xx', () => {
	it.each([
		[{ success: 0 }],
		[{ success: '0' }],
		[{ ok: 'no' }],
		[{ status: 'failed', data: { seats: 'none' } }],
	])('refuses with %j', (body) => expect(isRefusal(body)).toBe(true));

	it.each([
		[{ success: null }],
		[{ success: '' }],
		[{ status: 'no error' }],
		[{ status: 600 }],
		[{ code: 10_000 }],
		[{ result: false, speakers: ['An'] }],
		[{ result: false, speaker: { name: 'An' } }],
		[{ status: 'failed', data: { id: 5, title: 'Board' } }],
		[{ code: 500, data: { title: 'Board' } }],
	])('does not refuse with %j', (body) => expect(isRefusal(body)).toBe(false));
});

it.each([
	[' \n', { success: true }],
	[' OK\n', { success: true, message: 'OK' }],
	[[1], { success: true, data: [1] }],
	[[{ id: 1 }, { id: 2 }], { success: true, data: [{ id: 1 }, { id: 2 }] }],
])('a write that is answered by %j gave %j', (body, written) =>
	expect(readWritten(body, 'meeting')).toEqual(written),
);

describe('a page for people', () => {
	it.each([
		'\n<!doctype html>',
		'<p>what <?xml version="1.0"?> means',
		'<?xml version="1.0"?><html lang="nl">',
	])('is %j', (body) => expect(isWebPage(body)).toBe(true));

	it.each([
		['a text with a tag', 'press <b>Save'],
		['a list with a tag', ['<b>Save']],
		['XML', '\n<?xml version="1.0"?><ok/>'],
		['XML of another kind', '<?xml version="1.0"?><htmlReport>'],
		['XML that quotes a page', `<?xml version="1.0"?><ok>${' '.repeat(1_000)}<html></ok>`],
	])('is not %s', (_, body) => expect(isWebPage(body)).toBe(false));
});

it.each([
	['error code: 1020', true],
	['error code: 1020\n', true],
	['error code: 17 of the recorder', false],
	['The recorder gave error code: 17', false],
])('a 403 through Cloudflare with %j is its own: %s', (body, isItsOwn) =>
	expect(isOfGateway({ statusCode: 403, headers: { server: 'cloudflare' }, body })).toBe(isItsOwn),
);

describe('an envelope', () => {
	const meeting = { id: 'm1', title: 'Board' };

	it.each([
		[{ result: meeting }, meeting],
		[{ items: [meeting] }, [meeting]],
		[{ data: { 3: meeting }, total: 1 }, [meeting]],
		[{ data: { data: { data: { data: meeting } } } }, { data: meeting }],
	])('%j holds %j', (body, inner) => expect(opened(body, 'meeting')).toEqual(inner));

	it.each([
		[{ speaker: { name: 'An' } }],
		[{ speakers: ['An'] }],
		[{ items: { count: 2 } }],
		[{ result: 'done' }],
		[{ data: meeting, from: 'An' }],
	])('is not %j', (body) => expect(opened(body, 'meeting')).toBe(body));
});

describe('rows by a key', () => {
	it.each([
		[{ 3: { title: 'a' }, 12: { title: 'b' } }],
		[{ 'm-1': { id: 'm-1' }, 'm-2': { id: 'm-2' } }],
	])('are %j', (value) => expect(keyedRows(value)).toEqual(Object.values(value)));

	it.each([
		[{ 1: 'a' }],
		[{ name: null }],
		[{ part1: { title: 'a' } }],
		[{ '1st': { title: 'a' } }],
		[{ true: { isDone: true } }],
	])('are not %j', (value) => expect(keyedRows(value)).toBeUndefined());
});

it.each([
	[undefined, false],
	[null, false],
	['', false],
	[false, false],
	[[], false],
	[{}, false],
	[0, true],
	[true, true],
	['no', true],
	[[null], true],
])('%j tells something: %s', (value, isSomething) => expect(isTold(value)).toBe(isSomething));
