import { readdirSync, readFileSync } from 'node:fs';

import ts from 'typescript';

import { endpointRows, endpoints } from '../../../nodes/api/endpoints';
import type { AnswerField, Field } from '../../../nodes/api/facts';
import { table } from '../../../nodes/api/table';

const TABLE = 'nodes/api/table.ts';

/** What n8n calls the label of a parameter. */
const N8N_WORD = 'displayName';

/** The words of a program: its strings, and the names it gives to and takes from objects. */
function wordsIn(file: string): string[] {
	const words: string[] = [];
	const visit = (node: ts.Node) => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateLiteralToken(node)) words.push(node.text);
		if (ts.isIdentifier(node)) words.push(node.text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
	return words;
}

const sentFields = endpointRows().flatMap(({ endpoint: { body, query } }) => [
	...Object.entries<Field>({ ...body }),
	...Object.entries<Field>({ ...query }),
]);
const readFields = Object.values<Record<string, AnswerField>>(table.rows).flatMap((row) =>
	Object.entries(row),
);
const paths = endpointRows().flatMap(({ endpoint: { path, alternatives = [] } }) => [
	path,
	...alternatives,
]);
const ownNames = new Set([
	...[...sentFields, ...readFields].map(([name]) => name),
	...paths.flatMap((path) => path.match(/\w+(?=\})/g) ?? []),
]);
const spellings = [
	...sentFields.flatMap(([, { sent, alternatives = [] }]) => [sent, ...alternatives]),
	...readFields.flatMap(([, { names }]) => names),
	...Object.values(table.relation).map(({ sent }) => sent),
	...Object.values<readonly string[]>({ ...table.pages, ...table.texts }).flat(),
]
	// A plain word, such as "id", may be meant in another way.
	.filter(
		(spelling) => /[_A-Z]./.test(spelling) && !ownNames.has(spelling) && spelling !== N8N_WORD,
	);

describe('the table of the API', () => {
	const files = readdirSync('nodes', { recursive: true, encoding: 'utf8' })
		.map((file) => `nodes/${file}`)
		.filter((file) => file.endsWith('.ts') && file !== TABLE);
	const words = files.flatMap((file) => wordsIn(file).map((word) => ({ file, word })));

	it('is the only place where fields are spelled as the API does', () => {
		expect(spellings.length).toBeGreaterThan(40);
		expect(words.filter(({ word }) => spellings.includes(word))).toEqual([]);
	});

	it('is the only place with paths', () => {
		const starts = new Set(paths.map((path) => path.split('/')[1]));
		const isPath = (word: string) =>
			starts.has(/^(?:e\.g\. )?\/([\w-]+)(\/|$)/.exec(word)?.[1] ?? '');
		expect(isPath(endpoints.user.get.path)).toBe(true);
		expect(words.filter(({ word }) => isPath(word))).toEqual([]);
	});
});
