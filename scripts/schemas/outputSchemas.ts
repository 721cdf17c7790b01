import { join } from 'node:path';

import { createGenerator, type Schema } from 'ts-json-schema-generator';

import { resources } from '../../nodes/Claritalk/resources';
import { formatted } from '../formatted';

const ROOT = join(__dirname, '../..');

/** Where n8n looks for the schema of an operation's output. */
export const SCHEMA_FOLDER = join(ROOT, 'nodes/Claritalk/__schema__/v1.0.0');

/** One schema file: its path below {@link SCHEMA_FOLDER} and its text. */
export interface SchemaFile {
	path: string;
	text: string;
}

/** The output schema of every operation that names its output, made from the types in nodes/api/types.ts. */
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
	const files: SchemaFile[] = [];
	for (const resource of resources) {
		for (const { value, output } of resource.operations) {
			if (!output) continue;
			const { type, properties } = generator.createSchema(output);
			// `version` is n8n's; beside it its schemas hold no more than type and properties.
			const schema = { type, properties: simplify(properties), version: 1 };
			const text = await formatted(JSON.stringify(schema, null, '\t'), 'json');
			files.push({ path: join(resource.value, `${value}.json`), text });
		}
	}
	return files;
}

/** Leaves out what n8n's schema view does not show, such as `additionalProperties`. */
function simplify(properties: Schema['properties']): object {
	return JSON.parse(
		JSON.stringify(properties, (key, value: unknown) =>
			key === 'additionalProperties' ? undefined : value,
		),
	) as object;
}
