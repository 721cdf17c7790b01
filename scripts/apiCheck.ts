/**
 * Holds the endpoint table against a Postman collection: `npm run api:check -- [--json] [FILE or URL]`.
 * Exit 0: they agree; 1: they do not; 2: the collection could not be read.
 */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { endpointRows } from '../nodes/api/endpoints';
import { readCollection } from './apiCheck/collection';
import { agrees, compare, type Comparison } from './apiCheck/compare';

/** The vendor's published collection (documented address). */
const PUBLISHED =
	'https://apidocs.claritalk.com/api/collections/37292144/2sB2qi9xwo?segregateAuth=true&versionTag=latest';
const FETCH_TIMEOUT_MS = 30_000;

async function load(source: string): Promise<string> {
	if (!/^https?:\/\//.test(source)) return await readFile(source, 'utf8');
	const response = await fetch(source, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
	if (!response.ok) throw new Error(`HTTP status ${response.status}`);
	return await response.text();
}

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
	const source = positionals[0] ?? PUBLISHED;
	const published = readCollection(JSON.parse(await load(source)));
	const comparison = compare(
		endpointRows().map(({ endpoint }) => endpoint),
		published,
	);
	if (values.json) console.log(JSON.stringify(comparison, null, 2));
	else print(comparison);
	return agrees(comparison) ? 0 : 1;
}

main().then(
	(code) => (process.exitCode = code),
	(error: Error) => {
		const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
		const reason = `${error.message}${cause}`.replace(/\s+/g, ' ');
		console.error(`The collection could not be read: ${reason}`);
		process.exitCode = 2;
	},
);
