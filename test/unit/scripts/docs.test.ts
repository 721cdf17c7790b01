import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { endpointsPage } from '../../../scripts/docs/endpointsPage';

it('docs/endpoints.md is what the endpoint table says; if not, run npm run docs', async () => {
	const page = readFileSync(join(__dirname, '../../../docs/endpoints.md'), 'utf8');
	expect(page).toBe(await endpointsPage());
});
