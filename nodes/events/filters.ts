import { isObject } from '../api/json';
import { readText } from '../api/rows';
import type { Envelope } from './envelope';

/** What a user narrows the selected events down to; what is left out or empty lets everything pass. */
export interface Filters {
	/** Of `meeting.status.changed` only. */
	status?: string;
	locale?: string;
	titleContains?: string;
	/** Of `meeting.processed` only. */
	onlyWithReport?: boolean;
}

/** Whether an event is one the user wants; a filter holds for the events that have what it looks at. */
export function passes({ event, data }: Envelope, filters: Filters): boolean {
	const { status, locale, titleContains, onlyWithReport } = filters;
	if (!event.startsWith('meeting.')) return true;
	const read = (field: string) => readText(data, 'meeting', field);
	if (event === 'meeting.status.changed' && !equals(read('status'), status)) return false;
	if (event === 'meeting.processed' && onlyWithReport && !hasReport(data.files)) return false;
	return (
		equals(read('locale'), locale) && normalise(read('title')).includes(normalise(titleContains))
	);
}

function hasReport(files: unknown): boolean {
	return [files].flat().some((file) => isObject(file) && typeof file.content === 'string');
}

function equals(actual: string, wanted: string | undefined): boolean {
	return normalise(wanted) === '' || normalise(actual) === normalise(wanted);
}

function normalise(value: unknown): string {
	return typeof value === 'string' ? value.trim().toLowerCase() : '';
}
