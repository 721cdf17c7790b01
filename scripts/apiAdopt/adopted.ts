import type { Endpoint, Field, RowKind, Table } from '../../nodes/api/facts';
import type { PublishedField, PublishedRequest } from '../collection/read';
import { isObject } from '../collection/text';
import {
	imperative,
	type OperationName,
	operationNames,
	type ResourceName,
	resourceName,
} from './naming';
import { safeExample } from './secrets';
import { describe, readable, shortened } from './texts';
import {
	camelCase,
	canonicalWord,
	isReserved,
	plural,
	singular,
	titleCase,
	wordsOf,
} from './words';

/**
 * How an operation asks, and what it makes of the answer: `list` reads page by page, `rows` the one page that it asks
 * for, `read` one object, `any` whatever comes.
 */
export type Work = 'list' | 'rows' | 'read' | 'any' | 'write' | 'delete';

/** A parameter of the panel. */
export interface Parameter {
	/** Saved in workflows. */
	name: string;
	place: 'path' | 'query' | 'body';
	field: Field;
	published: PublishedField;
}

/** An operation that is made from a request. */
export interface Adopted {
	resource: ResourceName;
	operation: OperationName;
	description: string;
	endpoint: Endpoint;
	work: Work;
	parameters: Parameter[];
	request: PublishedRequest;
}

/** What numbers a page, and what says how many rows it has. */
const PAGE = /^(page|page_?number|page_?no)$/i;
const PAGE_SIZE = /^(per_?page|page_?size|page_?limit|limit|size)$/i;

/** Other ways to name a part of a list. */
const PART = /^(limit|offset|skip|start|from|cursor|after|before|top|.*page.*)$/i;

/** Names that the panel has for something else. */
const TAKEN = new Set(
	'resource operation authentication options additionalFields updateFields filters queryFields extraFields extraQuery returnAll limit simplify body binaryPropertyName'.split(
		' ',
	),
);

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const MAX_DESCRIPTION = 250;

/**
 * Makes an operation of a request.
 *
 * @param table what is known, for the IDs that can be chosen from a list
 * @param spoken the words of all paths
 * @param known the row that it has already, by the names of its resource and operation; their names stay
 * @param isTaken whether an operation has a name already
 */
export function adopt(
	request: PublishedRequest,
	table: Table,
	spoken: Set<string>,
	known: { resource: ResourceName; operation: string; endpoint: Endpoint } | undefined,
	isTaken: (resource: string, operation: string) => boolean,
): Adopted {
	const work = workOf(request);
	const resource = known?.resource ?? sameResource(resourceName(request, spoken), table);
	const names = operationNames(request, resource, ['list', 'rows'].includes(work));
	const isOwn = ({ value }: OperationName) =>
		known ? value === known.operation : !isTaken(resource.value, value);
	const operation = names.find(isOwn) ?? { ...names[0], value: known?.operation ?? names[0].value };
	const parameters = parametersOf(request, table, known?.endpoint);
	const noun = resource.name.toLowerCase();
	const path = parameters
		.filter(({ place }) => place === 'path')
		.reduce((filled, { name }) => filled.replace('{}', `{${name}}`), request.path);
	const body = fieldsOf(parameters, 'body');
	const query = fieldsOf(parameters, 'query');
	const encoding = ['multipart', 'urlencoded'].includes(request.bodyKind)
		? { encoding: request.bodyKind as 'multipart' | 'urlencoded' }
		: {};
	const endpoint: Endpoint = {
		method: request.method as Endpoint['method'],
		path,
		evidence: 'documented',
		rateClass: rateClassOf(request),
		caller: callerOf(request.description),
		right: rightOf(operation, work, noun),
		subject: noun,
		...encoding,
		...(work === 'list' && !query?.page && { paging: 'linked' as const }),
		...(work === 'rows' && { paging: 'linked' as const }),
		...(body && { body }),
		...(query && { query }),
	};
	return {
		resource,
		operation,
		description: descriptionOf(request, operation),
		endpoint: known ? kept(known.endpoint, endpoint) : endpoint,
		work,
		parameters,
		request,
	};
}

/**
 * A resource that is known: names that differ in no more than spelling are one (on some systems their files are), and so
 * is what a known list has as its path.
 */
