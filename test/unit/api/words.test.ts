import { isSurelyMissing, onOneLine, quote } from '../../../nodes/api/words';

const asItIs = (text: string) => text;

function within(count: number, wrap: (inner: unknown) => unknown): unknown {
	return Array.from({ length: count }).reduce<unknown>(wrap, 'deep');
}
const inLists = (count: number) => within(count, (inner) => [inner]);
const inTexts = (count: number) => within(count, (inner) => JSON.stringify([inner]));

// In one test, as Stryker runs only the quickest of those that come by the same code.
it('quotes the words in each of these, best first and with their fields, and nothing else', () => {
	const answers: Array<[body: unknown, words: string]> = [
		[{ errors: ['third'], hint: 'second', message: 'first' }, 'first · second · third'],
		[{ errors: { message: 'Too long' } }, 'Too long'],
		[
			{ errors: [{ source: { pointer: '/data/attributes/title' }, detail: 'Too long' }] },
			'title: Too long',
		],
		[{ id: null, name: ['taken'] }, 'name: taken'],
		['<p>Too <b>long</b></p>', 'Too long'],
		[inLists(5), 'deep'],
		[inTexts(3), '["deep"]'],
	];
	expect(answers.map(([body]) => quote(body, asItIs))).toEqual(
		answers.map(([, words]) => `Claritalk says: ${words}`),
	);
	expect(quote('<html><title>Oops</title></html>', asItIs)).toBe('');
	expect(quote(inLists(6), asItIs)).toBe('');
});

it('puts a text on one line without blanks around it, and cuts off what is too long', () => {
	expect(onOneLine(' a\t\n b ')).toBe('a b');
	expect(onOneLine('a'.repeat(601))).toBe(`${'a'.repeat(600)}…`);
});

it.each([
	['meeting', true],
	[undefined, false],
])('is sure that %j is missing: %j', (subject, isSure) =>
	expect(isSurelyMissing('No query results.', subject)).toBe(isSure),
);
