import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../api/json';
import { readText, relatedIds } from '../api/rows';
import { hasReport } from '../meetings/report';
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
 * @returns undefined where that depends on the user, team or dossier and the event names none
 * @throws UserError when a switch is neither on nor off
 */
export function passes({ event, data }: Envelope, filters: Filters): boolean | undefined {
	if (!event.startsWith('meeting.')) return true;
	const read = (field: string) => normalise(readText(data, 'meeting', field));

	const statuses = textsIn([filters.statuses, filters.status]);
	const isWanted = statuses.length === 0 || statuses.includes(read('status'));
	if (event === 'meeting.status.changed' && !isWanted) return false;
	const needsReport = parseFlag(filters.onlyWithReport, 'Only With Report');
	if (event === 'meeting.processed' && needsReport && !hasReport(data)) return false;
	if (!isIn(read('locale'), wordsIn(filters.locale))) return false;
	if (!textsIn(filters.titleContains).every((part) => read('title').includes(part))) return false;
	return belongs(data, filters);
}

/** Whether a language is one of those that are wanted: `nl` is also that of Belgium, `nl-BE` only that. */
function isIn(locale: string, wanted: string[]): boolean {
	const tag = (text: string) => `${text.replace(/_/g, '-')}-`;
	return wanted.length === 0 || wanted.some((one) => tag(locale).startsWith(tag(one)));
}

/** Whether a meeting is of the user, team and dossier that are wanted; undefined where it does not say. */
export function belongs(meeting: IDataObject, filters: Filters): boolean | undefined {
	const kinds = ['user', 'team', 'dossier'] as const;
	const answers = kinds.map((kind) => belongsTo(kind, meeting, filters));
	if (answers.includes(false)) return false;
	return answers.includes(undefined) ? undefined : true;
}

function belongsTo(
	related: 'user' | 'team' | 'dossier',
	meeting: IDataObject,
	filters: Filters,
): boolean | undefined {
	const wanted = wordsIn(filters[`${related}Id`]);
	if (wanted.length === 0) return true;
	const forms = wanted.map(formOf);
	const isId = (text: string) => forms.includes(formOf(normalise(text)));
	const ids = relatedIds(meeting, 'meeting', related, isId);
	return ids?.some((id) => wanted.includes(normalise(id)));
}

/** What is alike in IDs of one kind: that they are numbers, or where a UUID has its dashes. */
function formOf(id: string): string {
	return /^\d+$/.test(id) ? 'number' : id.replace(/[a-z\d]/g, 'x');
}

/** The words in what the panel gives, for what is one word each: as a list, or in one text. */
function wordsIn(given: unknown): string[] {
	return textsIn(given).flatMap((text) => text.split(/[\s,;"'()[\]{}]+/).filter(Boolean));
}

/** The texts that are not empty in what the panel gives: a text, a locator, or a fixed collection of these. */
function textsIn(given: unknown): string[] {
	if (Array.isArray(given)) return given.flatMap(textsIn);
	if (isObject(given)) return textsIn('__rl' in given ? given.value : Object.values(given));
	return [normalise(given)].filter((text) => text !== '');
}

/** A text as it is compared: no matter its case, how its accents are composed, which blanks it has, and what nobody sees. */
function normalise(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number'
		? String(value)
				.normalize('NFKC')
				.replace(/\p{Cf}/gu, '')
				.replace(/\s+/g, ' ')
				.trim()
				.toLowerCase()
		: '';
}