function sameResource(resource: ResourceName, table: Table): ResourceName {
	const own = canonicalWord(resource.value);
	const known =
		Object.keys(table.endpoints).find((value) => canonicalWord(value) === own) ??
		kindAt(resource.value, table);
	if (known === undefined || known === resource.value) return resource;
	return { value: known, name: titleCase(wordsOf(known)) };
}

/** What a maintainer made of a row stays; only what the collection alone can know is taken from it. */
function kept(known: Endpoint, now: Endpoint): Endpoint {
	const { evidence, body, query } = now;
	return {
		...known,
		evidence,
		...(body && { body: { ...known.body, ...body } }),
		...(query && { query: { ...known.query, ...query } }),
	};
}

function workOf(request: PublishedRequest): Work {
	const { method, path, answer, query, name } = request;
	if (method === 'DELETE') return 'delete';
	if (method !== 'GET') return 'write';
	const last = path.slice(path.lastIndexOf('/') + 1);
	const isOne = last === '{}';
	const body = answer?.body;
	if (isOne || (isObject(body) && !holdsList(body, last))) return isObject(body) ? 'read' : 'any';
	const names = query.map((field) => field.name);
	const isPaged = names.some((one) => PAGE.test(one));
	const isListed =
		Array.isArray(body) ||
		isObject(body) ||
		((isPaged || /\b(all|list|lists|many)\b/i.test(name)) && singular(last) !== last);
	if (!isListed) return 'any';
	return isPaged || !names.some((one) => PART.test(one)) ? 'list' : 'rows';
}

/** Whether an answer holds rows, and nothing else that would be lost. */
function holdsList(body: Record<string, unknown>, last: string): boolean {
	const inner = isObject(body.data) ? body.data : body;
	return Object.entries(inner).some(
		([key, value]) =>
			(['data', 'items', 'results'].includes(key) || canonicalWord(key) === canonicalWord(last)) &&
			Array.isArray(value) &&
			value.every(isObject),
	);
}

function parametersOf(
	request: PublishedRequest,
	table: Table,
	known: Endpoint | undefined,
): Parameter[] {
	const taken = new Set<string>();
	const unique = (name: string) => {
		const free = freeName(name, taken);
		taken.add(free);
		return free;
	};
	const knownPath = [...(known?.path.matchAll(/\{(\w+)\}/g) ?? [])].map(([, name]) => name);
	const path = pathNames(request, table).map((name, at): Parameter => {
		const published = request.parameters[at];
		const own = knownPath[at] ?? unique(name);
		taken.add(own);
		const isId = /(id|uuid)\d*$/i.test(own) && /^[\w-]*$/.test(String(published.example ?? ''));
		const field = { sent: own, evidence: 'documented', kind: isId ? 'id' : 'text' } as const;
		return { name: own, place: 'path', field, published };
	});
	const rest = (['query', 'body'] as const).flatMap((place) =>
		request[place].map((published): Parameter => {
			const before = Object.entries<Field>(known?.[place] ?? {}).find(
				([, field]) => field.sent === published.name,
			);
			const paged = place === 'query' && pageName(published.name, request);
			const name =
				before?.[0] ??
				(paged || unique(camelCase(wordsOf(published.name)) || `field${taken.size}`));
			taken.add(name);
			return { name, place, field: fieldOf(published, name, before?.[1], table, place), published };
		}),
	);
	return [...path, ...rest, ...unpublishedParameters(known)];
}

/** A name that the panel has for nothing yet. */
function freeName(name: string, taken: Set<string>): string {
	const usable = isReserved(name) || TAKEN.has(name) ? `${name}Value` : name;
	let free = usable;
	for (let number = 2; taken.has(free); number++) free = `${usable}${number}`;
	return free;
}

/**
 * How the panel shows a name: of those that differ in no more than their spelling each has its number.
 *
 * @param words of the name as the API spells it
 * @param name the node's own
 */
export function labelOf(words: string[], name: string): string {
	if (words.length === 0) return titleCase(wordsOf(name));
	return titleCase([...words, numberOf(words, name)].filter(Boolean));
}

/** What tells a name from others that are made of the same words; empty where nothing does. */
export function numberOf(words: string[], name: string): string {
	const plain = camelCase(words);
	const end = name.startsWith(plain) ? name.slice(plain.length) : '';
	return /^(?:Value)?(\d+)$/.exec(end)?.[1] ?? '';
}

