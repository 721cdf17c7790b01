import { type Address, readAddress } from './address';
import { type Body, type BodyKind, readBody } from './body';
import { isObject, plainText, saysRequiredOf, textOf } from './text';
import { tolerantJson } from './tolerantJson';

/** A parameter of a path or query, or a field of a body, as a collection shows it. */
export interface PublishedField {
	/** As the API spells it. */
	name: string;
	/** The value that it is shown with; undefined where there is none, or a variable. */
	example?: unknown;
	/** Plain text, empty where nothing is said. */
	description: string;
	isRequired: boolean;
	isFile?: boolean;
	/** Whether it is only shown as possible: it is not sent by the example. */
	isOff?: boolean;
}

/** One call that a collection describes, by one request or several. */
export interface PublishedRequest {
	method: string;
	/** Relative to `/api`, each parameter as `{}`: `/meetings/{}` */
	path: string;
	/** In their order. */
	parameters: PublishedField[];
	query: PublishedField[];
	bodyKind: BodyKind;
	body: PublishedField[];
	/** A body that is a list. */
	list?: unknown;
	name: string;
	/** The folders that it stands in, from outside. */
	folders: string[];
	/** Plain text. */
	description: string;
	/** What it was answered with, when that was a success. */
	answer?: PublishedAnswer;
}

export interface PublishedAnswer {
	status: number;
	/** The JSON; undefined where there was no content, or none that is JSON. */
	body?: unknown;
	/** Whether it is a file. */
	isFile: boolean;
}

/** A request that is no call of its own, and why. */
export interface LeftOut {
	/** `Folder / Name` */
	title: string;
	reason: string;
}

/** What a collection says. */
export interface Published {
	/** How many requests stand in it. */
	count: number;
	requests: PublishedRequest[];
	leftOut: LeftOut[];
}

const METHODS = ['DELETE', 'GET', 'PATCH', 'POST', 'PUT'];

/** A request as it stands there, before it is known what it is a part of. */
interface Entry {
	title: string;
	request: PublishedRequest;
	address: Address;
	problem?: string;
}

/** A folder or a request, as the file has it. */
type Node = Record<string, unknown>;

/**
 * Reads the requests of a Postman collection (format v2.0 or v2.1, folders nested as deep as they are). One that
 * stands there several times is given once, with all its fields; what is no call of the API is left out and named.
 *
 * @param json the parsed file, or Postman's own export that wraps it in `collection`
 * @throws Error with one line when it is no collection
 */
export function readCollection(json: unknown): Published {
	const definition = unwrap(json);
	const entries = entriesIn(definition.item, [], variablesOf(definition));
	const leftOut: LeftOut[] = [];
	const byCall = new Map<string, PublishedRequest>();
	for (const { title, request, address, problem } of entries) {
		const reason = problem ?? placeProblem(address, entries);
		const call = `${request.method} ${request.path}`;
		const known = byCall.get(call);
		if (reason) leftOut.push({ title, reason });
		else if (known) leftOut.push({ title, reason: `the same call as "${known.name}": ${call}` });
		if (!reason) byCall.set(call, known ? merged(known, request) : request);
	}
	return { count: entries.length, requests: [...byCall.values()], leftOut };
}

function unwrap(json: unknown): Node & { item: unknown[] } {
	const outer = json as Node | null;
	const inner = (outer?.collection ?? outer) as Node | null;
	if (!Array.isArray(inner?.item)) throw new Error('it is no Postman collection: it has no "item"');
	return inner as Node & { item: unknown[] };
}

function variablesOf({ variable }: Node): Map<string, string> {
	const list = Array.isArray(variable) ? variable.filter(isObject) : [];
	return new Map(list.map(({ key, id, value }) => [textOf(key ?? id), textOf(value)]));
}

function entriesIn(items: unknown[], folders: string[], variables: Map<string, string>): Entry[] {
	return items.filter(isObject).flatMap((item) => {
		const name = typeof item.name === 'string' ? item.name.trim() : '';
		const inside = new Map([...variables, ...variablesOf(item)]);
		if (Array.isArray(item.item)) return entriesIn(item.item, [...folders, name], inside);
		return [entryOf(item, name, folders, inside)];
	});
}

