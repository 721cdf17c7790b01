import { readFileSync } from 'node:fs';

import * as ts from 'typescript';

import { joinSentences } from '../../nodes/api/errors';

/** What the package tells a user where something went wrong. What only a run knows is `…`. */
export interface Message {
	/** What happened, in every wording there is. */
	messages: string[];
	/** What to do; none where the message says it, or where a run puts it together. */
	cures: string[];
}

/** What stands for a part that only a run knows. */
const OPEN = '…';

/** Errors that are made from a message, and where their cure stands. */
const ERRORS = ['UserError', 'NodeOperationError', 'NodeApiError'];

/** Functions that make an error of a message and a cure. */
const REFUSALS = ['refuse', 'failed'];

/** The members of an object that hold what to do. */
const CURES = ['cure', 'description'];

/** The messages of one source, in their order: errors, refusals, and objects with a message and what to do. */
export function messagesIn(path: string): Message[] {
	const source = ts.createSourceFile(
		path,
		readFileSync(path, 'utf8'),
		ts.ScriptTarget.ES2022,
		true,
	);
	const found: Message[] = [];
	const note = (message: ts.Expression | undefined, cure: ts.Expression | undefined) => {
		if (!message) return;
		const messages = toldOf(message);
		if (messages.length > 0) found.push({ messages, cures: toldOf(cure) });
	};
	const visit = (node: ts.Node): void => {
		if (ts.isCallExpression(node) && REFUSALS.includes(node.expression.getText())) {
			const [message, cure] = node.arguments;
			// One alone is a part of a message.
			if (cure) note(message, cure);
		} else if (ts.isNewExpression(node) && ERRORS.includes(node.expression.getText())) {
			const [message, more] = (node.arguments ?? []).filter((one) => !isContext(one));
			note(message, more && ts.isObjectLiteralExpression(more) ? memberOf(more, CURES) : undefined);
		} else if (ts.isObjectLiteralExpression(node)) {
			const cure = memberOf(node, CURES);
			if (cure) note(memberOf(node, ['message']), cure);
		}
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}

/** n8n's errors take the node before the message. */
function isContext(argument: ts.Expression): boolean {
	return /getNode\(\)$|^node$/.test(argument.getText());
}

function memberOf(object: ts.ObjectLiteralExpression, names: string[]): ts.Expression | undefined {
	for (const member of object.properties) {
		if (!member.name || !names.includes(member.name.getText())) continue;
		if (ts.isPropertyAssignment(member)) return member.initializer;
		if (ts.isShorthandPropertyAssignment(member)) return valueOf(member.name);
	}
	return undefined;
}

/** The texts that an expression can give, each once, without those that only a run knows. */
function toldOf(node: ts.Expression | undefined): string[] {
	const texts = textsOf(node).map((text) => text.replace(/…{2,}/g, OPEN));
	return [...new Set(texts)].filter(isTelling);
}

/** Whether a text holds words of its own. */
function isTelling(text: string): boolean {
	return /\p{L}/u.test(text);
}

/** Every text that an expression can give, as far as the source tells. */
function textsOf(node: ts.Expression | undefined): string[] {
	if (!node) return [];
	if (ts.isStringLiteralLike(node)) return [node.text];
	if (ts.isParenthesizedExpression(node)) return textsOf(node.expression);
	if (ts.isConditionalExpression(node)) {
		return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
	}
	if (ts.isTemplateExpression(node)) {
		return node.templateSpans.reduce(
			(begun, { expression, literal }) =>
				begun.flatMap((text) => textsOf(expression).map((more) => text + more + literal.text)),
			[node.head.text],
		);
	}
	if (ts.isBinaryExpression(node)) return textsOfOperation(node);
	if (ts.isCallExpression(node) && node.expression.getText() === 'joinSentences') {
		const parts = node.arguments.map((part) => toldOf(part).join(' / '));
		return [joinSentences(...parts)];
	}
	if (ts.isElementAccessExpression(node)) return textsOfMembers(node.expression);
	if (ts.isIdentifier(node)) {
		const value = valueOf(node);
		return value ? textsOf(value) : [OPEN];
	}
	return [OPEN];
}

function textsOfOperation({ left, right, operatorToken }: ts.BinaryExpression): string[] {
	switch (operatorToken.kind) {
		case ts.SyntaxKind.PlusToken:
			return textsOf(left).flatMap((text) => textsOf(right).map((more) => text + more));
		case ts.SyntaxKind.AmpersandAmpersandToken:
			return textsOf(right);
		default:
			return [...textsOf(left), ...textsOf(right)];
	}
}

/** The texts of an object that one is chosen from. */
function textsOfMembers(object: ts.Expression): string[] {
	const value = ts.isIdentifier(object) ? valueOf(object) : undefined;
	if (!value || !ts.isObjectLiteralExpression(value)) return [OPEN];
	return value.properties.flatMap((one) =>
		ts.isPropertyAssignment(one) ? textsOf(one.initializer) : [],
	);
}

/** What a constant of the same source holds, looked for from the inside out. */
function valueOf(name: ts.Identifier): ts.Expression | undefined {
	for (let scope: ts.Node = name; scope; scope = scope.parent) {
		if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
		const declared = scope.statements
			.filter(ts.isVariableStatement)
			.flatMap(({ declarationList }) => [...declarationList.declarations])
			.find((one) => one.name.getText() === name.text);
		if (declared) return declared.initializer;
	}
	return undefined;
}
