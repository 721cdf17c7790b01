import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../api/json';
import { readMeeting } from '../api/rows';
import { summaryText } from './summary';

/**
 * A meeting as people read it: under the names and in the order of the contract, whichever way the API spells them, its
 * summary as plain text, without `metadata`. Everything else stays, since the fields that the API answers with are not
 * documented.
 */
export function simplifyMeeting(meeting: IDataObject): IDataObject {
	const simple = readMeeting(meeting);
	delete simple.metadata;
	const { summary } = simple;
	const content = isObject(summary) && isObject(summary.general) && summary.general.content;
	return typeof content === 'string' ? { ...simple, summary: summaryText(summary) } : simple;
}
