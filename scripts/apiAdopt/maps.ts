/** What a maintainer decided by `--map`. */
export interface Maps {
	/** The collection's call by ours; `-` where there is none any more. */
	calls: Map<string, string>;
	/** The collection's field by ours, by our call. */
	fields: Map<string, Map<string, string>>;
	/** What was asked for and fits nothing. */
	unused: Set<string>;
}

const CALL = '(?:GET|POST|PUT|PATCH|DELETE) \\/\\S*';
const CALL_MAP = new RegExp(`^(${CALL})=(${CALL}|-)$`);
const FIELD_MAP = new RegExp(`^(${CALL}) (.+?)=(.+)$`);

/**
 * Reads the arguments of `--map`: `GET /meetings/{}=GET /conversations/{}` or `POST /meetings locale=language`.
 *
 * @throws Error with one line for one that is neither
 */
export function readMaps(texts: string[]): Maps {
	const maps: Maps = { calls: new Map(), fields: new Map(), unused: new Set(texts) };
	for (const text of texts) {
		const call = CALL_MAP.exec(text.trim());
		const field = FIELD_MAP.exec(text.trim());
		if (call) {
			maps.calls.set(call[1], call[2]);
		} else if (field) {
			const [, ours, from, to] = field;
			maps.fields.set(ours, (maps.fields.get(ours) ?? new Map<string, string>()).set(from, to));
		} else {
			throw new Error(
				`--map '${text}' is neither 'METHOD /ours=METHOD /theirs' nor 'METHOD /ours field=field'`,
			);
		}
	}
	return maps;
}
