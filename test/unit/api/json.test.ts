import { tryJson, wordOf } from '../../../nodes/api/json';

it.each([
	['An', 'An'],
	['', ''],
	[0, '0'],
	[false, 'false'],
	[null, ''],
	[undefined, ''],
	[['An'], ''],
	[{ toString: 'An' }, ''],
])('%j as a word is %j', (value, word) => expect(wordOf(value)).toBe(word));

it.each([
	['\ufeff{"a": 1}', { a: 1 }],
	[' [1]\n', [1]],
	['{"a"', undefined],
])('the JSON text %j holds %j', (text, value) => expect(tryJson(text)).toEqual(value));
