import { execFile } from 'node:child_process';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** What a program gave. */
export interface Outcome {
	code: number;
	/** What it printed, errors too. */
	text: string;
}

/** What is made from the rest, or is no part of the package. */
const LEFT_OUT = new Set(['.git', '.local', 'coverage', 'dist', 'node_modules']);

/** A copy of the package, to be thrown away, that shares what is installed. */
export async function copyOfPackage(root: string, to: string): Promise<void> {
	await mkdir(to, { recursive: true });
	await cp(root, to, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
	await symlink(join(root, 'node_modules'), join(to, 'node_modules'));
}

/** Runs a program of the copy. */
export async function runIn(folder: string, program: string[]): Promise<Outcome> {
	return await new Promise((resolve) => {
		const options = {
			cwd: folder,
			maxBuffer: 64 * 1024 * 1024,
			env: { ...process.env, NODE_ENV: '' },
		};
		execFile(process.execPath, program, options, (error, stdout, stderr) =>
			resolve({ code: Number(error?.code ?? 0), text: `${stdout}${stderr}` }),
		);
	});
}

const TSX = 'node_modules/tsx/dist/cli.mjs';
const JEST = [
	'--experimental-vm-modules',
	'--disable-warning=ExperimentalWarning',
	'node_modules/jest/bin/jest.js',
];

/** The commands that are tried on a copy, by what they show. */
export const programs = {
	adopt: (...args: string[]) => [TSX, 'scripts/apiAdopt.ts', ...args],
	check: (...args: string[]) => [TSX, 'scripts/apiCheck.ts', ...args],
	lint: () => ['node_modules/eslint/bin/eslint.js', 'nodes', 'test/sandbox', '--max-warnings', '0'],
	types: () => ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--noEmit'],
	format: () => [
		'node_modules/prettier/bin/prettier.cjs',
		'--check',
		'nodes',
		'docs',
		'test/harness',
		'test/sandbox',
	],
	build: () => ['node_modules/rolldown/bin/cli.mjs', '--config'],
	/** All tests, those of what was adopted among them; but for the age of pictures, which are taken anew by a command of their own. */
	test: () => [...JEST, '--testNamePattern', '^(?!the picture )'],
	/** What holds every adopted operation against a server that answers as the collection does. */
	run: () => [...JEST, 'adopted.test', 'descriptions.test', 'generated.test', 'table.test'],
};
