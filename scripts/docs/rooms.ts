import { readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';

import * as ts from 'typescript';

import { sourcesIn } from './sources';

/** A folder of what ships. */
export interface Room {
	path: string;
	/** What belongs in it, in a sentence. */
	holds: string;
}

/** The rooms from top to bottom: each may call those that stand in a lower row, and none beside it. */
export const ROWS: Room[][] = [
	[
		{
			path: 'nodes/Claritalk',
			holds:
				'The action node: `resources/<resource>/<operation>.ts` for each operation, the running of items, what is read of parameters.',
		},
		{
			path: 'nodes/ClaritalkTrigger',
			holds:
				'The webhook trigger: which address is registered where, and `webhook()`: authentic, understood, wanted, new, verified, answered.',
		},
		{
			path: 'nodes/ClaritalkPollingTrigger',
			holds: 'The polling trigger: what is asked at a poll, what was seen, and what is given.',
		},
	],
	[
		{
			path: 'nodes/events',
			holds:
				'What both triggers share: the envelope of an event, settings, filters, and the item that it gives.',
		},
	],
	[
		{
			path: 'nodes/meetings',
			holds:
				'What a meeting is in n8n, in node and triggers alike: simplified, as Markdown, its to-dos, its report.',
		},
	],
	[
		{
			path: 'nodes/shared',
			holds:
				'What any panel needs: parameters that several have, lists to choose from, values as people type them.',
		},
		{
			path: 'credentials',
			holds: 'The three ways to log in, with what they share: the check, the environment, tokens.',
		},
	],
	[
		{
			path: 'nodes/api',
			holds:
				'The only code that speaks HTTP, and knows nothing of items and parameters: `table.ts` (every path and spelling), `types.ts` (what operations give), the client, pace, retries, pages, errors, logins.',
		},
	],
];

/** An import from one room into another. */
export interface Arrow {
	from: string;
	to: string;
	/** The file that imports. */
	file: string;
}

/** Every import from one room into another. */
export function arrowsBetweenRooms(root: string): Arrow[] {
	return ['credentials', 'nodes']
		.flatMap((folder) => sourcesIn(join(root, folder)))
		.map((path) => relative(root, path))
		.flatMap((file) =>
			importsOf(join(root, file))
				.filter((specifier) => specifier.startsWith('.'))
				.map((specifier) => ({
					from: roomOf(file),
					to: roomOf(normalize(join(dirname(file), specifier))),
					file,
				})),
		)
		.filter(({ from, to }) => from !== to);
}

function importsOf(path: string): string[] {
	return ts
		.preProcessFile(readFileSync(path, 'utf8'))
		.importedFiles.map(({ fileName }) => fileName);
}

/** @throws Error for a file that stands in no room */
function roomOf(path: string): string {
	const room = ROWS.flat().find((one) => path.startsWith(`${one.path}/`));
	if (!room)
		throw new Error(`${path} stands in none of the rooms that scripts/docs/rooms.ts knows`);
	return room.path;
}
