import { isObject } from '../api/json';
import { canonical } from '../api/names';
import { table } from '../api/table';

/** Under these names a part of a meeting is expected to hold its words. */
const TEXT_NAMES = table.texts.words.map(canonical);

/** Words in the names of what tells of a part, such as who does it and until when, but is none of its words. */
const NO_TEXT = new Set(
	(
		'id uuid reference type status state completed done locale language url link date at due deadline priority ' +
		'category tag tags assigned assignee owner responsible responsable verantwoordelijke user person author by email'
	).split(' '),
);

/** A day, an ID, a mail or web address: none of them is what is to be done. */
const NO_WORDS =
	/^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-][\d:]+)?)?$|^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$|^[^\s@]+@[^\s@]+$|^https?:\S+$/i;

/** How deep words are looked for. */
export const MAX_DEPTH = 4;

/**
 * The words in a part of a meeting, such as a to-do or the summary, whatever its shape: a text itself, one under a usual
 * name, or else the longest there is, in it or further down. Lists give a line per member.
 *
 * @returns an empty text where there are no words
 */
export function textOf(part: unknown, depth = 0): string {
	if (typeof part === 'string') return part.trim();
	if (typeof part === 'number') return String(part);
	if (depth > MAX_DEPTH) return '';
	const inner = (value: unknown) => textOf(value, depth + 1);
	if (Array.isArray(part)) return part.map(inner).filter(Boolean).join('\n');
	if (!isObject(part)) return '';
	const byName = new Map(Object.entries(part).map(([name, value]) => [canonical(name), value]));
	const named = TEXT_NAMES.map((name) => inner(byName.get(name))).find(Boolean);
	if (named) return named;
	const texts = Object.entries(part)
		.filter(([name, value]) => typeof value !== 'number' && !isWordless(name))
		.map(([, value]) => inner(value))
		.filter((text) => !NO_WORDS.test(text));
	return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}

/** Whether a part of a meeting is expected to hold its words under a name. */
export function isTextName(name: string): boolean {
	return TEXT_NAMES.includes(canonical(name));
}

/** Whether what stands under a name tells of a part, but is none of its words. */
export function isWordless(name: string): boolean {
	return wordsOf(name).some((word) => NO_TEXT.has(word));
}

/** The words of a name, however they are joined. */
export function wordsOf(name: string): string[] {
	return name
		.replace(/([a-z])(?=[A-Z])/g, '$1_')
		.toLowerCase()
		.split(/[_\- ]/);
}
