import { isObject } from '../api/json';
import { isTextName, isWordless, MAX_DEPTH, textOf, wordsOf } from './text';

/** The part that is documented. */
const GENERAL = 'general';

/**
 * A summary as text, with all of its parts, the documented one first: the others below a line with their name. Of a part that
 * has its words under usual names, these are taken.
 *
 * @returns an empty text where there are no words
 */
export function summaryText(summary: unknown, depth = 0): string {
	if (depth > MAX_DEPTH) return '';
	const inner = (part: unknown) => summaryText(part, depth + 1);
	if (Array.isArray(summary)) return summary.map(inner).filter(Boolean).join('\n\n');
	if (!isObject(summary)) return textOf(summary);
	const isText = ([, part]: [string, unknown]) => typeof part === 'string';
	const members = Object.entries(summary).filter(([, part]) => typeof part !== 'number');
	const hasUsual = members.some((member) => isText(member) && isTextName(member[0]));
	const texts = members
		.filter((member) => {
			const [name] = member;
			return !isText(member) || (hasUsual ? isTextName(name) : !isWordless(name));
		})
		.map(([name, part]) => ({ name, text: inner(part) }))
		.filter(({ text }) => text !== '')
		.sort((one, other) => Number(other.name === GENERAL) - Number(one.name === GENERAL));
	const isPlain = (name: string) =>
		texts.length === 1 || name === GENERAL || isTextName(name) || /^\d+$/.test(name);
	return texts
		.map(({ name, text }) => (isPlain(name) ? text : `${headingOf(name)}:\n${text}`))
		.join('\n\n');
}

function headingOf(name: string): string {
	const words = wordsOf(name).join(' ');
	return words.charAt(0).toUpperCase() + words.slice(1);
}
