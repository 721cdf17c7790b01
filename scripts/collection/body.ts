import type { PublishedField } from './read';
import { isObject, plainText, saysRequired, textOf } from './text';
import { commentsIn, tolerantJson } from './tolerantJson';

/** How a body is sent. `json` has fields; `list` and `any` are JSON as a whole, of which no fields are known. */
export type BodyKind = 'none' | 'json' | 'list' | 'any' | 'urlencoded' | 'multipart';

export interface Body {
	kind: BodyKind;
	fields: PublishedField[];
	/** A list as it stands there. */
	example?: unknown;
	isGraphql?: boolean;
	/** Why it cannot be sent. */
	problem?: string;
}

const NOTHING: Body = { kind: 'none', fields: [] };

/** What stands where a body would be, of whichever kind. */
interface Definition {
	mode?: string;
	raw?: unknown;
	urlencoded?: unknown;
	formdata?: unknown;
	graphql?: unknown;
	options?: { raw?: { language?: string } };
	disabled?: boolean;
}

/**
 * Reads the body of a request.
 *
 * @param contentType the request's own header; empty where it has none
 */
export function readBody(definition: unknown, contentType: string): Body {
	if (!isObject(definition)) return NOTHING;
	const body = definition as Definition;
	if (body.disabled) return NOTHING;
	switch (body.mode ?? firstOf(body)) {
		case 'raw':
			return readRaw(textOf(body.raw), body.options?.raw?.language ?? '', contentType);
		case 'urlencoded':
			return form('urlencoded', body.urlencoded);
		case 'formdata':
			return form('multipart', body.formdata);
		case 'graphql':
			return graphql(body.graphql);
		case 'file':
			return { ...NOTHING, problem: 'its body is a bare file, without a form around it' };
		default:
			return NOTHING;
	}
}

/** Some exports leave the mode out. */
function firstOf(body: Definition): string | undefined {
	return (['raw', 'urlencoded', 'formdata', 'graphql'] as const).find((mode) => body[mode]);
}

function readRaw(text: string, language: string, contentType: string): Body {
	if (text.trim() === '') return NOTHING;
	const json = tolerantJson(text);
	if (isObject(json)) {
		const comments = commentsIn(text);
		const fields = Object.entries(json)
			.filter(([name]) => name.trim() !== '')
			.map(([name, value]) => jsonField(name, value, comments.get(name)));
		return { kind: fields.length > 0 ? 'json' : 'any', fields };
	}
	if (Array.isArray(json)) return { kind: 'list', fields: [], example: json };
	const isMarkup = /xml|html/i.test(`${language} ${contentType}`) || /^\s*<[!?/a-z]/i.test(text);
	if (isMarkup) return { ...NOTHING, problem: 'its body is XML or HTML' };
	// A word about the body in place of one.
	return { kind: 'any', fields: [] };
}

function jsonField(name: string, value: unknown, comment = ''): PublishedField {
	const isVariable = typeof value === 'string' && /\{\{|^<[^<>]*>$/.test(value);
	return {
		name,
		example: isVariable || value === null ? undefined : value,
		description: comment,
		isRequired: saysRequired(comment),
	};
}

/** The fields of a form, those that are switched off too: they are what can be sent. */
function form(kind: 'urlencoded' | 'multipart', given: unknown): Body {
	const rows =
		typeof given === 'string'
			? [...new URLSearchParams(given)].map(([key, value]) => ({ key, value }))
			: Array.isArray(given)
				? given.filter(isObject)
				: [];
	const fields = rows
		.filter(({ key }) => typeof key === 'string' && key.trim() !== '')
		.map((row: Record<string, unknown>): PublishedField => {
			const description = plainText(row.description);
			const isVariable = row.value === '' || /\{\{/.test(textOf(row.value ?? '{{'));
			return {
				name: String(row.key).trim(),
				example: isVariable ? undefined : textOf(row.value),
				description,
				isRequired: saysRequired(description),
				...(row.type === 'file' && { isFile: true }),
				...(row.disabled === true && { isOff: true }),
			};
		});
	return fields.length > 0 ? { kind, fields } : NOTHING;
}

function graphql(given: unknown): Body {
	const { query, variables } = (isObject(given) ? given : {}) as Record<string, unknown>;
	const values = typeof variables === 'string' ? tolerantJson(variables) : variables;
	return {
		kind: 'json',
		isGraphql: true,
		fields: [
			{
				name: 'query',
				example: query ? textOf(query) : undefined,
				description: 'The GraphQL query or mutation',
				isRequired: true,
			},
			{
				name: 'variables',
				example: isObject(values) ? values : {},
				description: 'The variables of the GraphQL query, as a JSON object',
				isRequired: false,
			},
		],
	};
}
