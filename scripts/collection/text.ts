import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: true, breaks: true });

/** Lines and cells end with these; every other tag is only a look. */
const BLOCK_END = /<(br|hr|\/(p|li|tr|h\d|div|ul|ol|table|blockquote|pre))\b[^>]*>/gi;

/**
 * A description as plain text, a line per paragraph, list item or row of a table.
 *
 * @param description Markdown or HTML, as it is or in an object
 */
export function plainText(description: unknown): string {
	const text = isObject(description) ? description.content : description;
	if (typeof text !== 'string') return '';
	const html = markdown.render(text).replace(BLOCK_END, '\n');
	const bare = html.replace(/<\/t[dh]>/gi, ' ').replace(/<[^>]*>/g, '');
	return markdown.utils
		.unescapeAll(bare)
		.split('\n')
		.map((line) => line.replace(/\s+/g, ' ').trim())
		.filter((line) => line !== '')
		.join('\n');
}

/** Whether a description says that what it is about must be given. */
export function saysRequired(text: string): boolean {
	return (
		/\b(required|mandatory)\b/i.test(text) &&
		!/\b(not|isn't|optional|only|if|when|unless)\b/i.test(text)
	);
}

/** Whether a text says of one of the fields that it names, line by line, that it must be given. */
export function saysRequiredOf(text: string, name: string): boolean {
	const word = new RegExp(`(^|[^\\w.-])${name.replace(/\W/g, '\\$&')}([^\\w.-]|$)`);
	return text.split('\n').some((line) => word.test(line) && saysRequired(line));
}

/** A text with its percent escapes read; as it is, where they are none. */
export function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** A value as text: of an object, which may hold a member `toString`, or a list its JSON, and of nothing an empty one. */
export function textOf(value: unknown): string {
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
