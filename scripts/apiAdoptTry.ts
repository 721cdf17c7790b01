/**
 * Tries collections on throwaway copies of the package: `npm run api:adopt:try -- FILE…`. Each is adopted twice, linted, built,
 * and every operation is run against a server that answers as the collection does. Exit 0: all is well.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';

import { copyOfPackage, programs, runIn } from './apiAdopt/tryOut';

const ROOT = join(__dirname, '..');

async function tryOut(file: string): Promise<boolean> {
	const folder = await mkdtemp(join(tmpdir(), 'api-adopt-'));
	const steps: Array<[what: string, program: string[]]> = [
		['adopted', programs.adopt(file)],
		['checked', programs.check(file)],
		['linted', programs.lint()],
		['formatted', programs.format()],
		['built', programs.build()],
		['run', programs.run()],
		['adopted again', programs.adopt(file)],
	];
	try {
		await copyOfPackage(ROOT, folder);
		const said: string[] = [];
		for (const [what, program] of steps) {
			const began = performance.now();
			const { code, text } = await runIn(folder, program);
			const seconds = Math.round((performance.now() - began) / 1000);
			const counts = text.match(/^\d+ requests: .*$|^Nothing to change\.$|^Tests: .*$/gm) ?? [];
			said.push([what, `in ${seconds} s`, ...counts].join(' '));
			if (code === 0) continue;
			console.log(`${basename(file)}: ${said.join(' · ')}: FAILED\n${text}`);
			return false;
		}
		console.log(`${basename(file)}: ${said.join(' · ')}`);
		return said[said.length - 1].endsWith('Nothing to change.');
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

async function main(): Promise<void> {
	const files = process.argv.slice(2).map((file) => resolve(file));
	for (const file of files) {
		if (!(await tryOut(file))) process.exitCode = 1;
	}
}

void main();
