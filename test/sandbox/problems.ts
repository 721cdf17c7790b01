/** An answer that is no success, in Laravel's words (inferred). */
export class Problem extends Error {
	constructor(
		readonly statusCode: number,
		message: string,
		/** What is wrong, by field. */
		readonly errors?: Record<string, string[]>,
		readonly headers: Record<string, string | number> = {},
	) {
		super(message);
	}
}

export const notFound = (subject: string) =>
	new Problem(404, `No query results for model [App\\Models\\${subject}].`);

/** An address that no route has. */
export const MISSING_ROUTE = /^The route .* could not be found\.$/;

export const noRoute = (path: string) => new Problem(404, `The route ${path} could not be found.`);

export const forbidden = () => new Problem(403, 'This action is unauthorized.');

/**
 * Refuses fields as Laravel's validation does.
 *
 * @param errors what is wrong, by field; at least one
 */
export function invalid(errors: Record<string, string>): Problem {
	const lists = Object.fromEntries(Object.entries(errors).map(([field, text]) => [field, [text]]));
	const [first, ...more] = Object.values(errors);
	const count = `(and ${more.length} more error${more.length === 1 ? '' : 's'})`;
	return new Problem(422, more.length === 0 ? first : `${first} ${count}`, lists);
}
