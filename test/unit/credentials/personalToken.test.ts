import { parseToken } from '../../../credentials/personalToken';

it.each([
	['eyJ0.eyJh-_.sig', 'eyJ0.eyJh-_.sig'],
	[' token-1\n', 'token-1'],
	['token-1\r\n', 'token-1'],
	['\u200btoken-1\ufeff', 'token-1'],
	['Bearer token-1', 'token-1'],
	['bearer\ttoken-1 ', 'token-1'],
	['Authorization: Bearer token-1', 'token-1'],
	['"token-1"', 'token-1'],
	["'Bearer token-1'", 'token-1'],
	['Bearer "token-1"', 'token-1'],
	['“token-1”', 'token-1'],
	['12|abc+/=~.', '12|abc+/=~.'],
])('takes %j as %j', (pasted, token) => expect(parseToken(pasted)).toBe(token));

it.each([
	['tok en', 'a blank (at place 4)'],
	['tok\u00a0en', 'a blank (at place 4)'],
	['tok\nen', 'a line break (at place 4)'],
	['tokén', 'a character that is not ASCII or cannot be seen (at place 4)'],
	['tok…', 'a character that is not ASCII or cannot be seen (at place 4)'],
	['tok\u0000en', 'a character that is not ASCII or cannot be seen (at place 4)'],
	['tok,en', 'the character , (at place 4)'],
	['tok***', 'the character * (at place 4)'],
	['', 'It is empty'],
	['Bearer ', 'It is empty'],
	[undefined, 'It is empty'],
	[null, 'It is empty'],
])('refuses %j in words that do not hold it', (pasted, text) => {
	expect(() => parseToken(pasted)).toThrow(text);
	expect(() => parseToken(pasted)).toThrow(
		/^The Access Token in the Claritalk credential cannot be used/,
	);
});
