import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { resources } from '../../nodes/Claritalk/resources';
import { formatted } from '../formatted';

const BEGIN = '<!-- operations, made by `npm run docs` -->';
const END = '<!-- /operations -->';

/**
 * README.md with its table of what the node can do, which stands between two marks; all else is left as it is.
 *
 * @throws Error when there is no such place
 */
export async function readmePage(): Promise<string> {
	const text = await readFile(join(__dirname, '..', '..', 'README.md'), 'utf8');
	const [before, rest] = text.split(BEGIN);
	const [, after] = (rest ?? '').split(END);
	if (after === undefined) throw new Error(`README.md has no place between ${BEGIN} and ${END}`);
	const rows = resources.map(({ name, operations }) => {
		const names = operations.map((operation) => operation.name).sort();
		return `| ${name} | ${names.join(', ')} |`;
	});
	const table = ['| Resource | Operations |', '| --- | --- |', ...rows].join('\n');
	return await formatted(`${before}${BEGIN}\n\n${table}\n\n${END}${after}`, 'markdown');
}
