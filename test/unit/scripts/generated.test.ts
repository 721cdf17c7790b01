import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pages } from '../../../scripts/docs/pages';
import { outputSchemas, SCHEMA_FOLDER } from '../../../scripts/schemas/outputSchemas';

it.each(Object.entries(pages))(
	'%s is what the code says; if not, run npm run docs',
	async (path, make) => {
		const page = readFileSync(join(__dirname, '../../..', path), 'utf8');
		expect(page).toBe(await make());
	},
);

it('the output schemas are what the types say; if not, run npm run schemas', async () => {
	const made = await outputSchemas();
	for (const { path, text } of made) expect(readFileSync(path, 'utf8')).toBe(text);
	const there = readdirSync(SCHEMA_FOLDER, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.json'))
		.map((path) => join(SCHEMA_FOLDER, path));
	expect(made.map(({ path }) => path)).toEqual(expect.arrayContaining(there));
});
