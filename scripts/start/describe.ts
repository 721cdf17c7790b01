import type { Outcome } from './meeting';

/** What came out of the workflow, as lines to print. */
export function describe({ sent, output, report }: Outcome): string[] {
	const todos = output.todos as unknown[];
	return [
		`Meeting    ${String(output.title)}`,
		`Summary    ${String(output.summary)}`,
		`To-dos     ${todos.length}`,
		...todos.map((todo) => `           ${typeof todo === 'string' ? todo : JSON.stringify(todo)}`),
		`Report     ${report.fileName} (${report.bytes.length} bytes)`,
		`Answered   ${sent.delivery.status} ${sent.delivery.body} in ${Math.round(sent.delivery.ms)} ms`,
	];
}
