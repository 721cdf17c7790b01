import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { endpointsPage } from '../../../scripts/docs/endpointsPage';
import { outputSchemas, SCHEMA_FOLDER } from '../../../scripts/schemas/outputSchemas';

it('docs/endpoints.md is what the endpoint table says; if not, run npm run docs', async () => {
	const page = readFileSync(join(__dirname, '../../../docs/endpoints.md'), 'utf8');
	expect(page).toBe(await endpointsPage());
});

it('the output schemas are what the types say; if not, run npm run schemas', async () => {
	const made = await outputSchemas();
	for (const { path, text } of made) expect(readFileSync(path, 'utf8')).toBe(text);
	const there = readdirSync(SCHEMA_FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.json'))
		.map((path) => join(SCHEMA_FOLDER, path));
	expect(made.map(({ path }) => path)).toEqual(expect.arrayContaining(there));
});
