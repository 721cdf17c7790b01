import { join } from 'node:path';

import { createGenerator, type Schema } from 'ts-json-schema-generator';

import { resources } from '../../nodes/Claritalk/resources';
import { isObject } from '../../nodes/api/json';
import { adoptedParts } from '../../test/sandbox/adopted';
import { formatted } from '../formatted';

const ROOT = join(__dirname, '../..');

/** Where n8n looks for the schema of an operation's output. */
export const SCHEMA_FOLDER = join(ROOT, 'nodes/Claritalk/__schema__/v1.0.0');

/** And for those of the triggers, which give the same. */
const TRIGGER_SCHEMAS = ['ClaritalkTrigger', 'ClaritalkPollingTrigger'].map((node) =>
	join(ROOT, 'nodes', node, '__schema__/v1.0.0.json'),
);

/** One schema file: where it stands, and its text. */
export interface SchemaFile {
	path: string;
	text: string;
}

/** The output schemas of the triggers and of every operation that names its output, made from the types in nodes/api/types.ts, and of what was adopted, from its saved answers. */
export async function outputSchemas(): Promise<SchemaFile[]> {
	const generator = createGenerator({
		path: join(ROOT, 'nodes/api/types.ts'),
		tsconfig: join(ROOT, 'tsconfig.json'),
		expose: 'none',
		topRef: false,
		jsDoc: 'none',
		additionalProperties: true,
		skipTypeCheck: true,
	});
	const schemaOf = async (typeName: string) => {
		const { type, properties } = generator.createSchema(typeName);
		return await written({ type, properties: simplify(properties) });
	};
	const examples = new Map(
		adoptedParts().examples.map(({ operation, output: example }) => [operation, example]),
	);
	const triggerText = await schemaOf('ProcessedMeeting');
	const files = TRIGGER_SCHEMAS.map((path) => ({ path, text: triggerText }));
	for (const resource of resources) {
		for (const { value, output } of resource.operations) {
			if (!output) continue;
			const path = join(SCHEMA_FOLDER, resource.value, `${value}.json`);
			const example = examples.get(`${resource.value}.${value}`);
			if (output !== 'SavedAnswer') files.push({ path, text: await schemaOf(output) });
			else if (example) files.push({ path, text: await written(schemaLike(example)) });
		}
	}
	return files;
}

/** The schema of what is like an example; of an empty list or a null nothing is known. */
function schemaLike(example: unknown): object {
	if (Array.isArray(example)) {
		return { type: 'array', ...(example.length > 0 && { items: schemaLike(example[0]) }) };
	}
	if (isObject(example)) {
		const properties = Object.entries(example).map(([name, value]) => [name, schemaLike(value)]);
		return { type: 'object', properties: Object.fromEntries(properties) as object };
	}
	return example === null ? {} : { type: typeof example };
}

/** `version` is n8n's; beside it its schemas hold no more than type and properties. */
async function written(schema: object): Promise<string> {
	return await formatted(JSON.stringify({ ...schema, version: 1 }, null, '\t'), 'json');
}

/**
 * Leaves out what n8n's schema view does not show: `additionalProperties`; and that a value is of one of several types, which
 * it shows only as a list of their names.
 */
function simplify(properties: Schema['properties']): object {
	return JSON.parse(
		JSON.stringify(properties, (key, value: unknown) => {
			if (key === 'additionalProperties') return undefined;
			const { anyOf } = (value ?? {}) as Schema;
			if (!anyOf) return value;
			const schemas = anyOf as Schema[];
			return Object.assign({}, ...schemas, { type: schemas.flatMap(({ type }) => type) }) as Schema;
		}),
	) as object;
}
