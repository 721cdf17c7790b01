/** Writes the output schemas of the node: `npm run schemas`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { outputSchemas, SCHEMA_FOLDER } from './schemas/outputSchemas';

async function main(): Promise<void> {
	const files = await outputSchemas();
	await rm(SCHEMA_FOLDER, { recursive: true, force: true });
	for (const { path, text } of files) {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
	}
	console.log(`Written: ${files.length} schemas`);
}

void main();
