import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../api/json';
import { readText, relatedIds } from '../api/rows';
import { filesIn } from '../meetings/report';
import { parseFlag } from '../shared/values';
import type { Envelope } from './envelope';

/**
 * What a user narrows the selected events down to, as the panel gives it: a locator or a text. What is left out or empty
 * lets everything pass.
 */
export interface Filters {
	/** Of `meeting.status.changed` only; any of them. */
	statuses?: unknown;
	/** The one text that older workflows saved in its place. */
	status?: unknown;
	locale?: unknown;
	titleContains?: unknown;
	userId?: unknown;
	teamId?: unknown;
	dossierId?: unknown;
	/** Of `meeting.processed` only. */
	onlyWithReport?: unknown;
}

/**
 * Whether an event is one the user wants; a filter holds for the events that have what it looks at.
 *
 * @returns undefined where that depends on the team or dossier and the event names none
 * @throws UserError when a switch is neither on nor off
 */
export function passes({ event, data }: Envelope, filters: Filters): boolean | undefined {
	if (!event.startsWith('meeting.')) return true;
	const read = (field: string) => normalise(readText(data, 'meeting', field));
	const isOneOf = (field: string, wanted: string[]) =>
		wanted.length === 0 || wanted.includes(read(field));

	const statuses = textsIn([filters.statuses, filters.status]);
	if (event === 'meeting.status.changed' && !isOneOf('status', statuses)) return false;
	const needsReport = parseFlag(filters.onlyWithReport, 'Only With Report');
	if (event === 'meeting.processed' && needsReport && !hasReport(data)) return false;
	if (!isOneOf('locale', textsIn(filters.locale))) return false;
	if (!textsIn(filters.titleContains).every((part) => read('title').includes(part))) return false;
	// The documented payload names the user: one without is nobody's.
	if (!belongsTo('user', data, filters)) return false;
	return belongs(data, filters);
}

/** Whether a meeting is of the team and the dossier that the user wants; undefined where it does not say. */
export function belongs(meeting: IDataObject, filters: Filters): boolean | undefined {
	const answers = [belongsTo('team', meeting, filters), belongsTo('dossier', meeting, filters)];
	if (answers.includes(false)) return false;
	return answers.includes(undefined) ? undefined : true;
}

function belongsTo(
	related: 'user' | 'team' | 'dossier',
	meeting: IDataObject,
	filters: Filters,
): boolean | undefined {
	const wanted = textsIn(filters[`${related}Id`]);
	if (wanted.length === 0) return true;
	return relatedIds(meeting, 'meeting', related)?.some((id) => wanted.includes(normalise(id)));
}

function hasReport(data: Envelope['data']): boolean {
	return [filesIn(data)].flat().some((file) => isObject(file) && typeof file.content === 'string');
}

/** The texts that are not empty in what the panel gives: a text, a locator, or a fixed collection of these. */
function textsIn(given: unknown): string[] {
	if (Array.isArray(given)) return given.flatMap(textsIn);
	if (isObject(given)) return textsIn('__rl' in given ? given.value : Object.values(given));
	return [normalise(given)].filter((text) => text !== '');
}

function normalise(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number'
		? String(value).trim().toLowerCase()
		: '';
}