/** What the collection does not have any more stays in the panel, which says so. */
function unpublishedParameters(known: Endpoint | undefined): Parameter[] {
	return (['query', 'body'] as const).flatMap((place) =>
		Object.entries<Field>(known?.[place] ?? {})
			.filter(([, { unpublished }]) => unpublished)
			.map(([name, field]): Parameter => {
				const published = { name: field.sent, description: '', isRequired: false, isOff: true };
				return { name, place, field, published };
			}),
	);
}

/** How the package calls a parameter that numbers pages or says how long they are; empty for any other. */
function pageName(name: string, { query, method }: PublishedRequest): string {
	const isPaged = method === 'GET' && query.some((field) => PAGE.test(field.name));
	if (!isPaged) return '';
	const size = query.find((field) => PAGE_SIZE.test(field.name))?.name;
	if (PAGE.test(name)) return 'page';
	return name === size ? 'perPage' : '';
}

/** The names of a path's parameters: an ID of something known is called as everywhere else. */
function pathNames({ path, parameters }: PublishedRequest, table: Table): string[] {
	const parts = path.slice(1).split('/');
	let at = 0;
	return parts.flatMap((part, index) =>
		(part.match(/\{\}/g) ?? []).map(() => {
			const words = wordsOf(parameters[at++].name);
			const before =
				parts
					.slice(0, index)
					.reverse()
					.find((one) => !one.includes('{}') && wordsOf(one).length > 0) ?? '';
			const owner = wordsOf(before);
			const noun = [...owner.slice(0, -1), singular(owner[owner.length - 1] ?? 'own')];
			const kind = kindAt(before, table) ?? camelCase(noun);
			const isBare = words.length === 0 || ['id', 'uuid', 'uid'].includes(words.join(''));
			const isOwn = canonicalWord(words.join('_')) === canonicalWord(before);
			const isKnown = ['', 'id', 'uuid'].some(
				(end) => canonicalWord(words.join('_')) === `${kind}${end}`.toLowerCase(),
			);
			return isBare || isOwn || isKnown ? `${kind}Id` : camelCase(words);
		}),
	);
}

/** The kind of rows that a list with this word as its path gives. */
function kindAt(part: string, table: Table): RowKind | undefined {
	const lists = Object.values(table.endpoints).flatMap((operations) => Object.values(operations));
	return lists.find(
		({ rows, path }) =>
			rows && canonicalWord(path.slice(path.lastIndexOf('/') + 1)) === canonicalWord(part),
	)?.rows;
}

function fieldOf(
	published: PublishedField,
	name: string,
	known: Field | undefined,
	table: Table,
	place: 'query' | 'body',
): Field {
	const kind = known?.kind ?? kindOf(published, name, table, place);
	const asWords = kind === 'boolean' && place === 'query' && isWord(published.example);
	return {
		...known,
		sent: published.name,
		evidence: 'documented',
		kind,
		...(asWords && { asWords }),
		...(published.isRequired && { required: true }),
		...(published.name === '_method' && { value: String(published.example ?? 'PUT') }),
	};
}

function kindOf(
	{ example, isFile, name: sent }: PublishedField,
	name: string,
	{ rows }: Table,
	place: 'query' | 'body',
): Field['kind'] {
	if (isFile) return 'file';
	if (sent.endsWith('[]') || Array.isArray(example)) return 'list';
	if (Object.keys(rows).some((kind) => name === `${kind}Id`)) return 'id';
	if (typeof example === 'number') return 'number';
	if (typeof example === 'boolean') return 'boolean';
	if (isObject(example)) return 'object';
	if (typeof example === 'string' && ISO_TIME.test(example)) return 'date';
	if (place === 'query' && isWord(example)) return 'boolean';
	if (place === 'query' && /^\d{1,9}$/.test(String(example)) && !/id$/i.test(sent)) return 'number';
	return 'text';
}

/** Whether an example is a switch as a query holds it. */
function isWord(example: unknown): boolean {
	return /^(true|false)$/.test(String(example));
}

function fieldsOf(
	parameters: Parameter[],
	place: 'query' | 'body',
): Record<string, Field> | undefined {
	const own = parameters.filter((parameter) => parameter.place === place);
	if (own.length === 0) return undefined;
	return Object.fromEntries(own.map(({ name, field }) => [name, field]));
}

