import type { Endpoint, Field, Table } from '../../nodes/api/facts';
import type { PublishedField, PublishedRequest } from '../collection/read';
import type { Maps } from './maps';
import { canonicalWord, wordsOf } from './words';

/** A row of the table. */
export interface Row {
	resource: string;
	operation: string;
	endpoint: Endpoint;
}

/** Something that only a person can decide: an argument for `--map` that may be right, and others. */
export interface Question {
	about: string;
	map: string;
	others: string[];
}

/** Which request a row stands for; undefined where none does. */
export interface Match {
	row: Row;
	request?: PublishedRequest;
}

export function rowsOf(table: Table): Row[] {
	return Object.entries(table.endpoints).flatMap(([resource, operations]) =>
		Object.entries(operations).map(([operation, endpoint]) => ({ resource, operation, endpoint })),
	);
}

/** `GET /meetings/{}` */
export function callOf({ method, path }: { method: string; path: string }): string {
	return `${method} ${path.replace(/\{\w*\}/g, '{}')}`;
}

/**
 * Finds the request that each row stands for: the same call, what a map says, or the only one that is the same but for
 * its spelling or an alternative that the table keeps.
 *
 * @throws Error with one line for a map that cannot be
 */
export function matchRows(
	table: Table,
	requests: PublishedRequest[],
	maps: Maps,
): { matches: Match[]; questions: Question[] } {
	const rows = rowsOf(table);
	const byCall = new Map(requests.map((request) => [callOf(request), request]));
	const found = new Map<Row, PublishedRequest | undefined>();
	for (const row of rows) {
		const ours = callOf(row.endpoint);
		const told = maps.calls.get(ours);
		if (told !== undefined) {
			const problem = told === '-' ? undefined : callProblem(ours, told, byCall.has(told));
			if (problem) throw new Error(`--map '${ours}=${told}': ${problem}`);
			found.set(row, byCall.get(told));
		} else if (byCall.has(ours)) {
			found.set(row, byCall.get(ours));
		}
	}
	const isMapped = ({ endpoint }: Row) => maps.calls.has(callOf(endpoint));
	refuseTwice(found, isMapped, ({ endpoint }) => callOf(endpoint), callOf);
	const claimed = new Set(found.values());
	const free = requests.filter((request) => !claimed.has(request));
	const open = rows.filter((row) => !found.has(row));
	const candidates = new Map(
		open.map((row) => [row, free.filter((request) => isSpelledOtherwise(row, request, rows))]),
	);
	for (const [row, [request, ...more]] of candidates) {
		const rivals = [...candidates].filter(([, others]) => others.includes(request));
		if (request && more.length === 0 && rivals.length === 1) found.set(row, request);
	}
	const left = free.filter((request) => ![...found.values()].includes(request));
	const proposed = new Set<PublishedRequest>();
	const questions = open
		.filter((row) => !found.has(row) && !row.endpoint.unpublished)
		.flatMap((row) => questionOf(row, likely(row, left, candidates.get(row) ?? []), proposed));
	return { matches: rows.map((row) => ({ row, request: found.get(row) })), questions };
}

/** Why a call cannot be what another one is; undefined where it can. */
function callProblem(ours: string, theirs: string, isThere: boolean): string | undefined {
	if (!isThere) return `the collection has no ${theirs}`;
	const ids = [ours, theirs].map((call) => call.split('{}').length);
	if (ids[0] !== ids[1]) return 'the two do not have as many IDs';
	const isReading = [ours, theirs].map((call) => call.startsWith('GET '));
	return isReading[0] === isReading[1] ? undefined : 'one reads, and the other writes';
}

/**
 * @param found theirs by ours
 * @throws Error where a map makes two of ours one of theirs
 */
function refuseTwice<Ours, Theirs>(
	found: Map<Ours, Theirs | undefined>,
	isMapped: (ours: Ours) => boolean,
	tellOurs: (ours: Ours) => string,
	tellTheirs: (theirs: Theirs) => string,
): void {
	const before = new Map<Theirs, Ours>();
	for (const [ours, theirs] of found) {
		if (theirs === undefined) continue;
		const other = before.get(theirs);
		if (other !== undefined && (isMapped(ours) || isMapped(other))) {
			const both = `${tellOurs(other)} and ${tellOurs(ours)}`;
			throw new Error(`--map: ${both} cannot both be ${tellTheirs(theirs)}`);
		}
		before.set(theirs, ours);
	}
}

/** @param proposed what other rows may be: each of theirs is proposed once */
function questionOf(
	{ resource, operation, endpoint }: Row,
	requests: PublishedRequest[],
	proposed: Set<PublishedRequest>,
): Question[] {
	if (requests.length === 0) return [];
	const first = requests.find((request) => !proposed.has(request));
	if (first) proposed.add(first);
	const likeliest = first ? callOf(first) : '-';
	const all = [likeliest, ...requests.map(callOf), '-'];
	const ours = callOf(endpoint);
	const [map, ...others] = [...new Set(all)].map((theirs) => `${ours}=${theirs}`);
	return [{ about: `${resource}: ${operation}`, map, others }];
}

