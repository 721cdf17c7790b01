/** What a maintainer decided by `--map`. */
export interface Maps {
	/** The collection's call by ours; `-` where there is none any more. */
	calls: Map<string, string>;
	/** The collection's field by ours, by our call. */
	fields: Map<string, Map<string, string>>;
}

const CALL = '(?:GET|POST|PUT|PATCH|DELETE) \\/\\S*';
const CALL_MAP = new RegExp(`^(${CALL})=(${CALL}|-)$`);
const FIELD_MAP = new RegExp(`^(${CALL}) (.+?)=(.+)$`);

/**
 * Reads the arguments of `--map`: `GET /meetings/{}=GET /conversations/{}` or `POST /meetings locale=language`.
 *
 * @throws Error with one line for one that is neither, and for one thing that is decided twice
 */
export function readMaps(texts: string[]): Maps {
	const maps: Maps = { calls: new Map(), fields: new Map() };
	for (const text of texts) {
		const call = CALL_MAP.exec(text.trim());
		const field = FIELD_MAP.exec(text.trim());
		if (call) {
			put(maps.calls, call[1], call[2], call[1]);
		} else if (field) {
			const [, ours, from, to] = field;
			const fields = maps.fields.get(ours) ?? new Map<string, string>();
			put(fields, from, to, `${ours} ${from}`);
			maps.fields.set(ours, fields);
		} else {
			throw new Error(
				`--map '${text}' is neither 'METHOD /ours=METHOD /theirs' nor 'METHOD /ours field=field'`,
			);
		}
	}
	return maps;
}

function put(decided: Map<string, string>, ours: string, theirs: string, about: string): void {
	const before = decided.get(ours);
	if (before !== undefined && before !== theirs) {
		throw new Error(`--map '${about}=${theirs}': it is mapped to ${before} already`);
	}
	decided.set(ours, theirs);
}
