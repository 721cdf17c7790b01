import { isObject } from '../api/json';

/** Under these names a part of a meeting is expected to hold its words; which ones it has is not documented. */
const TEXT_NAMES = [
	'text',
	'title',
	'description',
	'name',
	'task',
	'content',
	'action',
	'label',
	'summary',
	'value',
];

/** What tells of a part, but is none of its words. */
const NO_TEXT = /(^|_)(id|uuid|type|status|state|locale|url|date|at)$|(Id|Uuid|Type|At|Date)$/;

const MAX_DEPTH = 4;

/**
 * The words in a part of a meeting, such as a to-do or the summary, whatever its shape: a text itself, one under a usual
 * name, one further down, or else the longest there is. Lists give a line per member.
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
	const named = TEXT_NAMES.map((name) => inner(part[name])).find(Boolean);
	if (named) return named;
	const others = Object.entries(part).filter(([name]) => !NO_TEXT.test(name));
	const nested = others.filter(([, value]) => typeof value === 'object');
	const deeper = nested.map(([, value]) => inner(value)).find(Boolean);
	if (deeper) return deeper;
	const texts = others.map(([, value]) => (typeof value === 'string' ? value.trim() : ''));
	return texts.reduce((longest, text) => (text.length > longest.length ? text : longest), '');
}
