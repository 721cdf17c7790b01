import type { IDataObject } from 'n8n-workflow';

import { keyedRows } from '../api/answers';
import { isObject } from '../api/json';
import { readField, readText, rowId } from '../api/rows';
import { textOf } from './text';

/** The members of a meeting's to-dos, topics or themes, which may also be keyed by numbers, or be one alone. */
export function membersOf(meeting: IDataObject, name: string): unknown[] {
	const list = readField(meeting, 'meeting', name);
	return (keyedRows(list) ?? [list]).flat().filter(holdsSomething);
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

function holdsSomething(member: unknown): boolean {
	if (isObject(member)) return Object.keys(member).length > 0;
	return member !== undefined && member !== null && member !== '';
}
