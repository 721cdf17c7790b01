/**
 * `npm run pictures`: takes the pictures of README and docs in a real n8n, light and dark; `-- trigger output` only those.
 * Needs Chromium.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import { formatted } from './formatted';
import { FOLDER, hashOf, LOOKS, MANIFEST, type PictureName, PICTURES } from './pictures/shown';
import { openStage } from './pictures/stage';
import { openEditor, TAKES } from './pictures/takes';

async function main(wanted: PictureName[]): Promise<void> {
	const unknown = wanted.filter((name) => !PICTURES.includes(name));
	if (unknown.length > 0)
		throw new Error(`There is no picture ${unknown.join(', ')}: ${PICTURES.join(', ')}`);
	mkdirSync(FOLDER, { recursive: true });
	const stage = await openStage();
	try {
		for (const look of LOOKS) {
			const editor = await openEditor(stage, look);
			try {
				for (const name of wanted) {
					await TAKES[name](stage, editor, look);
					console.log(`Taken: ${name}, ${look}`);
				}
			} finally {
				await editor.close();
			}
		}
	} finally {
		await stage.close();
	}
	const before = existsSync(MANIFEST) ? (JSON.parse(readFileSync(MANIFEST, 'utf8')) as object) : {};
	const shown = { ...before, ...Object.fromEntries(wanted.map((name) => [name, hashOf(name)])) };
	writeFileSync(MANIFEST, await formatted(JSON.stringify(shown), 'json'));
}

const args = process.argv.slice(2) as PictureName[];
main(args.length > 0 ? args : PICTURES).catch((error: Error) => {
	console.error(error.message);
	process.exitCode = 1;
});
