import {
	parseAmount,
	parseChoice,
	parseDate,
	parseFlag,
	parseId,
	parseJsonObject,
	parseList,
	parsePath,
	parseSegment,
	parseText,
	parseUrl,
	show,
} from '../../../nodes/shared/values';

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

describe('parseChoice', () => {
	const METHODS = ['GET', 'POST'];

	it.each([' get\n', 'Get', 'GET'])('takes %j', (given) =>
		expect(parseChoice(given, 'Method', METHODS)).toBe('GET'),
	);

	it.each([
		['FETCH', '"FETCH"'],
		['', '""'],
		[null, '""'],
		[['GET'], '""'],
	])('refuses %j and says what there is', (given, shown) => {
		expect(refusal(() => parseChoice(given, 'Method', METHODS))).toEqual({
			message: `Method: ${shown} is none of the choices`,
			description: 'Enter one of GET, POST.',
		});
	});
});

describe('parseText', () => {
	it.each([
		[' An\u200b\n', 'An'],
		[0, '0'],
		[42, '42'],
		[false, 'false'],
	])('makes of %j the text %s', (given, text) => expect(parseText(given, 'Name')).toBe(text));

	it.each([undefined, null, '', ' \n'])('names the field when it is %j', (given) => {
		const { message, description } = refusal(() => parseText(given, 'Name'));
		expect(message).toBe('Name is empty');
		expect(description).toContain('Enter a text');
	});

	it.each([{ name: 'An' }, ['An']])('refuses %j', (given) => {
		const { message } = refusal(() => parseText(given, 'Name'));
		expect(message).toBe('Name is a list or an object, not a text');
	});
});

describe('parseSegment', () => {
	it.each(['meeting.processed', '...', '.a', 'a/b'])('takes %j', (given) =>
		expect(parseSegment(given, 'Name')).toBe(given),
	);

	it.each(['.', '..', ' ..\n'])('refuses %j, which is a way and no name', (given) => {
		expect(refusal(() => parseSegment(given, 'Name'))).toEqual({
			message: `Name: "${given.trim()}" leads to another address`,
			description: 'Enter a name.',
		});
	});
});

describe('parseUrl', () => {
	it.each(['https://example.com/a?b=c#d', 'http://example.com', 'HTTPS://example.com'])(
		'takes %j',
		(given) => expect(parseUrl(` ${given}\n`, 'Website')).toBe(given),
	);

	it.each([
		'',
		'example.com',
		'https://',
		'ftp://example.com',
		'web+http://example.com',
		'javascript:alert(1)',
		'https:example.com',
		'https:/example.com',
		'https://example.com/a b',
	])('refuses %j with the cure', (given) => {
		expect(refusal(() => parseUrl(given, 'Website'))).toEqual({
			message: `Website: "${given}" is not a web address`,
			description: 'Enter an address that begins with https://.',
		});
	});
});

describe('parseAmount', () => {
	it.each([
		[0, 0],
		['2.5', 2.5],
	])('takes %j', (given, amount) => expect(parseAmount(given, 'Wait', 0)).toBe(amount));

	it.each(['', ' \t', null, undefined])('names the field when it is %j', (given) => {
		expect(refusal(() => parseAmount(given, 'Wait', 0))).toEqual({
			message: 'Wait is empty',
			description:
				'Enter a number. With an expression, check that the input item has the field it reads.',
		});
	});

	it.each([false, true, [], [5], 'x', -1, Infinity])('does not count %j as a number', (given) => {
		expect(refusal(() => parseAmount(given, 'Wait', 0)).message).toBe(
			`Wait: ${JSON.stringify(String(given))} is not a number from 0 on`,
		);
	});
});

describe('parseFlag', () => {
	it.each([true, 1, 'yes', ' Yes\n', 'on', 'TRUE'])('is on by %j', (given) =>
		expect(parseFlag(given, 'Simplify')).toBe(true),
	);

	it.each([false, 0, 'no', ' No\n', 'off', '', '  ', null, undefined])('is off by %j', (given) =>
		expect(parseFlag(given, 'Simplify')).toBe(false),
	);
});

