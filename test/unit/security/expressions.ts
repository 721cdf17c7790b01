import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import * as ts from 'typescript';

import { sourcesIn } from '../../../scripts/docs/sources';

/** A regular expression that stands in a source. */
export interface Expression {
	/** The file, below the root of the project. */
	file: string;
	source: string;
	flags: string;
}

/** Every literal regular expression of what ships, and the files in which one is put together while it runs. */
export function expressionsOf(root: string): { literal: Expression[]; computed: string[] } {
	const literal: Expression[] = [];
	const computed: string[] = [];
	for (const path of ['credentials', 'nodes'].flatMap((folder) => sourcesIn(join(root, folder)))) {
		const file = relative(root, path);
		const visit = (node: ts.Node): void => {
			if (ts.isRegularExpressionLiteral(node)) {
				const [, source, flags] = /^\/(.*)\/([a-z]*)$/s.exec(node.text) ?? [];
				literal.push({ file, source, flags });
			}
			const isMade = ts.isNewExpression(node) || ts.isCallExpression(node);
			if (isMade && node.expression.getText() === 'RegExp') computed.push(file);
			ts.forEachChild(node, visit);
		};
		visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
	}
	return { literal, computed };
}
