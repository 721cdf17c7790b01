/** Writes the pages that are made from the code: `npm run docs`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { pages } from './docs/pages';

async function main(): Promise<void> {
	for (const [path, make] of Object.entries(pages)) {
		await writeFile(join(__dirname, '..', path), await make());
		console.log(`Written: ${path}`);
	}
}

void main();
