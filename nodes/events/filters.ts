import { isObject } from '../api/json';
import { readText } from '../api/rows';
import { filesIn } from '../meetings/report';
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
	onlyWithReport?: boolean;
}

/** The filters that want a field of the meeting to be just so. */
const EQUAL = ['locale', 'userId', 'teamId', 'dossierId'] as const;

/** Whether an event is one the user wants; a filter holds for the events that have what it looks at. */
export function passes({ event, data }: Envelope, filters: Filters): boolean {
	if (!event.startsWith('meeting.')) return true;
	const read = (field: string) => normalise(readText(data, 'meeting', field));
	const isOneOf = (field: string, wanted: string[]) =>
		wanted.length === 0 || wanted.includes(read(field));

	const statuses = textsIn([filters.statuses, filters.status]);
	if (event === 'meeting.status.changed' && !isOneOf('status', statuses)) return false;
	if (event === 'meeting.processed' && filters.onlyWithReport && !hasReport(data)) return false;
	return (
		EQUAL.every((field) => isOneOf(field, textsIn(filters[field]))) &&
		textsIn(filters.titleContains).every((part) => read('title').includes(part))
	);
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