describe('parseDate', () => {
	it.each([
		[1_772_359_200, '2026-03-01T10:00:00Z'],
		[1_772_359_200_000, '2026-03-01T10:00:00Z'],
		[1_772_359_200_500, '2026-03-01T10:00:00.500Z'],
		[1e9, '2001-09-09T01:46:40Z'],
		[1e12, '2001-09-09T01:46:40Z'],
		[253_402_300_799, '9999-12-31T23:59:59Z'],
		[253_402_300_799_000, '9999-12-31T23:59:59Z'],
		['1772359200', '2026-03-01T10:00:00Z'],
		[' 1772359200500 ', '2026-03-01T10:00:00.500Z'],
	])('takes %j for seconds or milliseconds: %s', (given, moment) =>
		expect(parseDate(given, 'Since', 'UTC')).toBe(moment),
	);

	it.each([
		...[0, 46_082, 999_999_999, 253_402_300_800, 253_402_300_800_000, NaN],
		...['0999999999', '20260301', '202603011000', '20260301100000', '-1772359200', '1772359200.5'],
	])('refuses the number %j', (given) => {
		expect(refusal(() => parseDate(given, 'Since', 'UTC')).message).toBe(
			`Since: "${given}" is not a date`,
		);
	});

	it.each([
		['2026-03-29T01:30', 'Europe/Brussels', '2026-03-29T00:30:00Z'],
		['2026-03-29T03:30', 'Europe/Brussels', '2026-03-29T01:30:00Z'],
		['2026-10-25T01:30', 'Europe/Brussels', '2026-10-24T23:30:00Z'],
		['2026-10-25T03:30', 'Europe/Brussels', '2026-10-25T02:30:00Z'],
		['2026-03-08T01:30', 'America/New_York', '2026-03-08T06:30:00Z'],
		['2026-03-08T03:30', 'America/New_York', '2026-03-08T07:30:00Z'],
	])('knows the clocks beside their change: %s in %s', (given, zone, moment) =>
		expect(parseDate(given, 'Since', zone)).toBe(moment),
	);
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
		'/meetings?link=https://other.example/x',
	])('takes %j', (given) => expect(parsePath(given, 'Path', ORIGIN)).toBe(given));

	it.each([
		['meetings', '/meetings'],
		['meetings/1?page=2', '/meetings/1?page=2'],
		['meetings?link=https://other.example/x', '/meetings?link=https://other.example/x'],
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
		[' \n', {}],
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

describe('parseList', () => {
	it.each([
		['one', ['one']],
		[' one, two ,,\nthree,', ['one', 'two', 'three']],
		['one [a], {two}', ['one [a]', '{two}']],
		['', []],
		['["one, two", 3]', ['one, two', 3]],
		[' \n[{"a": 1}]', [{ a: 1 }]],
		[
			['a', 1],
			['a', 1],
		],
		[[], []],
	])('reads %j', (given, list) => expect(parseList(given, 'Tags')).toEqual(list));

	it.each(['[', '{"a": 1}', ' {"a": 1}', { a: 1 }, 7, true, null, undefined])(
		'refuses %j with the cure',
		(given) => {
			const { message, description } = refusal(() => parseList(given, 'Tags'));
			expect(message).toBe('Tags is not a list');
			expect(description).toContain('separated by commas');
		},
	);
});

describe('a value in a message', () => {
	it.each([
		['with what cannot be seen is escaped', 'two\nlines', '"two\\nlines"'],
		['of 80 characters is whole', 'x'.repeat(80), `"${'x'.repeat(80)}"`],
		['of 81 characters is cut', 'x'.repeat(81), `"${'x'.repeat(80)}…"`],
	])('%s', (_, value, shown) => expect(show(value)).toBe(shown));
});
