import type { PublishedRequest } from '../collection/read';
import { decoded } from '../collection/text';
import { withoutSecrets } from './secrets';
import {
	camelCase,
	canonicalWord,
	isReserved,
	plural,
	singular,
	titleCase,
	withArticle,
	wordsOf,
} from './words';

/** A resource: as it is saved in workflows, and as the panel shows it. */
export interface ResourceName {
	value: string;
	name: string;
}

/** An operation: as it is saved in workflows, and what the panel says of it. */
export interface OperationName {
	value: string;
	name: string;
	action: string;
}

/** Folders that say nothing of what is in them. */
const GENERAL =
	/^(the )?(claritalk ?)?(api|rest|rest api|endpoints?|requests?|general|default|main|public|v\d.*)( v\d.*)?$/i;

/** Parts of a path that say nothing of what it is about. */
const PREFIX = /^(api|rest|v\d[\w.]*|\{\})$/i;

/** Names that the folder of the resources has for something else. */
const TAKEN = new Set(['api', 'index', 'operation', 'searchableGetMany']);

const FILLERS = new Set(
	's a an and by for from given id in it its of on specific specified the their this to with'.split(
		' ',
	),
);

/** What requests begin with, and the word that the package uses for it. */
const VERBS = new Map([
	...verbs(
		'get',
		'fetch fetches find gets list lists read reads retrieve retrieves return returns show shows view views',
	),
	...verbs(
		'create',
		'add adds creates insert inserts post register registers save saves store stores',
	),
	...verbs('update', 'change changes edit edits modify modifies patch put set sets updates'),
	...verbs('delete', 'deletes destroy destroys remove removes'),
]);

const METHOD_VERBS: Record<string, string> = {
	DELETE: 'delete',
	GET: 'get',
	PATCH: 'update',
	POST: 'create',
	PUT: 'update',
};

const MAX_WORDS = 5;
const MAX_ACTION = 70;

/** More requests than these do not get one name. */
const MOST_ALIKE = 50;

function verbs(verb: string, others: string): Array<[other: string, verb: string]> {
	return others.split(' ').map((other) => [other, verb]);
}

/**
 * What a request is about: its innermost folder that says so, else the first part of its path.
 *
 * @param spoken the words of all paths, in the singular: only what they say too is known to be English
 */
export function resourceName(request: PublishedRequest, spoken: Set<string>): ResourceName {
	const statics = staticParts(request.path).filter((part) => wordsOf(part).length > 0);
	const folder = [...request.folders].reverse().map(withoutNumber).find(isTelling);
	const isEnglish = (words: string[]) => spoken.has(singular(words[words.length - 1]));
	// A folder in another language than the path, where the path has a word for what it is about.
	const isBetter = folder !== undefined && statics.length === 1 && !isEnglish(wordsOf(folder));
	const given = isBetter ? statics[0] : (folder ?? statics[0] ?? 'other');
	const words = wordsOf(given).slice(0, MAX_WORDS);
	const own = isEnglish(words) ? [...words.slice(0, -1), singular(words[words.length - 1])] : words;
	const value = camelCase(own);
	return {
		value: isReserved(value) || TAKEN.has(value) ? `${value}Resource` : value,
		// What has letters of its own stays as it is written.
		name: isEnglish(words) || /^[ -~]+$/.test(given) ? titleCase(own) : given,
	};
}

/** The words of the paths of all requests, in the singular. */
export function spokenWords(requests: PublishedRequest[]): Set<string> {
	return new Set(requests.flatMap(({ path }) => staticParts(path).flatMap(wordsOf).map(singular)));
}

/**
 * What a request is called, the best name first: all of them are different, but each may be taken.
 *
 * @param isList whether it gives several
 */
export function operationNames(
	request: PublishedRequest,
	resource: ResourceName,
	isList: boolean,
): OperationName[] {
	const noun = resource.name.toLowerCase();
	const last = request.path.slice(request.path.lastIndexOf('/') + 1);
	const isSeveral = isList || (request.method === 'GET' && singular(last) !== last);
	const usual = usualVerb(request, resource, isSeveral);
	const name = withoutSecrets(request.name) === request.name ? request.name : '';
	const told = toldWords(name, resource, isSeveral);
	const behind = pathWords(request.path, resource);
	const isAct = request.method === 'POST' && last !== '{}';
	const byPath = isAct ? behind : [METHOD_VERBS[request.method], ...behind];
	const byMethod = [request.method.toLowerCase(), ...behind];
	const sentence = sentenceOf(name);
	const pathAction = (words: string[]) =>
		isAct ? `${phraseOf(words)} ${withArticle(noun)}` : `${phraseOf(words)} (${noun})`;
	const numbered = Array.from({ length: MOST_ALIKE }, (_, at) => [...byMethod, String(at + 2)]);
	return [
		...(usual ? [named(usual, usualAction(usual, noun))] : []),
		...(told.length > 0 ? [named(told, sentence ?? phraseOf(told))] : []),
		...[byPath, byMethod, ...numbered]
			.filter((words) => words.length > 0)
			.map((words) => named(words, sentence ?? pathAction(words))),
	].filter(({ value }) => value !== '');
}

