/**
 * `npm run bench`: measures this package beside others, and writes docs/benchmarks.md with its plots.
 * `npm run bench -- limit upload` runs only the cases that are named, and prints their part of the page instead.
 */
import '../harness/env';

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, resolveConfig } from 'prettier';

import { installN8n, isInstalled } from '../e2e/install';
import { pack } from '../e2e/pack';
import { ROOT } from '../e2e/paths';
import { latency } from './cases/latency';
import { limit } from './cases/limit';
import { list } from './cases/list';
import { packages } from './cases/packages';
import { upload } from './cases/upload';
import { webhook } from './cases/webhook';
import { page, plotName } from './page';
import { plot } from './plot';
import type { Result } from './results';

const ROUNDS = 5;

/** In the order of the page. */
const CASES: Record<string, (rounds: number) => Promise<Result>> = {
	latency,
	limit,
	list,
	upload,
	webhook,
	packages,
};

const DOCS = join(ROOT, 'docs');
const PAGE = join(DOCS, 'benchmarks.md');
const PLOTS = join(DOCS, 'benchmarks');

async function main(wanted: string[]): Promise<void> {
	const unknown = wanted.filter((name) => !(name in CASES));
	if (unknown.length > 0) {
		throw new Error(`No case "${unknown[0]}": there are ${Object.keys(CASES).join(', ')}`);
	}
	if (!isInstalled()) {
		say('Installing n8n: this takes minutes, the first time only');
		await installN8n();
	}
	await pack();
	const results: Result[] = [];
	for (const name of wanted.length > 0 ? wanted : Object.keys(CASES)) {
		say(`${name} …`);
		results.push(await CASES[name](ROUNDS));
	}
	const text = await format(page(results, ROUNDS), {
		...(await resolveConfig(PAGE)),
		filepath: PAGE,
	});
	if (wanted.length > 0) say(text);
	else write(text, results);
}

function write(text: string, results: Result[]): void {
	rmSync(PLOTS, { recursive: true, force: true });
	mkdirSync(PLOTS, { recursive: true });
	for (const result of results) {
		for (const [index, measure] of result.measures.entries()) {
			writeFileSync(join(PLOTS, plotName(result, index)), plot(measure));
		}
	}
	writeFileSync(PAGE, text);
	say('Written: docs/benchmarks.md');
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

main(process.argv.slice(2))
	.catch((error: Error) => {
		process.stderr.write(`The benchmark failed: ${error.stack}\n`);
		process.exitCode = 1;
	})
	.finally(() => rmSync(process.env.N8N_USER_FOLDER as string, { recursive: true, force: true }));
