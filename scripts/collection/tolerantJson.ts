const STRING = '"(?:\\\\.|[^"\\\\])*"';
const NO_JSON = new RegExp(`${STRING}|//[^\\n\\r]*|/\\*[^]*?\\*/|\\{\\{[^{}]*\\}\\}`, 'g');
const LOOSE_COMMA = new RegExp(`${STRING}|,(?=\\s*[}\\]])`, 'g');
const COMMENTED = new RegExp(
	`^\\s*(${STRING})\\s*:\\s*(?:${STRING}|[^"/\\n])*?//\\s*(.*?)\\s*$`,
	'gm',
);

/**
 * JSON as people write it into examples: with comments, with variables (`{{id}}`) where a value stands, and with a
 * comma after the last member.
 *
 * @returns undefined for what is no JSON
 */
export function tolerantJson(text: string): unknown {
	const bare = text
		.replace(NO_JSON, (token) => {
			if (token.startsWith('"')) return token;
			return token.startsWith('{{') ? JSON.stringify(token) : '';
		})
		.replace(LOOSE_COMMA, (token) => (token === ',' ? '' : token));
	try {
		return JSON.parse(bare);
	} catch {
		return undefined;
	}
}

/** What the comments behind the members of a JSON text say, by the members' names. */
export function commentsIn(text: string): Map<string, string> {
	return new Map(
		[...text.matchAll(COMMENTED)].map(([, name, comment]) => [JSON.parse(name) as string, comment]),
	);
}
