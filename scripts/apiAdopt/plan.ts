import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Endpoint, Field, Table } from '../../nodes/api/facts';
import type { AdoptedExample, AdoptedParts } from '../../test/sandbox/adopted';
import type { Spelling } from '../../test/sandbox/spelling';
import type { Published, PublishedRequest } from '../collection/read';
import { formatted } from '../formatted';
import { type Adopted, adopt, shownField } from './adopted';
import { exampleOfOperation } from './examples';
import {
	readResourceIndex,
	registryFile,
	type ResourceIndex,
	resourceIndexFile,
} from './indexFiles';
import { linted } from './linted';
import type { Maps } from './maps';
import { callOf, type Match, matchFields, matchRows, type Question } from './matching';
import { spokenWords } from './naming';
import { exportName, operationFile } from './operationFile';
import { documentRows } from './rowNames';
import { tableFile } from './tableFile';
import { snakeCase, wordsOf } from './words';

const RESOURCES = 'nodes/Claritalk/resources';
const TABLE = 'nodes/api/table.ts';
/** The table before the first adoption, for the tests of what is done about wrong guesses. */
const GUESSES = 'test/harness/guesses.json';
const ADOPTED = 'test/sandbox/adopted.json';

/** What an adoption does, before it does anything. */
export interface Plan {
	/** What only a person can decide; with any of them there are no files. */
	questions: Question[];
	/** What is told of it, by heading. */
	told: Map<string, string[]>;
	/** The files that are written: their texts by their paths from the root. */
	files: Map<string, string>;
}

const HEADINGS = {
	documented: 'Documented now',
	respelled: 'Spelled otherwise now',
	unpublished: 'Not published any more (marked, and kept)',
	added: 'New operations',
	more: 'New fields',
	byHand: 'To be done by hand',
	conflicts: 'Changed by hand, and in the collection too: the file is kept as it is',
};

/** Finds out what makes the package say what a collection says; nothing is written. */
export async function planAdoption(
	root: string,
	table: Table,
	published: Published,
	maps: Maps,
): Promise<Plan> {
	const { matches, questions } = matchRows(table, published.requests, maps);
	const planning = new Planning(root, table, matches, spokenWords(published.requests));
	for (const match of matches) questions.push(...planning.takeRow(match, maps));
	if (questions.length > 0) return { questions, told: planning.told, files: new Map() };
	const matched = new Set(matches.map(({ request }) => request));
	for (const request of published.requests.filter((one) => !matched.has(one)))
		planning.add(request);
	return { questions, told: planning.told, files: await planning.files() };
}

/** A plan while it is made. */
class Planning {
	readonly told = new Map<string, string[]>();
	private readonly endpoints: Record<string, Record<string, Endpoint>>;
	private readonly examples: Map<string, AdoptedExample>;
	private readonly spellings: Record<string, Spelling>;
	private readonly adopted: Adopted[] = [];
	private readonly indexes = new Map<string, ResourceIndex>();

	constructor(
		private readonly root: string,
		private readonly table: Table,
		private readonly matches: Match[],
		private readonly spoken: Set<string>,
	) {
		this.endpoints = Object.fromEntries(
			Object.entries(table.endpoints).map(([resource, operations]) => [
				resource,
				{ ...operations },
			]),
		);
		const { examples, spellings } = JSON.parse(this.read(ADOPTED)) as AdoptedParts;
		this.examples = new Map(examples.map((example) => [example.operation, example]));
		this.spellings = { ...spellings };
	}

