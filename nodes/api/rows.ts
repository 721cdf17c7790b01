import type { IDataObject } from 'n8n-workflow';

import type { RowKind } from './endpoints';
import { isObject } from './json';

/**
 * Other names under which a field was seen or may be expected, in the order to try them; the name itself is
 * found in any spelling (`meetingId`, `meeting_id`, `MeetingID`).
 */
const OTHER_NAMES: Record<RowKind, Record<string, string[]>> = {
	meeting: {
		meetingId: ['meetingUuid', 'conversationId', 'uuid', 'id', '_id'],
		title: ['name', 'subject'],
		status: ['meetingStatus', 'state'],
		createdAt: ['created'],
		updatedAt: ['updated', 'modifiedAt'],
	},
	user: {
		userId: ['userUuid', 'uuid', 'id', '_id'],
		name: ['fullName', 'displayName'],
		firstName: ['givenName'],
		lastName: ['familyName', 'surname'],
		email: ['emailAddress', 'mail'],
	},
	team: { teamId: ['teamUuid', 'uuid', 'id', '_id'], name: ['teamName', 'title', 'displayName'] },
	dossier: {
		dossierId: ['dossierUuid', 'uuid', 'id', '_id'],
		name: ['dossierName', 'title', 'displayName'],
	},
};

/** A meeting's fields in the order in which people read them (contract). */
const MEETING_ORDER = [
	'title',
	'status',
	'summary',
	'todos',
	'themes',
	'discussionTopics',
	'createdAt',
	'updatedAt',
	'locale',
	'summaryQualityFlag',
	'meetingId',
	'userId',
	'teamId',
	'dossierId',
];

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

/** A meeting with its fields under the node's names and in the order of the contract; whatever else came follows as it came. */
export function readMeeting(row: IDataObject): IDataObject {
	const rest = flattened(row);
	const keyOf = keyFinder(rest, 'meeting');
	const meeting: IDataObject = {};
	for (const name of MEETING_ORDER) {
		const isSpelledSo = (key: string) => canonical(key) === canonical(name);
		const key = keyOf(name) ?? Object.keys(rest).find(isSpelledSo);
		if (key === undefined) continue;
		meeting[name] = rest[key];
		delete rest[key];
		delete rest[name];
	}
	return { ...meeting, ...rest };
}

/** Finds the key under which a row holds a field that has something in it. */
export function keyFinder(row: IDataObject, kind: RowKind): (name: string) => string | undefined {
	let keys: Map<string, string> | undefined;
	return (name) => {
		if (isFilled(row[name])) return name;
		keys ??= new Map(
			Object.keys(row)
				.filter((key) => isFilled(row[key]))
				.map((key) => [canonical(key), key]),
		);
		for (const candidate of [name, ...(OTHER_NAMES[kind][name] ?? [])]) {
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

/** A name without what differs between spellings. */
export function canonical(name: string): string {
	return name.replace(/[_\- ]/g, '').toLowerCase();
}

function isFilled(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}
