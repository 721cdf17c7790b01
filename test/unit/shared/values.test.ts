import { parseId, parseJsonObject, parsePath } from '../../../nodes/shared/values';

/** What the refusal tells the user: message and description. */
function refusal(run: () => unknown): { message: string; description: string } {
	try {
		run();
	} catch (error) {
		const { message, description } = error as Error & { description: string };
		return { message, description };
	}
	throw new Error('It was not refused');
}

describe('parseId', () => {
	it.each([
		['0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c', '0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c'],
		['  m_42 \n', 'm_42'],
		[42, '42'],
	])('takes %j', (given, id) => expect(parseId(given, 'Meeting')).toBe(id));

	it.each([undefined, null, '', '   '])('names the field when it is %j', (given) => {
		const { message, description } = refusal(() => parseId(given, 'Meeting'));
		expect(message).toBe('Meeting is empty');
		expect(description).toContain('Choose from the list or enter an ID');
	});

	it.each([
		'a/b',
		'..',
		'.',
		'a%2fb',
		'//host',
		'https://host/x',
		'a\\b',
		'a\u0000b',
		'a b',
		'a?b',
		'a#b',
		'{meetingId}',
		'é',
		{ id: 1 },
	])('refuses %j with the cure', (given) => {
		const { message, description } = refusal(() => parseId(given, 'Meeting'));
		expect(message).toMatch(/^Meeting: ".*" is not an ID$/);
		expect(message).not.toMatch(/\p{Cc}/u);
		expect(description).toContain('copy it from Claritalk');
	});

	it('does not repeat a whole document in its message', () => {
		expect(refusal(() => parseId('x '.repeat(5_000), 'Meeting')).message.length).toBeLessThan(120);
	});
});

describe('parsePath', () => {
	const ORIGIN = 'https://app.claritalk.com';

	it.each([
		'/meetings',
		'/meetings/1-a',
		'/users?page=2&search=a%2Fb',
		'/a%20b',
		'/meetings/',
		'/',
		'/apis',
		'/meetings?next=/api/users',
	])('takes %j', (given) => expect(parsePath(given, 'Path', ORIGIN)).toBe(given));

	it.each([
		['meetings', '/meetings'],
		['meetings/1?page=2', '/meetings/1?page=2'],
		['/api/meetings', '/meetings'],
		['api/meetings', '/meetings'],
		['/api', '/'],
		['/api?page=2', '/?page=2'],
		[' https://app.claritalk.com/api/meetings/1?page=2 ', '/meetings/1?page=2'],
		['HTTPS://APP.claritalk.com:443/api/meetings', '/meetings'],
		['http://app.claritalk.com/api/meetings', '/meetings'],
		['https://app.claritalk.com/meetings', '/meetings'],
		['https://app.claritalk.com', '/'],
		['https://app.claritalk.com?page=2', '/?page=2'],
	])('makes of %j the path %s', (given, path) =>
		expect(parsePath(given, 'Path', ORIGIN)).toBe(path),
	);

	it('knows a host by its port', () => {
		const local = 'http://127.0.0.1:8787';
		expect(parsePath(`${local}/api/meetings`, 'Path', local)).toBe('/meetings');
		expect(
			refusal(() => parsePath('http://127.0.0.1:8788/api/meetings', 'Path', local)).message,
		).toContain('is not an address of http://127.0.0.1:8787');
	});

	it.each([
		['', 'is empty'],
		['https://evil.example/api/meetings', 'is not an address of https://app.claritalk.com'],
		['https://staging.claritalk.com/api/meetings', 'is not an address of'],
		['https://app.claritalk.com.evil.example/api/meetings', 'is not an address of'],
		['https://app.claritalk.com@evil.example/api/meetings', 'is not an address of'],
		['https://evil.example@app.claritalk.com/api/meetings', 'is not an address of'],
		['https://app.claritalk.com:8443/api/meetings', 'is not an address of'],
		['https://evil.example', 'is not an address of'],
		['https:/app.claritalk.com/api/meetings', 'is not an address of'],
		['https://', 'is not an address of'],
		['ftp://app.claritalk.com/api/meetings', 'is not an address of'],
		['https://app.claritalk.com\\evil.example/meetings', 'has a backslash'],
		['https://app.claritalk.com//evil.example/meetings', 'has an empty part'],
		['https://app.claritalk.com/api/../oauth/token', 'has a "." or ".." part'],
		['https://app.claritalk.com/../oauth/token', 'has a "." or ".." part'],
		['..', 'has a "." or ".." part'],
		['api/..', 'has a "." or ".." part'],
		['//evil.example/meetings', 'has an empty part'],
		['/meetings//1', 'has an empty part'],
		['/../oauth/token', 'has a "." or ".." part'],
		['/meetings/..', 'has a "." or ".." part'],
		['/meetings/%2e%2E/users', 'has a "." or ".." part'],
		['/meetings/.%2e', 'has a "." or ".." part'],
		['/./meetings', 'has a "." or ".." part'],
		['/meetings%2f..', 'has an escaped "/"'],
		['/meetings%2F1', 'has an escaped "/"'],
		['/meetings\\..\\x', 'has a backslash'],
		['/meetings%5c..', 'has a backslash'],
		['/meet\u0000ings', 'control character'],
		['/meet\nings', 'control character'],
		['/meet%0aings', 'control character'],
		['/a?b=\r\nc', 'control character'],
		['/%', 'has a "%" that escapes nothing'],
		['/meetings#x', 'has a fragment'],
		['/api/api/meetings', 'repeats /api'],
		['/api//evil.example/x', 'has an empty part'],
		['/%61pi/meetings', 'repeats /api'],
	])('refuses %j: %s', (given, problem) => {
		const { message, description } = refusal(() => parsePath(given, 'Path', ORIGIN));
		expect(message).toMatch(/^Path: "/);
		expect(message).toContain(problem);
		expect(description).toContain('for example /meetings');
	});
});

describe('parseJsonObject', () => {
	it.each([
		['{"a": [1]}', { a: [1] }],
		[{ a: 1 }, { a: 1 }],
		['', {}],
		[undefined, {}],
		[null, {}],
	])('reads %j', (given, object) => expect(parseJsonObject(given, 'Body')).toEqual(object));

	it.each(['{', '[]', '1', 'null', [1], 1])('refuses %j', (given) => {
		const { message, description } = refusal(() => parseJsonObject(given, 'Body'));
		expect(message).toBe('Body is not a JSON object');
		expect(description).toContain('{"name": "value"}');
	});

	it('leaves prototypes alone', () => {
		const parsed = parseJsonObject('{"__proto__": {"polluted": true}}', 'Body');
		expect(({ ...parsed } as { polluted?: boolean }).polluted).toBeUndefined();
		expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
	});
});