	/** Makes a row say what the collection says of it. */
	takeRow({ row, request }: Match, maps: Maps): Question[] {
		const { resource, operation, endpoint } = row;
		if (!request) {
			if (!endpoint.unpublished)
				this.tell('unpublished', `${callOf(endpoint)} (${resource}: ${operation})`);
			this.endpoints[resource][operation] = { ...endpoint, unpublished: true };
			return [];
		}
		const {
			endpoint: said,
			respelled,
			unpublished,
			more,
			questions,
		} = matchFields(row, request, maps);
		if (questions.length > 0) return questions;
		if (endpoint.evidence !== 'documented' || endpoint.unpublished) {
			this.tell('documented', `${callOf(said)} (${resource}: ${operation})`);
		}
		if (callOf(said) !== callOf(endpoint))
			this.tell('respelled', `${callOf(endpoint)} → ${callOf(said)}`);
		for (const line of respelled) this.tell('respelled', line);
		for (const line of unpublished) this.tell('unpublished', line);
		this.endpoints[resource][operation] = said;
		for (const { published } of more) this.tell('more', `${callOf(said)} ${published.name}`);
		const address = `${resource}.${operation}`;
		if (this.examples.has(address)) {
			this.renew(resource, operation, said, request);
		} else {
			this.spellings[address] = spellingOf(request, said);
			for (const { place, published } of more) this.show(resource, operation, place, published);
		}
		return [];
	}

	/** A request that the table does not have becomes an operation. */
	add(request: PublishedRequest): void {
		const adopted = adopt(
			request,
			{ ...this.table, endpoints: this.endpoints },
			this.spoken,
			undefined,
			(resource, operation) => this.isTaken(resource, operation),
		);
		const { resource, operation, endpoint } = adopted;
		this.endpoints[resource.value] = {
			...this.endpoints[resource.value],
			[operation.value]: endpoint,
		};
		this.adopted.push(adopted);
		const index = this.indexOf(resource);
		index.operations.set(operation.value, exportName(operation.value, resource.value));
		const isBetter = index.isNew && operation.value === 'getMany';
		if (isBetter || index.defaultOperation === '') index.defaultOperation = operation.value;
		this.tell('added', `${callOf(endpoint)} → ${resource.name}: ${operation.name}`);
	}

	async files(): Promise<Map<string, string>> {
		const files = new Map<string, string>();
		const put = (path: string, text: string) => {
			if (!existsSync(join(this.root, path)) || this.read(path) !== text) files.set(path, text);
		};
		const rows = documentRows(this.table.rows, this.matches);
		const table = { ...this.table, endpoints: this.endpoints, rows };
		put(TABLE, await tableFile(this.read(TABLE), table));
		if (!existsSync(join(this.root, GUESSES))) {
			put(GUESSES, await formatted(JSON.stringify(this.table), 'json'));
		}
		for (const adopted of this.adopted) await this.makeOperation(adopted, put);
		for (const [resource, index] of this.indexes) {
			const path = `${RESOURCES}/${resource}/index.ts`;
			const text = await resourceIndexFile(index, (file) => this.nameOf(resource, file));
			put(path, await linted(this.root, join(this.root, path), text));
		}
		const registry = `${RESOURCES}/index.ts`;
		put(registry, await registryFile(this.read(registry), [...this.indexes.keys()]));
		const order = Object.entries(this.endpoints).flatMap(([resource, operations]) =>
			Object.keys(operations).map((operation) => `${resource}.${operation}`),
		);
		const examples = order.flatMap((address) => this.examples.get(address) ?? []);
		const parts: AdoptedParts = { spellings: this.spellings, examples };
		put(ADOPTED, await formatted(JSON.stringify(parts), 'json'));
		return files;
	}

	/** An operation that was adopted before. */
	private renew(
		resource: string,
		operation: string,
		endpoint: Endpoint,
		request: PublishedRequest,
	): void {
		const { name } = this.indexOf({ value: resource, name: resource });
		const known = { resource: { value: resource, name }, operation, endpoint };
		const adopted = adopt(request, this.table, this.spoken, known, () => false);
		this.endpoints[resource][operation] = adopted.endpoint;
		this.adopted.push(adopted);
	}

