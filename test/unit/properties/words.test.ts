/** Whatever an API answers, what is quoted of it is one line of a bearable length, without tags and without secrets. */
import fc from 'fast-check';

import { quote } from '../../../nodes/api/words';

const RUNS = 2_000;
const LONGEST = 'Claritalk says: '.length + 601;
const asItIs = (text: string) => text;

/** Anything that JSON can hold, under the names that errors have and others. */
const json = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 5, withCrossShrink: true },
		fc.oneof(
			fc.string({ unit: 'grapheme' }),
			fc.integer(),
			fc.boolean(),
			fc.constant(null),
			fc.constantFrom(
				'{"message":"inner"}',
				'<html><title>x</title></html>',
				'[[[[',
				'<b>bold</b>',
			),
		),
		fc.array(tie('value'), { maxLength: 4 }),
		fc.dictionary(
			fc.oneof(
				fc.constantFrom('message', 'error', 'errors', 'detail', 'title', 'data', 'loc', 'source'),
				fc.constantFrom('__proto__', 'constructor', 'toString', 'field', '0'),
				fc.string(),
			),
			tie('value'),
			{ maxKeys: 5 },
		),
	),
})).value;

it('is one line that is not too long', () => {
	fc.assert(
		fc.property(json, (body) => {
			const words = quote(body, asItIs);
			expect(words.length).toBeLessThanOrEqual(LONGEST);
			expect(words).not.toMatch(/\p{Cc}|\s{2}/u);
			expect(words === '' || words.startsWith('Claritalk says: ')).toBe(true);
		}),
		{ numRuns: RUNS },
	);
});

it('goes through what hides secrets as a whole', () => {
	fc.assert(
		fc.property(json, (body) => {
			expect(quote(body, () => '[hidden]')).toMatch(/^(Claritalk says: \[hidden\])?$/);
		}),
		{ numRuns: RUNS },
	);
});

it('holds the words under each name that errors have, however deep up to four', () => {
	const name = fc.constantFrom('message', 'error', 'detail', 'errors', 'error_description');
	const reason = fc.stringMatching(/^[A-Z][a-z]{2,9}( [a-z]{2,9}){1,4}$/);
	fc.assert(
		fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), reason, (path, text) => {
			const body = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), text);
			expect(quote(body, asItIs)).toContain(text);
		}),
		{ numRuns: RUNS },
	);
});