/** 50 a minute holds for uploads and recordings (documented); a text may say it of others. */
export function rateClassOf({ path, description, body }: PublishedRequest): Endpoint['rateClass'] {
	const isSlow = /\b50\s*(requests|calls)?\s*(per|a|each|\/)\s*min/i.test(description);
	const isUpload = /^\/uploads?\//.test(path) || body.some(({ isFile }) => isFile);
	const isRecording = /\/recordings?(\/|$)/.test(path);
	return isSlow || isUpload || isRecording ? 'upload' : 'default';
}

/** A text may say that only a service account may do it. */
export function callerOf(description: string): Endpoint['caller'] {
	const isOnly = description
		.split(/[.\n]/)
		.some(
			(sentence) =>
				/service accounts?/i.test(sentence) &&
				/\b(only|require[sd]?|needs?|must|restricted|exclusive(ly)?)\b/i.test(sentence) &&
				!/\bnot\b/i.test(sentence),
		);
	return isOnly ? 'serviceAccount' : 'any';
}

/** What a caller must be allowed to do, as it follows "may". */
function rightOf({ action }: OperationName, work: Work, noun: string): string {
	if (work === 'list' || work === 'rows') return `list ${plural(noun)}`;
	// The name of a request may be a question.
	if (/^(how|what|when|where|which|who|why)\b/i.test(action)) return 'make this call';
	return `${action[0].toLowerCase()}${action.slice(1)}`;
}

/** The first sentence of what the request says of itself, who may do it left aside; else its name. */
function descriptionOf(
	{ description, name }: PublishedRequest,
	{ action, name: called }: OperationName,
): string {
	const [line = ''] = readable(description).split('\n');
	const sentences = line.match(/.+?([.!?](?=\s|$)|$)/g) ?? [];
	const sentence = sentences.find((one) => callerOf(one) === 'any') ?? '';
	const isPath = /\/|[{}]/.test(name);
	const told = imperative(sentence.trim(), name) || (isPath ? '' : readable(name));
	const clean = shortened(told, MAX_DESCRIPTION).replace(/[.:]+$/, '');
	const text = `${clean.slice(0, 1).toUpperCase()}${clean.slice(1)}`;
	// A description that only says the name again is none.
	const isSaid = [action, called].some((one) => wordsOf(one).join() === wordsOf(text).join());
	return /^\p{L}.{3,}/u.test(text) && !isSaid ? text : `${action} in Claritalk`;
}

/**
 * A field for an operation that was written by hand: the panel shows it with these words.
 *
 * @param taken the names that the operation's fields have already
 * @returns the node's name for it, and the field
 */
export function shownField(
	published: PublishedField,
	place: 'query' | 'body',
	resource: string,
	table: Table,
	taken: string[],
): [name: string, field: Field] {
	const words = wordsOf(published.name);
	const name = freeName(camelCase(words) || 'field', new Set(taken));
	const field = fieldOf(published, name, undefined, table, place);
	return [
		name,
		{
			...field,
			label: labelOf(words, name),
			description: describe(
				published.description,
				field.kind,
				words.length > 0 ? words : wordsOf(name),
				place === 'body' ? `of the ${resource}` : 'to ask for',
			),
		},
	];
}

/** An example of every field that is sent, as the collection shows it or as its kind asks for. */
export function exampleOf({ field: { kind, value }, published }: Parameter): unknown {
	const given = safeExample(published.example, published.name);
	if (value !== undefined) return value;
	switch (kind) {
		case 'boolean':
			return given === undefined ? true : String(given) === 'true';
		case 'number':
			return given === undefined ? 1 : Number(given);
		case 'object':
			return isObject(given) && Object.keys(given).length > 0 ? given : { name: 'example' };
		case 'list':
			return Array.isArray(given) && given.length > 0 ? given : [given ?? 'example'].flat();
		case 'date':
			return String(given ?? '2026-03-01T10:00:00Z').replace(/\.0+Z$/, 'Z');
		case 'id':
			return /^[\w-]+$/.test(String(given ?? '')) ? String(given) : 'id-1';
		case 'url':
			return given ?? 'https://example.com';
		case 'file':
			return undefined;
		case 'text':
			return String(given ?? '').trim() || 'example';
	}
}