function entryOf(
	item: Node,
	name: string,
	folders: string[],
	variables: Map<string, string>,
): Entry {
	const request = isObject(item.request) ? item.request : { url: item.request };
	const address = readAddress(request.url, variables);
	const method = textOf(request.method ?? 'GET').toUpperCase();
	// A GET has none: what stands there was left behind when its kind was chosen.
	const given = method === 'GET' ? undefined : request.body;
	const body = readBody(given, headerOf(request.header, 'content-type'));
	const description = plainText(request.description ?? item.description);
	const answer = answerOf(item.response);
	const withRequired = (field: PublishedField): PublishedField => ({
		...field,
		isRequired: field.isRequired || saysRequiredOf(description, field.name),
	});
	return {
		title: [...folders, name || `${method} ${address.path}`].join(' / '),
		address,
		request: {
			method,
			path: address.path,
			parameters: address.parameters,
			query: byName(address.query).map(withRequired),
			bodyKind: body.kind,
			body: byName(body.fields).map(withRequired),
			...(body.kind === 'list' && { list: body.example }),
			// Many queries are one call.
			name: body.isGraphql ? 'Send a GraphQL query' : name,
			folders,
			description,
			...(answer && { answer }),
		},
		problem: problemOf(item, method, address, body, answer),
	};
}

function problemOf(
	item: Node,
	method: string,
	{ path, query }: Address,
	body: Body,
	answer: PublishedAnswer | undefined,
): string | undefined {
	if (!item.request) return 'it holds no request';
	if (!METHODS.includes(method)) return `the node cannot send ${method}`;
	if (path === '/') return 'its address has no path';
	if (/^\/oauth\//.test(path)) return 'it is a step of the OAuth login, which the credentials do';
	if (path.split('/').some((segment) => /^\.{1,2}$/.test(segment))) {
		return 'its path has a "." or ".." part';
	}
	if (answer?.isFile) {
		return 'it answers with a file: use API › Request, with File as Response Format';
	}
	// A member that every object has: JavaScript does not let it be set, and many servers refuse it.
	if ([...query, ...body.fields].some(({ name }) => name === '__proto__')) {
		return 'the node cannot send a field that is called __proto__';
	}
	return body.problem;
}

/** Where a host has `/api`, what stands beside it belongs to no API. */
function placeProblem(address: Address, entries: Entry[]): string | undefined {
	const isBeside = entries.some(
		(other) => other.address.isUnderApi && other.address.host === address.host,
	);
	return isBeside && !address.isUnderApi ? 'its path is outside /api' : undefined;
}

/** One call that stands there twice: a field is required where every one with a body has it so. */
function merged(known: PublishedRequest, other: PublishedRequest): PublishedRequest {
	const bodyKind = known.bodyKind === 'none' ? other.bodyKind : known.bodyKind;
	const isSameBody = [known.bodyKind, 'none'].includes(other.bodyKind);
	const isRicher = ['none', 'any'].includes(known.bodyKind) && other.body.length > 0;
	const body = isRicher ? other.body : isSameBody ? union(known.body, other.body) : known.body;
	return {
		...known,
		bodyKind: isRicher ? other.bodyKind : bodyKind,
		body,
		list: known.list ?? other.list,
		query: union(known.query, other.query),
		parameters: known.parameters.map((parameter, at) => ({
			...parameter,
			name: parameter.name || other.parameters[at].name,
			example: parameter.example ?? other.parameters[at].example,
			description: parameter.description || other.parameters[at].description,
		})),
		description: known.description || other.description,
		answer: known.answer?.body === undefined ? (other.answer ?? known.answer) : known.answer,
	};
}

function union(some: PublishedField[], more: PublishedField[]): PublishedField[] {
	return byName([
		...some,
		...more.map((field) => ({
			...field,
			isOff: !some.some(({ name }) => name === field.name) || field.isOff,
			isRequired: false,
		})),
	]).map((field) => ({
		...field,
		isRequired:
			field.isRequired && (more.length === 0 || more.some(({ name }) => name === field.name)),
	}));
}

/** Each field once; a repeated one is a list. */
function byName(fields: PublishedField[]): PublishedField[] {
	const found = new Map<string, PublishedField>();
	for (const field of fields) {
		const known = found.get(field.name);
		found.set(
			field.name,
			known
				? {
						...known,
						example: known.example ?? field.example,
						description: known.description || field.description,
						isOff: known.isOff && field.isOff,
					}
				: field,
		);
	}
	return [...found.values()];
}

/** The first saved answer that is a success. */
function answerOf(saved: unknown): PublishedAnswer | undefined {
	const answers = Array.isArray(saved) ? saved.filter(isObject) : [];
	const answer = answers.find(({ code }) => typeof code === 'number' && code >= 200 && code < 300);
	if (!answer) return undefined;
	const type = headerOf(answer.header, 'content-type');
	const body = typeof answer.body === 'string' ? tolerantJson(answer.body) : undefined;
	const isFile = /^(audio|video|image)\/|pdf|octet-stream|zip|text\/(csv|vtt)/i.test(type);
	return { status: answer.code as number, body, isFile };
}

function headerOf(headers: unknown, name: string): string {
	const list = Array.isArray(headers) ? headers.filter(isObject) : [];
	const found = list.find(({ key }) => textOf(key).toLowerCase() === name);
	return textOf(found?.value);
}
