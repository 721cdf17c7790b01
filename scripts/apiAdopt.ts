/**
 * Makes the package say what a Postman collection says: `npm run api:adopt -- [--dry-run] [--map '…'] [FILE or URL]`.
 * Exit 0: done, or planned; 1: there are questions, and nothing was changed; 2: it could not be done, and nothing was changed.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { table } from '../nodes/api/table';
import { apply } from './apiAdopt/applying';
import { readMaps } from './apiAdopt/maps';
import type { Question } from './apiAdopt/matching';
import { planAdoption } from './apiAdopt/plan';
import { load, unreadable } from './collection/load';
import { type Published, readCollection } from './collection/read';

const ROOT = join(__dirname, '..');

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		options: {
			'dry-run': { type: 'boolean', default: false },
			map: { type: 'string', multiple: true, default: [] },
		},
		allowPositionals: true,
	});
	if (positionals.length > 1) {
		throw new Error(
			`One collection at a time, not ${positionals.length}: ${positionals.join(', ')}`,
		);
	}
	const maps = readMaps(values.map);
	const published = await read(positionals[0]);
	const { questions, told, files } = await planAdoption(ROOT, table, published, maps);
	for (const [heading, lines] of told) print(heading, lines);
	if (questions.length > 0) {
		ask(questions);
		return 1;
	}
	if (values['dry-run']) print('Files that would be written', [...files.keys()]);
	else if (files.size > 0) await apply(ROOT, files);
	count(published);
	console.log(
		files.size === 0 ? 'Nothing to change.' : values['dry-run'] ? 'Nothing was changed.' : 'Done.',
	);
	return 0;
}

async function read(source: string | undefined): Promise<Published> {
	try {
		return readCollection(await load(source));
	} catch (error) {
		throw new Error(unreadable(error as Error));
	}
}

function print(heading: string, lines: string[]): void {
	console.log([`${heading}: ${lines.length}`, ...lines.map((line) => `  ${line}`)].join('\n'));
}

function ask(questions: Question[]): void {
	console.log(
		`\nOpen questions: ${questions.length}. Nothing was changed. Say it again with these, as far as they are right:\n`,
	);
	console.log(questions.map(({ map }) => `  --map '${map}'`).join(' \\\n'));
	console.log('\nWhat else each of them may be:');
	for (const { about, others } of questions) {
		print(
			about,
			others.map((map) => `--map '${map}'`),
		);
	}
}

/** Every request is an operation, or is named with the reason. */
function count({ count: all, requests, leftOut }: Published): void {
	print(
		'No operation of their own',
		leftOut.map(({ title, reason }) => `${title}: ${reason}`),
	);
	console.log(`${all} requests: ${requests.length} operations, ${leftOut.length} named above.`);
}

main().then(
	(code) => (process.exitCode = code),
	(error: Error) => {
		console.error(error.message.replace(/\s+/g, ' '));
		process.exitCode = 2;
	},
);
