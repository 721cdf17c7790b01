/** What docs/security.md says is held by a test, is. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import * as ts from 'typescript';

const ROOT = join(__dirname, '../../..');

/** The rows of the page's table, by their cells. */
const rows = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
	.split('\n')
	.filter((line) => line.startsWith('|'))
	.map((line) => line.split('|').slice(1, -1))
	.map((cells) => cells.map((cell) => cell.trim()))
	.slice(2);

const named = rows.flatMap(([threat, , tests]) =>
	tests.split('<br>').map((test) => {
		const [, file, name] = /^`(test\/[^`]+\.test\.ts)` › (.+)$/.exec(test) ?? [];
		return { threat, test, file, name };
	}),
);

/** What the tests of a file and their groups are called, as the source has it. */
function namesIn(path: string): string[] {
	const names: string[] = [];
	const visit = (node: ts.Node): void => {
		const [first] = ts.isCallExpression(node) ? node.arguments : [];
		const isTest = ts.isCallExpression(node) && /^(it|describe)\b/.test(node.expression.getText());
		if (isTest && first && ts.isStringLiteralLike(first)) names.push(first.text);
		ts.forEachChild(node, visit);
	};
	const text = readFileSync(path, 'utf8');
	visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true));
	return names;
}

it('has a defence and a test for every threat', () => {
	expect(rows.length).toBeGreaterThan(15);
	expect(rows.filter((cells) => cells.length !== 3 || cells.includes(''))).toEqual([]);
});

it.each(named)('$threat: its test exists: $test', ({ file, name }) => {
	expect(existsSync(join(ROOT, file))).toBe(true);
	expect(namesIn(join(ROOT, file))).toContain(name);
});
