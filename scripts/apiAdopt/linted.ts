import { relative } from 'node:path';

import { ESLint } from 'eslint';

import { formatted } from '../formatted';

/**
 * A made file as the linter and prettier leave it.
 *
 * @param path where it will stand
 * @throws Error that names what the linter cannot mend
 */
export async function linted(root: string, path: string, text: string): Promise<string> {
	const fixer = linterOf(root, true);
	const [{ output }] = await fixer.lintText(await formatted(text, 'typescript'), {
		filePath: path,
	});
	const whole = await formatted(output ?? (await formatted(text, 'typescript')), 'typescript');
	const [{ messages }] = await linterOf(root, false).lintText(whole, { filePath: path });
	if (messages.length === 0) return whole;
	const [{ message, line, ruleId }] = messages;
	throw new Error(`${relative(root, path)}:${line}: ${message} (${ruleId})`);
}

const linters = new Map<string, ESLint>();

function linterOf(cwd: string, fix: boolean): ESLint {
	const key = `${cwd} ${fix}`;
	const linter = linters.get(key) ?? new ESLint({ cwd, fix });
	linters.set(key, linter);
	return linter;
}
