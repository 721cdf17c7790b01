import type { NodePropertyTypes } from 'n8n-workflow';

import { inPanelOrder } from '../../nodes/Claritalk/fields/collections';
import { type Adopted, labelOf, numberOf, type Parameter } from './adopted';
import { Code, literal } from './printing';
import { safeExample } from './secrets';
import { describe, readable, sentence } from './texts';
import { isReserved, titleCase, withArticle, wordsOf } from './words';

/** The parameters of an operation by where they stand in its panel. */
interface Panel {
	/** Those of the path, and what is required. */
	top: Parameter[];
	/** The optional fields of the body, by the collection that holds them. */
	body: Parameter[];
	query: Parameter[];
	files: Parameter[];
}

/** What an operation's file takes from others, by file. */
type Imports = Map<string, Set<string>>;

const MAX_PLACEHOLDER = 60;

/** The name of the constant that an operation's file exports. */
export function exportName(operation: string, resource: string): string {
	return isReserved(operation)
		? `${operation}${resource[0].toUpperCase()}${resource.slice(1)}`
		: operation;
}

/** The file of an operation, as one that was written by hand looks; prettier and the linter have the last word. */
export function operationFile(adopted: Adopted): string {
	const { resource, operation, description, work } = adopted;
	const imports: Imports = new Map();
	const panel = panelOf(adopted);
	const properties = propertiesOf(adopted, panel, imports);
	const run = runOf(adopted, panel);
	const body = literal({
		value: operation.value,
		name: operation.name,
		action: operation.action,
		description,
		endpoint: new Code('endpoint'),
		output: work === 'delete' ? 'Deletion' : 'SavedAnswer',
		properties: new Code(`[${properties.join(', ')}]`),
	});
	if (/\btoItems\(/.test(run)) use(imports, '../../answerItems', 'toItems');
	use(imports, '../../../api/endpoints', 'endpoints');
	use(imports, '../operation', 'type Operation');
	return `${importsText(imports)}
const endpoint = endpoints.${resource.value}.${operation.value};

export const ${exportName(operation.value, resource.value)}: Operation = ${body.slice(0, -2)},

	${run}
};
`;
}

function panelOf({ parameters, work }: Adopted): Panel {
	const asked = parameters.filter(
		({ name, place, field }) =>
			field.value === undefined &&
			!(work === 'list' && place === 'query' && ['page', 'perPage'].includes(name)),
	);
	const isTop = ({ place, field }: Parameter) => place === 'path' || field.required === true;
	const isFile = ({ field }: Parameter) => field.kind === 'file';
	const optional = (place: Parameter['place']) =>
		asked.filter((one) => one.place === place && !isTop(one) && !isFile(one));
	return {
		top: asked.filter((one) => isTop(one) && !isFile(one)),
		body: optional('body'),
		query: optional('query'),
		files: asked.filter(isFile),
	};
}

/** Where the optional fields of a body stand; a change of nothing is refused, where they are all of it. */
function bodyCollection({ endpoint, parameters }: Adopted): string {
	const isAll = parameters.every(
		({ place, field }) => place !== 'body' || !(field.required || field.kind === 'file'),
	);
	return isAll && ['PATCH', 'PUT'].includes(endpoint.method) ? 'updateFields' : 'additionalFields';
}

function queryCollection({ endpoint }: Adopted): string {
	return endpoint.method === 'GET' ? 'filters' : 'queryFields';
}

function propertiesOf(adopted: Adopted, panel: Panel, imports: Imports): string[] {
	const { work, request } = adopted;
	const properties = panel.top.map((one) => property(one, adopted, true, imports));
	for (const one of panel.files) properties.push(fileProperty(one, panel.files.length > 1));
	if (['list', 'any'].includes(request.bodyKind)) properties.push(wholeBody(adopted));
	if (work === 'list' && !isPart(adopted)) {
		use(imports, '../../fields/returnAll', 'returnAll');
		properties.push('...returnAll');
	}
	const collection = (name: string, parameters: Parameter[], extra: string) => {
		if (parameters.length === 0) return;
		use(imports, '../../fields/collections', name);
		use(imports, '../../fields/collections', extra);
		const options = parameters.map((one) => ({
			displayName: shownLabel(one),
			name: one.name,
			type: typeOf(one),
			text: property(one, adopted, false, imports),
		}));
		const all = [...inPanelOrder(options).map(({ text }) => text), extra];
		properties.push(`${name}([${all.join(', ')}])`);
	};
	collection(bodyCollection(adopted), panel.body, 'extraFields');
	collection(queryCollection(adopted), panel.query, 'extraQuery');
	return properties;
}

/** Whether a list is asked for in parts by parameters of its own. */
function isPart({ work }: Adopted): boolean {
	return work === 'rows';
}

function property(
	parameter: Parameter,
	adopted: Adopted,
	isTop: boolean,
	imports: Imports,
): string {
	const { name, field, published } = parameter;
	const description = descriptionOf(parameter, adopted);
	const locator = field.kind === 'id' ? locatorOf(name, isTop, description, imports) : undefined;
	if (locator) return locator;
	const placeholder = placeholderOf(parameter);
	return literal({
		displayName: shownLabel(parameter),
		name,
		type: typeOf(parameter),
		...(/pass(word|code)|secret|token|api_?key/i.test(published.name) &&
			field.kind === 'text' && { typeOptions: { password: true } }),
		...(isTop && { required: true }),
		default: defaultOf(parameter),
		...(placeholder && { placeholder }),
		description,
	});
}

/** The parameter that chooses something known from a list. */
function locatorOf(
	name: string,
	isTop: boolean,
	description: string,
	imports: Imports,
): string | undefined {
	const from = '../../../shared/locators';
	if (isTop && (name === 'meetingId' || name === 'userId')) {
		const whole = name === 'meetingId' ? 'meetingLocator' : 'userLocator';
		use(imports, from, whole);
		return whole;
	}
	const makers = new Map([
		['meetingId', 'meetingField'],
		['userId', 'userField'],
		['teamId', 'teamField'],
		['dossierId', 'dossierField'],
	]);
	const maker = makers.get(name);
	if (!maker) return undefined;
	use(imports, from, maker);
	const call = `${maker}(${JSON.stringify(description)})`;
	return isTop ? `{ ...${call}, required: true }` : call;
}

function fileProperty(parameter: Parameter, isOneOfSeveral: boolean): string {
	const { name, field, published } = parameter;
	const about =
		readable(published.description) || `the file for ${published.name.replace(/\[\]$/, '')}`;
	return literal({
		displayName: isOneOfSeveral
			? `${shownLabel(parameter)} Input Binary Field`
			: 'Input Binary Field',
		name: binaryName(name, isOneOfSeveral),
		type: 'string',
		...(field.required || !published.isOff ? { required: true } : {}),
		default: field.required || !published.isOff ? 'data' : '',
		description: sentence(
			`The name of the input binary field that holds ${about[0].toLowerCase()}${about.slice(1)}; several are separated by commas`,
		),
	});
}

function binaryName(name: string, isOneOfSeveral: boolean): string {
	return isOneOfSeveral ? `${name}BinaryPropertyName` : 'binaryPropertyName';
}

function wholeBody({ request, resource }: Adopted): string {
	const isList = request.bodyKind === 'list';
	return literal({
		displayName: 'Body (JSON)',
		name: 'body',
		type: 'json',
		required: true,
		default: isList ? '[]' : '{}',
		description: `The JSON ${isList ? 'list' : 'object or list'} to send for ${withArticle(resource.name.toLowerCase())}`,
	});
}

function runOf(adopted: Adopted, panel: Panel): string {
	const { work, request, parameters } = adopted;
	const lines: string[] = [];
	const parts: string[] = [];
	const ids = parameters.filter(({ place }) => place === 'path');
	if (ids.length > 0) {
		const read = ids.map(
			({ name, field }) =>
				`${name}: parameters.${field.kind === 'id' ? 'id' : 'segment'}('${name}')`,
		);
		lines.push(`const ids = { ${read.join(', ')} };`);
		parts.push('ids');
	}
	const query = partOf(panel.top, panel.query, 'query', queryCollection(adopted));
	if (query) {
		lines.push(`const query = ${query};`);
		parts.push('query');
	}
	const body = ['list', 'any'].includes(request.bodyKind)
		? "parameters.json('body')"
		: partOf(panel.top, panel.body, 'body', bodyCollection(adopted));
	if (body) {
		lines.push(`const body = ${body};`);
		parts.push('body');
	}
	const several = panel.files.length > 1;
	for (const { name } of panel.files) {
		const source = `parameters.binaries('${binaryName(name, several)}')`;
		lines.push(`const ${name} = await Promise.all(${source}.map(file));`);
	}
	if (panel.files.length > 0) {
		const named = panel.files.map(({ name }) => `[endpoint.body.${name}.sent]: ${name}`);
		lines.push(`const files = { ${named.join(', ')} };`);
		parts.push('files');
	}
	const given = [
		'client',
		...(/parameters/.test(lines.join()) || work === 'list' ? ['parameters'] : []),
		...(panel.files.length > 0 ? ['file'] : []),
	];
	const limit = isPart(adopted) ? 'Infinity' : 'parameters.limit()';
	const filled = `endpoint, { ${parts.join(', ')} }`;
	const ends: Record<Adopted['work'], string[]> = {
		list: [listCall(query, limit, ids.length > 0)],
		rows: [listCall(query, limit, ids.length > 0)],
		read: [`return await client.read(${filled});`],
		any: [`return toItems(await client.send(${filled}));`],
		write: [`return await client.write(${filled});`],
		delete: [`await client.write(${filled});`, 'return { deleted: true };'],
	};
	lines.push(...ends[work]);
	return `async run({ ${given.join(', ')} }) {\n${lines.join('\n')}\n},`;
}

function listCall(query: string | undefined, limit: string, hasIds: boolean): string {
	return `return await client.list(endpoint, ${query ? 'query' : '{}'}, ${limit}${hasIds ? ', ids' : ''});`;
}

/** How a body or query is put together of what is required and what was added. */
function partOf(
	top: Parameter[],
	optional: Parameter[],
	place: 'body' | 'query',
	collection: string,
): string | undefined {
	const required = top.filter((one) => one.place === place);
	const reads = [
		...required.map(({ name }) => `parameters.required('${name}', endpoint.${place})`),
		...(optional.length > 0 ? [`parameters.fields('${collection}', endpoint.${place})`] : []),
	];
	if (reads.length < 2) return reads[0];
	return `{ ${reads.map((read) => `...${read}`).join(', ')} }`;
}

function shownLabel({ name, published, place, field }: Parameter): string {
	const label =
		place === 'path' ? titleCase(pathWords(name)) : labelOf(wordsOf(published.name), name);
	return field.kind === 'object' ? `${label} (JSON)` : label;
}

function typeOf({ field: { kind } }: Parameter): NodePropertyTypes {
	switch (kind) {
		case 'number':
		case 'boolean':
			return kind;
		case 'object':
			return 'json';
		case 'date':
			return 'dateTime';
		default:
			return 'string';
	}
}

function defaultOf({ field: { kind } }: Parameter): unknown {
	switch (kind) {
		case 'number':
			return 0;
		case 'boolean':
			return false;
		case 'object':
			return '{}';
		default:
			return '';
	}
}

/** An example, where there is one that fits into a line. */
function placeholderOf({ field: { kind }, published }: Parameter): string | undefined {
	if (['boolean', 'number', 'date', 'object', 'file'].includes(kind)) return undefined;
	const example = safeExample(published.example, published.name);
	const text = Array.isArray(example)
		? example.every((one) => typeof one !== 'object')
			? example.slice(0, 3).join(', ')
			: JSON.stringify(example)
		: String(example ?? '');
	const isUseful = /^[^\n\r<>{}]+$/.test(text) && !/^[./]|^(null|undefined)$/.test(text.trim());
	if (!isUseful || text.length > MAX_PLACEHOLDER || text.trim() === '') return undefined;
	return `e.g. ${text === 'name@example.com' ? 'name@email.com' : text.trim()}`;
}

/** What a parameter is for. */
function descriptionOf(
	{ field, published, place, name }: Parameter,
	{ resource, operation }: Adopted,
): string {
	const own = place === 'path' ? pathWords(name) : wordsOf(published.name);
	const words = own.length > 0 ? own : wordsOf(name);
	const spelled = place !== 'path' && numberOf(own, name) ? `, sent as ${published.name}` : '';
	const noun = resource.name.toLowerCase();
	const owners = {
		path: words.length > 1 && isId(words) ? `of the ${words.slice(0, -1).join(' ')}` : 'to work on',
		query: 'to ask for',
		body: ['create', 'update'].includes(operation.value) ? `of the ${noun}` : 'to send',
	};
	return describe(published.description, field.kind, words, `${owners[place]}${spelled}`);
}

/** `meetingId2` is `meeting`, `id` and `2`. */
function pathWords(name: string): string[] {
	return wordsOf(name.replace(/\d+$/, ' $&'));
}

function isId(words: string[]): boolean {
	return /^u?u?id$/.test(words[words.length - 1]);
}

function use(imports: Imports, file: string, name: string): void {
	imports.set(file, (imports.get(file) ?? new Set()).add(name));
}

function importsText(imports: Imports): string {
	return [...imports]
		.sort(([one], [other]) => depth(one) - depth(other) || (one < other ? -1 : 1))
		.map(([file, names]) => {
			const list = [...names].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
			const isType = list.every((name) => name.startsWith('type '));
			const plain = isType ? list.map((name) => name.slice('type '.length)) : list;
			return `import ${isType ? 'type ' : ''}{ ${plain.join(', ')} } from '${file}';`;
		})
		.join('\n')
		.concat('\n');
}

/** The farthest files stand first. */
function depth(file: string): number {
	return -(file.match(/\.\.\//g)?.length ?? 0);
}
