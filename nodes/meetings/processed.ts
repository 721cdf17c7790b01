import type { IDataObject } from 'n8n-workflow';

import { readField, readText } from '../api/rows';
import { summaryText } from './summary';

/** The only documented status text of a meeting whose processing is complete is "Meeting processed". */
const PROCESSED = /^(meeting )?(is )?(fully )?processed$/;

/** Whether a meeting is processed, by its own status; that which lists have for it may be in other words. */
export function isProcessed(meeting: IDataObject): boolean {
	return saysProcessed(readText(meeting, 'meeting', 'status'));
}

/** Whether a meeting has what only its processing makes. */
export function holdsResults(meeting: IDataObject): boolean {
	return summaryText(readField(meeting, 'meeting', 'summary')) !== '';
}

/** Whether a status is the documented one, however it is spelled. */
export function saysProcessed(status: string): boolean {
	return PROCESSED.test(status.toLowerCase().replace(/[_\-.]/g, ' '));
}
