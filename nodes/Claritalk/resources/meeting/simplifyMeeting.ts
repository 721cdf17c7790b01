import type { IDataObject } from 'n8n-workflow';

import type { Meeting } from '../../../api/types';

/**
 * A meeting with its summary as plain text and without what few workflows read: `metadata`, `files` and
 * `summaryQualityFlag`. Everything else stays, since the fields that the API answers with are not documented.
 */
export function simplifyMeeting(meeting: Meeting): IDataObject {
	const simple: IDataObject = { ...meeting };
	for (const field of ['metadata', 'files', 'summaryQualityFlag']) delete simple[field];
	const text = meeting.summary?.general?.content;
	return text === undefined ? simple : { ...simple, summary: text };
}