/** What a row may stand for, the likeliest first: the method is the same or also writes, and so is what it is about. */
function likely(
	{ endpoint }: Row,
	requests: PublishedRequest[],
	similar: PublishedRequest[],
): PublishedRequest[] {
	const isWrite = (method: string) => ['PATCH', 'POST', 'PUT'].includes(method);
	const own = partsOf(endpoint.path);
	const isLikely = ({ method, path }: PublishedRequest) => {
		const parts = partsOf(path);
		const isMethod =
			method === endpoint.method ||
			(isWrite(method) && isWrite(endpoint.method) && parts.join() === own.join());
		const isShape =
			parts.filter((part) => part === '').length === own.filter((part) => part === '').length;
		return (
			isMethod && isShape && parts[parts.length - 1] === own[own.length - 1] && isAbout(parts, own)
		);
	};
	return [...new Set([...similar, ...requests.filter(isLikely)])];
}

function isAbout(parts: string[], own: string[]): boolean {
	return own.filter((part) => part !== '').every((part) => parts.includes(part));
}

/** Whether a request is a row's call but for the spelling, or by an alternative that the table keeps. */
function isSpelledOtherwise(row: Row, request: PublishedRequest, rows: Row[]): boolean {
	if (request.method !== row.endpoint.method) return false;
	const spelled = (path: string) =>
		path
			.slice(1)
			.split('/')
			.map((part) => (part.includes('{') ? '' : withoutPrefix(part, row.resource)))
			.join('/');
	return pathsOf(row, rows).some((path) => spelled(path) === spelled(request.path));
}

/** A row's path and its alternatives, also those that another row has for the beginning of it. */
function pathsOf({ endpoint: { path, alternatives = [] } }: Row, rows: Row[]): string[] {
	const beginnings = rows.flatMap(({ endpoint }) =>
		path.startsWith(`${endpoint.path}/`)
			? (endpoint.alternatives ?? []).map((other) => `${other}${path.slice(endpoint.path.length)}`)
			: [],
	);
	return [path, ...alternatives, ...beginnings];
}

function partsOf(path: string): string[] {
	return path
		.slice(1)
		.split('/')
		.map((part) => (part.includes('{') ? '' : canonicalWord(part)));
}

/** A name in its normalised words, without the name of its resource before it. */
function withoutPrefix(name: string, resource: string): string {
	const whole = canonicalWord(name);
	const prefix = canonicalWord(resource);
	return whole.startsWith(prefix) && whole !== prefix ? whole.slice(prefix.length) : whole;
}

/** What the collection says of a row's fields. */
export interface FieldMatches {
	/** The row, spelled as the collection does. */
	endpoint: Endpoint;
	/** What is sent under another name now: `locale → language`. */
	respelled: string[];
	/** What the collection does not have. */
	unpublished: string[];
	/** What the row does not have yet. */
	more: Array<{ place: 'body' | 'query'; published: PublishedField }>;
	questions: Question[];
}

/**
 * Holds a row against its request, field by field.
 *
 * @throws Error with one line for a map that cannot be
 */
export function matchFields(row: Row, request: PublishedRequest, maps: Maps): FieldMatches {
	const result: FieldMatches = {
		endpoint: documented(row.endpoint, request),
		respelled: [],
		unpublished: [],
		more: [],
		questions: [],
	};
	for (const place of ['body', 'query'] as const) matchPlace(row, request, place, maps, result);
	return result;
}

function documented(endpoint: Endpoint, request: PublishedRequest): Endpoint {
	const names = [...endpoint.path.matchAll(/\{\w+\}/g)].map(([name]) => name);
	let at = 0;
	const path = request.path.replace(/\{\}/g, () => names[at++] ?? '{}');
	// The web addresses of what is behind a path may go on with the name that was expected.
	const alternatives = [endpoint.path, ...(endpoint.alternatives ?? [])].filter(
		(one) => one !== path,
	);
	return {
		...endpoint,
		unpublished: undefined,
		method: request.method as Endpoint['method'],
		path,
		alternatives: alternatives.length > 0 ? alternatives : undefined,
		evidence: 'documented',
	};
}

