import { wordOf } from '../../../nodes/api/json';

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