/**
 * A text that begins with what a request does, as "Changes a title", as the package says it: "Change a title"; any
 * other as it is.
 *
 * @param name of the request, which may begin with the same verb
 */
export function imperative(text: string, name: string): string {
	const [first = ''] = /^\w+/.exec(text) ?? [];
	const verb = singular(first);
	const isVerb = VERBS.has(first.toLowerCase()) || wordsOf(name)[0] === verb.toLowerCase();
	return isVerb ? `${verb}${text.slice(first.length)}` : text;
}

/** `Get trashed` */
function phraseOf(words: string[]): string {
	const [first, ...rest] = words;
	return [titleCase([first]), ...rest].join(' ');
}

function named(words: string[], action: string): OperationName {
	return { value: camelCase(words), name: titleCase(words), action };
}

/** What the usual calls of a REST API are called; undefined for any other. */
function usualVerb(
	{ method, path, body }: PublishedRequest,
	resource: ResourceName,
	isList: boolean,
): string[] | undefined {
	const parts = path.slice(1).split('/');
	const statics = staticParts(path);
	const own = statics[statics.length - 1] ?? '';
	const isOwn = statics.length === 1 || isSame(own, resource.value);
	if (!isOwn) return undefined;
	const isOne = parts[parts.length - 1] === '{}';
	if (isOne && parts[parts.length - 2] === '{}') return undefined;
	// Laravel's way to send a form with PUT.
	const told = body.find(({ name }) => name === '_method')?.example;
	const verb = METHOD_VERBS[String(told).toUpperCase()] ?? METHOD_VERBS[method];
	if (isOne) return verb === 'create' ? undefined : [verb];
	if (verb === 'get') return isList ? ['get', 'many'] : ['get'];
	return verb === 'create' || statics.length === 1 ? [verb] : undefined;
}

function usualAction(words: string[], noun: string): string {
	if (words[1] === 'many') return `Get many ${plural(noun)}`;
	return `${titleCase(words)} ${withArticle(noun)}`;
}

/** The words that tell a request from the others of its resource. */
function toldWords(name: string, resource: ResourceName, isSeveral: boolean): string[] {
	if (name.includes('/') && /[{}]|^\S*\/|\s\/?\w+\//.test(name)) return [];
	const [first, ...rest] = wordsOf(withoutNumber(name));
	if (!first) return [];
	const telling = rest.filter((word) => !FILLERS.has(word));
	const own = wordsOf(resource.value).map(singular);
	const others = telling.filter((word) => !own.includes(singular(word)));
	const words = [VERBS.get(first) ?? first, ...others.filter((word) => word !== 'all')];
	if (words.join() === 'get' && isSeveral) words.push('many');
	return words.slice(0, MAX_WORDS);
}

/** The words of a path behind the resource's own. */
function pathWords(path: string, resource: ResourceName): string[] {
	const parts = staticParts(path);
	const own = resource.value.replace(/Resource$/, '');
	const behind = parts.slice(parts.findIndex((part) => isSame(part, own)) + 1);
	return behind.flatMap(wordsOf).slice(-MAX_WORDS + 1);
}

/** A request's name as a sentence without its full stop; undefined where it is none. */
function sentenceOf(name: string): string | undefined {
	const text = withoutNumber(name).replace(/\s+/g, ' ').replace(/\.$/, '').trim();
	const isSentence = /^\p{L}[\p{L}\p{N} ',()&-]+$/u.test(text) && text.length <= MAX_ACTION;
	return isSentence ? `${text[0].toUpperCase()}${text.slice(1)}` : undefined;
}

function staticParts(path: string): string[] {
	return path
		.slice(1)
		.split('/')
		.filter((part) => !PREFIX.test(part))
		.map(decoded);
}

function isSame(one: string, other: string): boolean {
	return canonicalWord(one) === canonicalWord(other);
}

function isTelling(folder: string): boolean {
	return wordsOf(folder).length > 0 && !/[/{}:]/.test(folder) && !GENERAL.test(folder);
}

/** `2. Card Issuance` → `Card Issuance` */
function withoutNumber(text: string): string {
	return text.replace(/^\s*\d+(\.\d+)*[.):]?\s+(?=\S)/, '').trim();
}
