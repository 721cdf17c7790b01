/** Writes the output schemas of the node: `npm run schemas`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { outputSchemas, SCHEMA_FOLDER } from './schemas/outputSchemas';

async function main(): Promise<void> {
	const files = await outputSchemas();
	await rm(SCHEMA_FOLDER, { recursive: true, force: true });
	for (const { path, text } of files) {
		const target = join(SCHEMA_FOLDER, path);
		await mkdir(dirname(target), { recursive: true });
		await writeFile(target, text);
	}
	console.log(`Written: ${files.length} schemas`);
}

void main();
