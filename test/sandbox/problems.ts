/** An answer that is no success, in Laravel's form (inferred). */
export class Problem extends Error {
	constructor(
		readonly statusCode: number,
		message: string,
		readonly errors?: Record<string, string[]>,
	) {
		super(message);
	}

	get body(): { message: string; errors?: Record<string, string[]> } {
		return { message: this.message, ...(this.errors && { errors: this.errors }) };
	}
}

export const notFound = (subject: string) =>
	new Problem(404, `No query results for model [App\\Models\\${subject}].`);

export const forbidden = () => new Problem(403, 'This action is unauthorized.');

/** Refuses fields as Laravel's validation does. */
export function invalid(errors: Record<string, string>): Problem {
	const lists = Object.fromEntries(Object.entries(errors).map(([field, text]) => [field, [text]]));
	const [first] = Object.values(errors);
	return new Problem(422, first, lists);
}

/** Asks that all named fields are filled texts. */
export function requireFields(body: unknown, ...names: string[]): Record<string, unknown> {
	const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
	const missing = names.filter((name) => typeof fields[name] !== 'string' || fields[name] === '');
	if (missing.length > 0) {
		throw invalid(
			Object.fromEntries(missing.map((name) => [name, `The ${name} field is required.`])),
		);
	}
	return fields;
}