	/** Lets the panel of an operation that was written by hand show a field that it does not name. */
	private show(
		resource: string,
		operation: string,
		place: 'body' | 'query',
		published: PublishedRequest['body'][number],
	): void {
		const endpoint = this.endpoints[resource][operation];
		const taken = Object.keys({ ...endpoint.body, ...endpoint.query });
		const [name, field] = shownField(published, place, resource, this.table, taken);
		const fields: Record<string, Field> = { ...endpoint[place], [name]: field };
		this.endpoints[resource][operation] = { ...endpoint, [place]: fields };
		const file = `${RESOURCES}/${resource}/${operation}.ts`;
		const text = existsSync(join(this.root, file)) ? this.read(file) : '';
		const collection = place === 'query' ? /\bfilters\(/ : /\b(additionalFields|updateFields)\(/;
		const isShown =
			field.kind !== 'file' && (collection.test(text) || text.includes('searchableGetMany'));
		if (!isShown) this.tell('byHand', `${file}: a parameter for "${published.name}" (${place})`);
	}

	private async makeOperation(
		adopted: Adopted,
		put: (path: string, text: string) => void,
	): Promise<void> {
		const { resource, operation } = adopted;
		const address = `${resource.value}.${operation.value}`;
		const file = `${RESOURCES}/${resource.value}/${operation.value}.ts`;
		const text = await linted(this.root, join(this.root, file), operationFile(adopted));
		const before = this.examples.get(address);
		const now = existsSync(join(this.root, file)) ? this.read(file) : undefined;
		const isChanged = before !== undefined && (now === undefined || hashOf(now) !== before.made);
		if (isChanged && hashOf(text) !== before.made) this.tell('conflicts', file);
		if (!isChanged) put(file, text);
		this.examples.set(address, exampleOfOperation(adopted, hashOf(text)));
	}

	private isTaken(resource: string, operation: string): boolean {
		return (
			operation === 'index' ||
			Object.keys(this.endpoints[resource] ?? {}).some(
				(known) => known.toLowerCase() === operation.toLowerCase(),
			) ||
			existsSync(join(this.root, RESOURCES, resource, `${operation}.ts`))
		);
	}

	private indexOf({ value, name }: { value: string; name: string }): ResourceIndex {
		const path = `${RESOURCES}/${value}/index.ts`;
		const known = this.indexes.get(value);
		if (known) return known;
		const index: ResourceIndex = existsSync(join(this.root, path))
			? readResourceIndex(this.read(path))
			: { value, name, operations: new Map(), defaultOperation: '', isNew: true };
		this.indexes.set(value, index);
		return index;
	}

	/** How the panel calls an operation: by what is made now, else by its file. */
	private nameOf(resource: string, file: string): string {
		const made = this.adopted.find(
			(one) => one.resource.value === resource && one.operation.value === file,
		);
		if (made) return made.operation.name;
		const text = this.read(`${RESOURCES}/${resource}/${file}.ts`);
		return (
			/\bname: '([^']*)',\n\t+action:/.exec(text)?.[1] ??
			(/searchableGetMany/.test(text) ? 'Get Many' : file)
		);
	}

	private tell(heading: keyof typeof HEADINGS, line: string): void {
		const title = HEADINGS[heading];
		this.told.set(title, [...(this.told.get(title) ?? []), line]);
	}

	private read(path: string): string {
		return readFileSync(join(this.root, path), 'utf8');
	}
}

/** A request as the stand-in and its tests learn it: they call a field as the node does, in snake_case. */
function spellingOf({ method, path, body, query }: PublishedRequest, said: Endpoint): Spelling {
	const published = new Set([...body, ...query].map(({ name }) => name));
	const fields = Object.entries<Field>({ ...said.body, ...said.query })
		.filter(([, { sent, label }]) => published.has(sent) && label === undefined)
		.map(([name, { sent }]) => [snakeCase(wordsOf(name)), sent])
		.filter(([spoken, sent]) => spoken !== sent);
	return { method, path, fields: Object.fromEntries(fields) as Spelling['fields'] };
}

function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}
