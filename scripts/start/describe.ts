import type { Outcome } from './meeting';

/** What came out of the workflow, as lines to print. */
export function describe({ sent, output, report }: Outcome): string[] {
	const todos = output.todos as unknown[];
	return [
		`Meeting    ${String(output.title)}`,
		`Summary    ${String(output.summary)}`,
		`To-dos     ${todos.length}`,
		...todos.map((todo) => `           ${textOf(todo)}`),
		`Report     ${report.fileName} (${report.bytes.length} bytes)`,
		`Delivery   answered with ${sent.delivery.status} in ${Math.round(sent.delivery.ms)} ms`,
	];
}

/** A to-do as a person writes it; one in another shape than the sandbox's as it is. */
function textOf(todo: unknown): string {
	const { text, assignee } = todo as { text?: string; assignee?: string };
	return text === undefined ? JSON.stringify(todo) : `${text} (${assignee ?? 'nobody'})`;
}
