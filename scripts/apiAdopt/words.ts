import { decoded } from '../collection/text';

/** What TypeScript keeps for itself, and what every object has: neither can be a name. */
const RESERVED = new Set([
	...(
		'arguments await break case catch class const continue debugger default delete do else enum eval export ' +
		'extends false finally for function if implements import in instanceof interface let new null package private ' +
		'protected prototype public return static super switch this throw true try typeof undefined var void while ' +
		'with yield'
	).split(' '),
	...Object.getOwnPropertyNames(Object.prototype),
]);

/** Words in capitals, as people write them. */
const CAPITALS = new Set(
	'api crm csv html http https id ids iban json jwt pdf pin rsa sms ui uid uri url urls uuid vat xml'.split(
		' ',
	),
);

/** In a title these stay small, unless one stands first or last. */
const SMALL = new Set(
	'a an and at but by for from in into nor of on or per so the to up via vs with yet'.split(' '),
);

/**
 * The words of a name in any spelling, in small letters and without accents: `GET_userID` has `get`, `user` and `id`.
 * In letters of other alphabets there are none.
 */
export function wordsOf(text: string): string[] {
	return (
		decoded(text)
			.normalize('NFD')
			.replace(/\p{M}/gu, '')
			.replace(/([a-z\d])([A-Z])/g, '$1 $2')
			.replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
			.toLowerCase()
			.match(/[a-z\d]+/g) ?? []
	);
}

/** `meetingId` */
export function camelCase(words: string[]): string {
	const name = words
		.map((word, at) => (at === 0 ? word : `${word[0].toUpperCase()}${word.slice(1)}`))
		.join('');
	return /^\d/.test(name) ? `n${name}` : name;
}

/** `meeting_id` */
export function snakeCase(words: string[]): string {
	return words.join('_');
}

/** `Meeting ID` */
export function titleCase(words: string[]): string {
	return words
		.map((word, at) => {
			if (CAPITALS.has(word)) return word.toUpperCase().replace(/(?<=..)S$/, 's');
			const isInside = at > 0 && at < words.length - 1;
			return isInside && SMALL.has(word) ? word : `${word[0].toUpperCase()}${word.slice(1)}`;
		})
		.join(' ');
}

/** A word of English in the singular, as far as its ending tells. */
export function singular(word: string): string {
	if (/^(movie|cookie|selfie|tie|pie|die|lie|zombie)s$/.test(word)) return word.slice(0, -1);
	if (/ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
	if (/(ss|x|ch|sh|zz)es$/.test(word)) return word.slice(0, -2);
	return /[^su]s$/.test(word) && !/(news|series|status|ics)$/.test(word) ? word.slice(0, -1) : word;
}

/** And in the plural. */
export function plural(word: string): string {
	if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
	return /(s|x|ch|sh)$/.test(word) ? (/[^s]s$/.test(word) ? word : `${word}es`) : `${word}s`;
}

/** A name without what differs between its spellings: case, `_`, `-`, singular and plural. */
export function canonicalWord(name: string): string {
	return wordsOf(name).map(singular).join('') || decoded(name);
}

/** Whether a name cannot be that of a variable. */
export function isReserved(name: string): boolean {
	return RESERVED.has(name);
}

/** `a meeting`, `an invitation` */
export function withArticle(noun: string): string {
	return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}
