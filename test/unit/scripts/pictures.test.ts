import { readFileSync, statSync } from 'node:fs';

import {
	hashOf,
	LOOKS,
	MANIFEST,
	pathOf,
	type PictureName,
	PICTURES,
} from '../../../scripts/pictures/shown';

const MOST_BYTES = 200_000;
const shown = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Record<PictureName, string>;

describe.each(PICTURES)('the picture %s', (name) => {
	it('shows what is there now; if not, run npm run pictures', () => {
		expect(shown[name]).toBe(hashOf(name));
	});

	it.each(LOOKS)('is there in %s, and small', (look) => {
		expect(statSync(pathOf(name, look)).size).toBeLessThan(MOST_BYTES);
	});
});
