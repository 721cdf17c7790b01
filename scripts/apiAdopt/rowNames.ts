import type { AnswerField, RowKind, Table } from '../../nodes/api/facts';
import { isObject } from '../collection/text';
import type { Match, Row } from './matching';
import { wordsOf } from './words';

/** Puts first what the saved answers call the fields that are read; that is documented then. */
export function documentRows(rows: Table['rows'], matches: Match[]): Table['rows'] {
	return Object.fromEntries(
		Object.entries(rows).map(([kind, fields]) => {
			const keys = matches
				.filter(({ row }) => row.endpoint.rows === kind || isGet(row, kind))
				.flatMap(({ request }) => keysOf(request?.answer?.body));
			return [kind, documented(fields, keys, kind as RowKind)];
		}),
	) as Table['rows'];
}

/** Other calls are about such a row, too, but answer with something else. */
function isGet({ resource, operation }: Row, kind: string): boolean {
	return resource === kind && operation === 'get';
}

function documented(
	fields: Table['rows'][RowKind],
	keys: string[],
	kind: RowKind,
): Record<string, AnswerField> {
	const spelled = new Set(keys.map((key) => wordsOf(key).join('')));
	return Object.fromEntries(
		Object.entries(fields).map(([name, field]) => {
			const found = field.names.find((one) => spelled.has(wordsOf(one).join('')));
			// `name` may well be another field than `title` where both are there: the first that is found counts.
			if (found === undefined || keys.length === 0) return [name, field];
			const names = [found, ...field.names.filter((one) => one !== found)];
			return [name, { names: name === `${kind}Id` ? field.names : names, evidence: 'documented' }];
		}),
	);
}

/** The fields of the row, or the first of the rows, in an answer. */
function keysOf(body: unknown): string[] {
	const inner = isObject(body) && body.data !== undefined ? body.data : body;
	const row: unknown = Array.isArray(inner) ? inner[0] : inner;
	return isObject(row) ? Object.keys(row) : [];
}
