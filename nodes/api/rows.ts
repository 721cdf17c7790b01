import type { IDataObject } from 'n8n-workflow';

import type { AnswerField, RowKind } from './facts';
import { isFilled, isObject } from './json';
import { canonical } from './names';
import { table } from './table';

/** What the ID of anything that can be asked for is called. */
const ID_NAMES = new Set(
	[
		...Object.entries<Record<string, AnswerField>>(table.rows).flatMap(
			([kind, fields]) => fields[`${kind}Id`].names,
		),
		...Object.keys(table.endpoints).flatMap((resource) => [`${resource}Id`, `${resource}Uuid`]),
	].map(canonical),
);

/** Whether a field holds the ID of something that can be asked for. */
export function isIdName(name: string): boolean {
	return ID_NAMES.has(canonical(name));
}

/** The value of a row's field, whichever spelling the API uses; undefined when there is none. */
export function readField(row: IDataObject, kind: RowKind, name: string): unknown {
	const flat = flattened(row);
	const key = keyFinder(flat, kind)(name);
	return key === undefined ? undefined : flat[key];
}

/** A field as text; a number is written out, what no person could read is left out. */
export function readText(row: IDataObject, kind: RowKind, name: string): string {
	const field = readField(row, kind, name);
	// A status or a team may come with a number and a name.
	const value = isObject(field) ? (field.name ?? field.label ?? field.value) : field;
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** A row's own ID. */
export function rowId(row: IDataObject, kind: RowKind): string | undefined {
	return readText(row, kind, `${kind}Id`) || undefined;
}

/**
 * The IDs of what a row belongs to, such as its team: as `team_id`, or within `team`.
 *
 * @param isId whether a text is an ID where it may also be a name, as in `"team": "Audit"`
 * @returns none where the row says that there is none; undefined where it does not say
 */
export function relatedIds(
	row: IDataObject,
	kind: RowKind,
	related: RowKind,
	isId: (text: string) => boolean,
): string[] | undefined {
	const flat = flattened(row);
	const fields: Readonly<Record<string, AnswerField>> = table.rows[kind];
	const names = [related, `${related}Id`, ...(fields[`${related}Id`]?.names ?? [])].map(canonical);
	const values = Object.entries(flat)
		.filter(([key]) => names.includes(canonical(key)))
		.flatMap(([key, value]) => [value].flat().map((one: unknown) => ({ key, value: one })));
	const known = values.filter(({ value }) => isFilled(value));
	const ids = known.flatMap(({ key, value }) => {
		if (isObject(value)) return rowId(value, related) ?? [];
		if (typeof value !== 'string' && typeof value !== 'number') return [];
		const text = String(value).trim();
		return canonical(key) !== related || isId(text) ? text : [];
	});
	const isUnsaid = values.length === 0 || (known.length > 0 && ids.length === 0);
	return isUnsaid ? undefined : ids;
}

/** A meeting with its fields under the node's names and in the order of the table; whatever else came follows as it came. */
export function readMeeting(row: IDataObject): IDataObject {
	const rest = flattened(row);
	const keyOf = keyFinder(rest, 'meeting');
	const meeting: IDataObject = {};
	for (const name of Object.keys(table.rows.meeting)) {
		const isSpelledSo = (key: string) => canonical(key) === canonical(name);
		const key = keyOf(name) ?? Object.keys(rest).find(isSpelledSo);
		if (key === undefined) continue;
		meeting[name] = rest[key];
		delete rest[key];
		delete rest[name];
	}
	return { ...meeting, ...rest };
}

/** A row with only the fields of these names, which may be the API's or the node's. They stay where they stand. */
export function keepNamed(row: IDataObject, kind: RowKind, names: string[]): IDataObject {
	const wanted = new Set(names.map(canonical));
	const keyOf = keyFinder(flattened(row), kind);
	const isWanted = (name: string) => wanted.has(canonical(name));
	const keys = new Set(Object.keys(table.rows[kind]).filter(isWanted).map(keyOf));
	const keep = (fields: IDataObject) =>
		Object.fromEntries(Object.entries(fields).filter(([key]) => keys.has(key) || isWanted(key)));
	const kept = keep(row);
	const inside = isObject(row.attributes) ? keep(row.attributes) : {};
	const isInside = !('attributes' in kept) && Object.keys(inside).length > 0;
	return isInside ? { ...kept, attributes: inside } : kept;
}

/** A row with another value for a field, under the name that it has there. */
export function withField(
	row: IDataObject,
	kind: RowKind,
	name: string,
	value: IDataObject[string],
): IDataObject {
	const key = keyFinder(flattened(row), kind)(name) ?? name;
	const { attributes } = row;
	const isNested = isObject(attributes) && key in attributes;
	return isNested
		? { ...row, attributes: { ...attributes, [key]: value } as IDataObject }
		: { ...row, [key]: value };
}

/** An answer with what it says nothing of, and its row in a list does; what it says itself stays as it is. */
export function withRow(answer: IDataObject, row: IDataObject, kind: RowKind): IDataObject {
	const fields: Readonly<Record<string, AnswerField>> = table.rows[kind];
	const spellings = Object.entries(fields).map(([name, { names }]) =>
		[name, ...names].map(canonical),
	);
	const said = Object.keys(flattened(answer)).map(canonical);
	const isSaid = (key: string) => {
		const same = spellings.find((names) => names.includes(canonical(key))) ?? [canonical(key)];
		return same.some((name) => said.includes(name));
	};
	const lacking = Object.entries(flattened(row)).filter(([key]) => !isSaid(key));
	return { ...answer, ...Object.fromEntries(lacking) };
}

/** Finds the key under which a row holds a field that has something in it. */
export function keyFinder(row: IDataObject, kind: RowKind): (name: string) => string | undefined {
	const fields: Readonly<Record<string, AnswerField>> = table.rows[kind];
	let keys: Map<string, string> | undefined;
	return (name) => {
		if (isFilled(row[name])) return name;
		keys ??= new Map(
			Object.keys(row)
				.filter((key) => isFilled(row[key]))
				.map((key) => [canonical(key), key]),
		);
		for (const candidate of [name, ...(fields[name]?.names ?? [])]) {
			const key = keys.get(canonical(candidate));
			if (key !== undefined) return key;
		}
		return undefined;
	};
}

/** A copy of a row; one of JSON:API keeps its fields one level down. */
function flattened(row: IDataObject): IDataObject {
	const { attributes, ...rest } = row;
	return isObject(attributes) ? { ...rest, ...attributes } : { ...row };
}
