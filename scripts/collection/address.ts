import { Url } from 'postman-collection';

import type { PublishedField } from './read';
import { decoded, isObject, plainText, saysRequired, textOf } from './text';

/** Where a request goes. */
export interface Address {
	/** In small letters, with its port; a variable that nobody filled may stand for it. */
	host: string;
	/** Whether `/api` stands between the host and the path. */
	isUnderApi: boolean;
	/** Below `/api`, each parameter as `{}`: `/meetings/{}` */
	path: string;
	/** The parameters of the path in their order; one that has no name of its own has an empty one. */
	parameters: PublishedField[];
	query: PublishedField[];
}

type Description = Parameters<typeof plainText>[0];

/** Values that stand for one of many: numbers, UUIDs, object IDs, ULIDs. */
const ID = /^(\d+|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{24}|[0-7][\dA-HJKMNP-TV-Z]{25})$/i;

/** `:id`, `{{id}}`, `{id}`, `<id>`, also as a part of a segment. */
const PLACE = /^:([\w-]+)|\{\{([^{}]*)\}\}|\{([^{}]*)\}|<([^<>]*)>/g;

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** Variables may hold variables, but not without an end. */
const MAX_DEPTH = 10;

/**
 * Takes an address apart, whichever way it is written: as text or as an object, with variables or without.
 *
 * @param variables the collection's own, by name
 */
export function readAddress(url: unknown, variables: Map<string, string>): Address {
	try {
		return takeApart(url, variables);
	} catch {
		// The library stumbles over parts that are of no kind which it knows: then there is no address.
		return takeApart('', variables);
	}
}

function takeApart(url: unknown, variables: Map<string, string>): Address {
	const parsed = parse(url);
	const host = [parsed.protocol, parsed.getRemote()].filter(Boolean).join('://');
	const path = (parsed.path ?? []).map((segment) => literal(segmentText(segment), variables));
	const whole = [fill(host, variables), ...path].join('/');
	const rest = withoutOrigin(whole);
	const segments = rest.split('/').filter((segment) => segment !== '');
	const isUnderApi = segments[0] === 'api';
	const told = new Map(parsed.variables.all().map((one) => [one.key, one]));
	const parameters: PublishedField[] = [];
	const below = segments.slice(isUnderApi ? 1 : 0).map((segment) => {
		if (ID.test(segment)) {
			parameters.push(field('', segment));
			return '{}';
		}
		return segment.replace(PLACE, (_, ...names: Array<string | undefined>) => {
			const name = names.slice(0, 4).find(Boolean)?.trim() ?? '';
			const { value, description } = told.get(name) ?? {};
			parameters.push(field(name, value ?? variables.get(name), description as Description));
			return '{}';
		});
	});
	return {
		host: hostOf(whole.slice(0, whole.length - rest.length)),
		isUnderApi,
		path: `/${below.map((segment) => encodeURI(decoded(segment)).replace(/%7B%7D/g, '{}')).join('/')}`,
		parameters,
		query: parsed.query
			.all()
			.filter(({ key }) => typeof key === 'string' && key.trim() !== '')
			.map(({ key, value, description, disabled }) => ({
				...field(decoded(String(key)).trim(), value, description as Description),
				isOff: disabled === true,
			})),
	};
}

/** A field of an address: all of them are texts. A variable that nobody filled is no example. */
function field(name: string, value?: unknown, description?: Description): PublishedField {
	const text = typeof value === 'string' ? decoded(value) : value;
	const example = text === null || text === '' || /\{\{/.test(textOf(text)) ? undefined : text;
	return {
		name,
		example,
		description: plainText(description),
		isRequired: saysRequired(plainText(description)),
	};
}

function parse(url: unknown): Url {
	if (!isObject(url)) return new Url(typeof url === 'string' ? url.trim() : '');
	if (isSaid(url.host) || isSaid(url.path))
		return new Url(url as ConstructorParameters<typeof Url>[0]);
	const { query, variables } = new Url({ ...url, path: '' } as ConstructorParameters<
		typeof Url
	>[0]);
	const parsed = new Url(textOf(url.raw).trim());
	if (parsed.query.count() === 0) parsed.query = query;
	parsed.variables = variables;
	return parsed;
}

/** In some exports a segment is an object. */
function segmentText(segment: unknown): string {
	return textOf(isObject(segment) ? segment.value : segment);
}

/** Whether a part of an address that is taken apart holds anything. */
function isSaid(part: unknown): boolean {
	return Array.isArray(part) ? part.some(isSaid) : textOf(part) !== '';
}

function fill(text: string, variables: Map<string, string>): string {
	let filled = text;
	for (let depth = 0; depth < MAX_DEPTH; depth++) {
		const next = filled.replace(VARIABLE, (all, name: string) => variables.get(name) || all);
		if (next === filled) break;
		filled = next;
	}
	return filled;
}

/** A variable in a path is a parameter, unless it stands for a version or for several segments. */
function literal(segment: string, variables: Map<string, string>): string {
	const filled = fill(segment, variables);
	return /^(api|v\d+[\w.]*)$/i.test(filled) || filled.includes('/') ? filled : segment;
}

/** `https://App.example` → `app.example` */
function hostOf(origin: string): string {
	return origin.replace(/^.*:\/\//, '').toLowerCase();
}

/** An address from its path on: the host is a name with a dot or a port, or a variable that nobody filled. */
function withoutOrigin(address: string): string {
	const protocol = address.lastIndexOf('://');
	if (protocol >= 0) return address.slice(protocol + 3).replace(/^[^/]*/, '');
	return address.replace(/^(localhost|[^/]*[.:{][^/]*)(?=\/|$)/, '');
}
