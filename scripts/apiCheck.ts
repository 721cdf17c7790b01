/**
 * Holds the endpoint table against a Postman collection: `npm run api:check -- [--json] [FILE or URL]`.
 * Exit 0: they agree; 1: they do not; 2: the collection could not be read.
 */
import { parseArgs } from 'node:util';

import { endpointRows } from '../nodes/api/endpoints';
import { agrees, compare, type Comparison } from './apiCheck/compare';
import { load, unreadable } from './collection/load';
import { readCollection } from './collection/read';

function print({ covered, differs, missing, unpublished }: Comparison): void {
	const section = (title: string, lines: string[]) =>
		console.log([`${title}: ${lines.length}`, ...lines.map((line) => `  ${line}`)].join('\n'));
	const line = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
	section('Covered', covered.map(line));
	section(
		'Differing',
		differs.map((call) => `${line(call)}\n${call.differences.map((d) => `    ${d}`).join('\n')}`),
	);
	section('Missing here (in the collection only)', missing.map(line));
	section('Unpublished (in the table only)', unpublished.map(line));
}

async function main(): Promise<number> {
	const { values, positionals } = parseArgs({
		options: { json: { type: 'boolean', default: false } },
		allowPositionals: true,
	});
	const { requests } = readCollection(await load(positionals[0]));
	const comparison = compare(
		endpointRows().map(({ endpoint }) => endpoint),
		requests,
	);
	if (values.json) console.log(JSON.stringify(comparison, null, 2));
	else print(comparison);
	return agrees(comparison) ? 0 : 1;
}

main().then(
	(code) => (process.exitCode = code),
	(error: Error) => {
		console.error(unreadable(error));
		process.exitCode = 2;
	},
);
