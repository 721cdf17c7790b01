import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { shortened } from './texts';

const run = promisify(execFile);

const MAX_ERROR = 500;

/** What an adoption changes, itself or by what it starts. */
const CHANGED = ['README.md', 'docs', 'nodes', 'test/harness', 'test/sandbox'];

/** What is made of the code, and what shows that it is whole. */
const STEPS: Array<[script: string, args: string[]]> = [
	['node_modules/tsx/dist/cli.mjs', ['scripts/schemas.ts']],
	['node_modules/tsx/dist/cli.mjs', ['scripts/docs.ts']],
	['node_modules/typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit']],
];

/**
 * Writes files, and makes anew what is made of them. Where anything fails, all is as it was before.
 *
 * @param files texts by their paths from the root
 * @throws Error with what failed
 */
export async function apply(root: string, files: Map<string, string>): Promise<void> {
	const before = await snapshot(root);
	try {
		for (const [path, text] of files) {
			await mkdir(dirname(join(root, path)), { recursive: true });
			await writeFile(join(root, path), text);
		}
		for (const [script, args] of STEPS) {
			await run(process.execPath, [join(root, script), ...args], { cwd: root });
		}
	} catch (error) {
		await restore(root, before);
		const {
			stdout = '',
			stderr = '',
			message,
		} = error as Error & Partial<Record<'stdout' | 'stderr', string>>;
		const lines = `${stdout}${stderr}`.trim().split('\n').slice(0, 5);
		throw new Error(shortened(lines.join(' '), MAX_ERROR) || message);
	}
}

/** The bytes of all files that may change. */
async function snapshot(root: string): Promise<Map<string, Buffer>> {
	const files = new Map<string, Buffer>();
	for (const path of await filesIn(root)) files.set(path, await readFile(join(root, path)));
	return files;
}

async function filesIn(root: string): Promise<string[]> {
	const found: string[] = [];
	for (const path of CHANGED) {
		if ((await stat(join(root, path))).isFile()) {
			found.push(path);
			continue;
		}
		const entries = await readdir(join(root, path), { recursive: true, withFileTypes: true });
		for (const entry of entries.filter((one) => one.isFile())) {
			found.push(join(entry.parentPath, entry.name).slice(root.length + 1));
		}
	}
	return found;
}

async function restore(root: string, before: Map<string, Buffer>): Promise<void> {
	for (const path of await filesIn(root)) {
		if (!before.has(path)) await rm(join(root, path));
	}
	for (const [path, bytes] of before) {
		await mkdir(dirname(join(root, path)), { recursive: true });
		await writeFile(join(root, path), bytes);
	}
}
