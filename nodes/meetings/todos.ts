import type { IDataObject } from 'n8n-workflow';

import { keyedRows } from '../api/answers';
import { isObject, tryJson } from '../api/json';
import { readField, readText, rowId } from '../api/rows';
import { textOf } from './text';

/**
 * The members of a meeting's to-dos, topics or themes, which may also be keyed by numbers, in an envelope, in groups, written
 * as JSON, or be one alone.
 */
export function membersOf(meeting: IDataObject, name: string): unknown[] {
	const value = readField(meeting, 'meeting', name);
	const parsed = typeof value === 'string' ? tryJson(value) : undefined;
	return listIn(typeof parsed === 'object' ? parsed : value).filter(holdsSomething);
}

/**
 * The to-dos of a meeting, one object each: of which meeting it is, its place in the list, its words, and the to-do itself as
 * it came.
 *
 * @param askedId the ID that the meeting was asked for with, for an answer that does not repeat it
 */
export function todosOf(meeting: IDataObject, askedId: string): IDataObject[] {
	const meetingId = rowId(meeting, 'meeting') ?? askedId;
	const meetingTitle = readText(meeting, 'meeting', 'title');
	return membersOf(meeting, 'todos').map((todo, index) => ({
		meetingId,
		meetingTitle,
		index,
		text: textOf(todo),
		todo: todo as IDataObject[string],
	}));
}

function listIn(value: unknown): unknown[] {
	if (!isObject(value)) return [value].flat();
	const envelope = [value.data, value.items].find(Array.isArray);
	if (envelope) return envelope;
	const members = Object.values(value);
	const isKeyed = Object.keys(value).every((key) => /^\d+$/.test(key));
	if (isKeyed || members.every(Array.isArray)) return members.flat();
	return keyedRows(value) ?? [value];
}

function holdsSomething(member: unknown): boolean {
	if (typeof member === 'object' && member !== null) return Object.keys(member).length > 0;
	return typeof member === 'string' ? member.trim() !== '' : typeof member === 'number';
}
