import type { Field } from '../../nodes/api/facts';
import { withoutSecrets } from './secrets';
import { plural, singular, titleCase } from './words';

const MAX_LENGTH = 200;

/**
 * What a parameter is for: the collection's words, else its name and what it belongs to.
 *
 * @param told what the collection says of it
 * @param words of its name
 * @param owner what follows its name, where the collection says nothing: `of the meeting`
 */
export function describe(
	told: string,
	kind: Field['kind'],
	words: string[],
	owner: string,
): string {
	const label = titleCase(words);
	const text = shortened(
		readable(told)
			.replace(/\s+/g, ' ')
			.replace(/\s*\(?\b(required|mandatory|optional)\b\)?\.?\s*/gi, ' ')
			.trim(),
	);
	const isTelling = /^\p{L}.{10,}/u.test(text) && text.toLowerCase() !== label.toLowerCase();
	if (kind === 'boolean') {
		if (isTelling && /^whether\b/i.test(text)) return sentence(text);
		const isPlural = plural(singular(words[words.length - 1])) === words[words.length - 1];
		const is = /^(is|has|can|was|should)$/.test(words[0])
			? `it ${words.join(' ')}`
			: `${label.toLowerCase()} ${isPlural ? 'are' : 'is'} on`;
		return sentence(`Whether ${is}${isTelling ? `: ${text}` : ''}`);
	}
	const said = isTelling ? text.replace(/\.$/, '') : spelledOut(words, owner);
	return sentence(`${said}${ENDINGS[kind] ?? ''}`);
}

/** What a name comes to in words: `expires_at` is when it expires. */
function spelledOut(words: string[], owner: string): string {
	const before = words[words.length - 2] ?? '';
	if (words[words.length - 1] === 'at' && /[^s]s$/.test(before)) return `When it ${before}`;
	if (words[words.length - 1] === 'at' && /ed$/.test(before)) return `When it is ${before}`;
	const name = words.join(' ').replace(/\bids?\b/g, (id) => titleCase([id]));
	// `The ID of the meeting`, not `The meeting ID of the meeting`.
	const own = owner.replace(/^of the /, '');
	const bare = name.startsWith(`${own} `) ? name.slice(own.length + 1) : name;
	return `The ${bare} ${owner}`;
}

/** A text of the collection as the panel may show it: without secrets and markup, and with IDs as n8n spells them. */
export function readable(text: string): string {
	return withoutSecrets(text)
		.replace(/\{+\s*([\w.-]+)\s*\}+/g, '$1')
		.replace(/[<>`]/g, '')
		.replace(/\bid(s?)\b/gi, 'ID$1');
}

/** How the value of a parameter is given. */
const ENDINGS: Partial<Record<Field['kind'], string>> = {
	list: ', separated by commas or as a JSON list',
	object: ', as a JSON object',
};

/** A text that begins as a sentence: one has no full stop, of several each has one. */
export function sentence(text: string): string {
	const clean = text.trim().replace(/[.\s]+$/, '');
	const first = `${clean[0].toUpperCase()}${clean.slice(1)}`;
	return /[.!?]\s/.test(first) ? `${first}.` : first;
}

/** A text of at most this many letters. */
export function shortened(text: string, most = MAX_LENGTH): string {
	return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
