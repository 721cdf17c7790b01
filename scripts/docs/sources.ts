import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The TypeScript files of a folder and those in it, in the order of their paths. */
export function sourcesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.sort()
		.map((path) => join(folder, path));
}
