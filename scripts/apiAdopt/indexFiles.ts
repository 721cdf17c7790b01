import { formatted } from '../formatted';

/** A resource as its index.ts tells of it. */
export interface ResourceIndex {
	value: string;
	name: string;
	/** Whether it has no file yet. */
	isNew?: boolean;
	/** The exported constants of its operations, by the files that hold them. */
	operations: Map<string, string>;
	defaultOperation: string;
}

const IMPORT = /^import \{ (\w+) \} from '\.\/([\w-]+)';$/gm;

/** Reads nodes/Claritalk/resources/X/index.ts. */
export function readResourceIndex(text: string): ResourceIndex {
	const member = (name: string) =>
		new RegExp(`\\t${name}: '((?:[^'\\\\]|\\\\.)*)'`).exec(text)?.[1] ?? '';
	return {
		value: member('value'),
		name: member('name'),
		operations: new Map([...text.matchAll(IMPORT)].map(([, constant, file]) => [file, constant])),
		defaultOperation: member('defaultOperation'),
	};
}

/**
 * Writes it.
 *
 * @param nameOf how the panel calls an operation, by its file: they are listed in this order
 */
export async function resourceIndexFile(
	{ value, name, operations, defaultOperation }: ResourceIndex,
	nameOf: (file: string) => string,
): Promise<string> {
	const files = [...operations.keys()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
	const imports = [...operations]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([file, constant]) => `import { ${constant} } from './${file}';`);
	const list = files.map((file) => operations.get(file)).join(', ');
	return await formatted(
		`import type { Resource } from '../operation';
${imports.join('\n')}

export const ${value}: Resource = {
	value: '${value}',
	name: ${JSON.stringify(name)},
	operations: [${list}],
	defaultOperation: '${defaultOperation}',
};
`,
		'typescript',
	);
}

/** The registry nodes/Claritalk/resources/index.ts with more resources. */
export async function registryFile(text: string, values: string[]): Promise<string> {
	const known = [...text.matchAll(IMPORT)].map(([, constant]) => constant);
	const all = [...new Set([...known, ...values])];
	const imports = all.map((value) => ({
		from: `./${value}`,
		line: `import { ${value} } from './${value}';`,
	}));
	const lines = [
		...imports,
		{ from: './operation', line: "import type { Resource } from './operation';" },
	].sort((one, other) => (one.from < other.from ? -1 : 1));
	const rest = text.slice(
		text.indexOf('\n/**'),
		text.indexOf('Resource[] = [') + 'Resource[] = ['.length,
	);
	return await formatted(
		`${lines.map(({ line }) => line).join('\n')}\n${rest}${all.sort().join(', ')}];\n`,
		'typescript',
	);
}
