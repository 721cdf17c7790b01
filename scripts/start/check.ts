import { isDeepStrictEqual } from 'node:util';

import type { Outcome } from './meeting';

/**
 * Holds what came out of the workflow against what the sandbox sent.
 *
 * @returns what differs, one text each
 */
export function differences({ sent, output, report }: Outcome): string[] {
	const { title, summary, todos } = sent.meeting;
	const files = sent.envelope.data.files as { filename: string; content: string };
	const pdf = Buffer.from(files.content, 'base64');
	const checks: Array<[what: string, actual: unknown, expected: unknown]> = [
		['the answer to the sender', sent.delivery.status, 200],
		['the title', output.title, title],
		['the summary', output.summary, summary.general.content],
		['the to-dos', output.todos, todos],
		["the report's name", output.report, files.filename],
		["the report file's name", report.fileName, files.filename],
		["the report's bytes", report.bytes.equals(pdf), true],
	];
	return checks
		.filter(([, actual, expected]) => !isDeepStrictEqual(actual, expected))
		.map(([what]) => what);
}
