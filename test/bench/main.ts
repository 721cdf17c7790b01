/**
 * `npm run bench`: measures this package beside others, and writes docs/benchmarks.md with its plots.
 * `npm run bench -- limit upload` measures only the cases that are named; the page keeps what was measured of the others.
 * `--rounds 3` measures in so many rounds.
 */
import '../harness/env';

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { formatted } from '../../scripts/formatted';
import { installN8n, isInstalled } from '../e2e/install';
import { pack } from '../e2e/pack';
import { ROOT } from '../e2e/paths';
import { latency } from './cases/latency';
import { limit } from './cases/limit';
import { list } from './cases/list';
import { packages } from './cases/packages';
import { upload } from './cases/upload';
import { webhook } from './cases/webhook';
import { conditions, type Measured, page, plotName } from './page';
import { plot } from './plot';
import type { Result } from './results';

const ROUNDS = '5';

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
const FOLDER = join(DOCS, 'benchmarks');

async function main(): Promise<void> {
	const { positionals: wanted, values } = parseArgs({
		allowPositionals: true,
		options: { rounds: { type: 'string', default: ROUNDS } },
	});
	const unknown = wanted.filter((name) => !(name in CASES));
	if (unknown.length > 0) {
		throw new Error(`No case "${unknown[0]}": there are ${Object.keys(CASES).join(', ')}`);
	}
	if (!isInstalled()) {
		say('Installing n8n: this takes minutes, the first time only');
		await installN8n();
	}
	// Where `openBench` finds it.
	process.env.E2E_TARBALL = await pack();
	mkdirSync(FOLDER, { recursive: true });
	for (const name of wanted.length > 0 ? wanted : Object.keys(CASES)) {
		say(`${name} …`);
		await keep(name, { ...(await CASES[name](Number(values.rounds))), ...conditions() });
	}
	await writePage();
}

/** Keeps what a case found out, each round of it. */
async function keep(name: string, result: Measured): Promise<void> {
	writeFileSync(resultFile(name), await formatted(JSON.stringify(result), 'json'));
}

async function writePage(): Promise<void> {
	const results = Object.keys(CASES)
		.map(resultFile)
		.filter((file) => existsSync(file))
		.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Measured);
	for (const result of results) {
		for (const [index, measure] of result.measures.entries()) {
			writeFileSync(join(FOLDER, plotName(result, index)), plot(measure));
		}
	}
	writeFileSync(PAGE, await formatted(page(results), 'markdown'));
	say('Written: docs/benchmarks.md');
}

function resultFile(name: string): string {
	return join(FOLDER, `${name}.json`);
}

function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

main()
	.catch((error: Error) => {
		process.stderr.write(`The benchmark failed: ${error.stack}\n`);
		process.exitCode = 1;
	})
	.finally(() => rmSync(process.env.N8N_USER_FOLDER as string, { recursive: true, force: true }));
