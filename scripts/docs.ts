/** Writes the pages that are made from the code: `npm run docs`. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { endpointsPage } from './docs/endpointsPage';

async function main(): Promise<void> {
	const target = join(__dirname, '..', 'docs', 'endpoints.md');
	await writeFile(target, await endpointsPage());
	console.log('Written: docs/endpoints.md');
}

void main();