function matchPlace(
	row: Row,
	request: PublishedRequest,
	place: 'body' | 'query',
	maps: Maps,
	result: FieldMatches,
): void {
	const ours = callOf(row.endpoint);
	const told = new Map([
		...(maps.fields.get(ours) ?? []),
		...(maps.fields.get(callOf(request)) ?? []),
	]);
	const published = request[place];
	const fields: Record<string, Field> = row.endpoint[place] ?? {};
	const known = Object.entries(fields);
	const decisionOf = (name: string) => told.get(name) ?? told.get(fields[name].sent);
	// An example without any states nothing of them.
	if (published.length === 0) return;
	const found = new Map<string, PublishedField>();
	const gone = new Set<string>();
	for (const [name, { sent, kind }] of known) {
		const decided = decisionOf(name);
		const wanted = decided ?? sent;
		const same = published.find((one) => one.name === wanted);
		if (same && decided !== undefined && !isAsMuchAFile(kind, same)) {
			throw new Error(`--map '${ours} ${sent}=${decided}': one is a file, and the other is none`);
		}
		if (same) found.set(name, same);
		else if (decided === '-') gone.add(name);
	}
	refuseTwice(
		found,
		(name) => decisionOf(name) !== undefined,
		(name) => `${ours} ${fields[name].sent}`,
		(one) => one.name,
	);
	const isFree = (one: PublishedField) => ![...found.values()].includes(one);
	const open = known.filter(([name]) => !found.has(name) && !gone.has(name));
	const candidates = open.map(
		([name, field]) =>
			[
				name,
				published.filter(
					(one) => isFree(one) && isFieldSpelledOtherwise(name, field, one, row.resource),
				),
			] as const,
	);
	for (const [name, [one, ...more]] of candidates) {
		const rivals = candidates.filter(([, others]) => others.includes(one));
		if (one && more.length === 0 && rivals.length === 1) found.set(name, one);
	}
	const undecided = open.filter(([name, field]) => !found.has(name) && !field.unpublished);
	const left = published.filter((one) => isFree(one) && one.name !== '_method');
	result.questions.push(...fieldQuestions(row, undecided, left, ours));
	const renewed = known.map(([name, field]) => {
		const one = found.get(name);
		if (!one) {
			if (!field.unpublished) result.unpublished.push(`${ours} ${field.sent}`);
			return [name, { ...field, unpublished: true, required: undefined }];
		}
		if (one.name !== field.sent) result.respelled.push(`${ours} ${field.sent} → ${one.name}`);
		return [name, documentedField(field, one)];
	});
	result.endpoint = { ...result.endpoint, [place]: Object.fromEntries(renewed) };
	result.more.push(
		...published
			.filter((one) => ![...found.values()].includes(one))
			.map((one) => ({ place, published: one })),
	);
}

/** A field as the collection has it. */
function documentedField(field: Field, { name, isRequired }: PublishedField): Field {
	const alternatives = field.alternatives?.filter((one) => one !== name) ?? [];
	return {
		...field,
		sent: name,
		evidence: 'documented',
		alternatives: alternatives.length > 0 ? alternatives : undefined,
		unpublished: undefined,
		...(isRequired && { required: true }),
	};
}

function isFieldSpelledOtherwise(
	name: string,
	{ sent, alternatives = [] }: Field,
	published: PublishedField,
	resource: string,
): boolean {
	const spelled = withoutPrefix(published.name, resource);
	return [sent, name, ...alternatives].some((one) => withoutPrefix(one, resource) === spelled);
}

/** The fields that may be what ours are: each of theirs is proposed once, for that of ours which it is likest. */
function fieldQuestions(
	{ resource, operation }: Row,
	undecided: Array<[string, Field]>,
	left: PublishedField[],
	ours: string,
): Question[] {
	if (left.length === 0) return [];
	const proposed = new Map<string, string>();
	const pairs = undecided
		.flatMap(([name, field]) =>
			left.map((one) => ({ name, one, score: likeness(name, field, one) })),
		)
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score);
	for (const { name, one } of pairs) {
		if (proposed.has(name) || [...proposed.values()].includes(one.name)) continue;
		proposed.set(name, one.name);
	}
	return undecided.map(([name, { sent, kind }]) => {
		const first = proposed.get(name) ?? '-';
		const possible = left.filter((one) => isAsMuchAFile(kind, one)).map((one) => one.name);
		const others = [...possible, '-'].filter((one) => one !== first);
		return {
			about: `${resource}: ${operation}, field ${sent}`,
			map: `${ours} ${sent}=${first}`,
			others: others.map((one) => `${ours} ${sent}=${one}`),
		};
	});
}

/** How like a field of theirs is to one of ours: common words, then common letters; 0 where their kinds differ. */
function likeness(name: string, { sent, kind }: Field, published: PublishedField): number {
	const { name: theirs, example } = published;
	if (!isAsMuchAFile(kind, published)) return 0;
	if (kind === 'object' && typeof example === 'string') return 0;
	if (kind !== 'object' && typeof example === 'object') return 0;
	const words = wordsOf(theirs);
	const common = wordsOf(sent).filter((word) => words.includes(word) && word !== 'id').length;
	const letters = new Set(canonicalWord(theirs));
	const own = [...new Set(canonicalWord(name))];
	const share =
		own.filter((letter) => letters.has(letter)).length / Math.max(own.length, letters.size);
	return common + (share >= 0.5 ? share : 0);
}

function isAsMuchAFile(kind: Field['kind'], { isFile = false }: PublishedField): boolean {
	return (kind === 'file') === isFile;
}
