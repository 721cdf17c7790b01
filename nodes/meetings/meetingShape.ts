import type { IBinaryKeyData, IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { keepNamed } from '../api/rows';
import { parseNames, refuse } from '../shared/values';
import { meetingMarkdown } from './markdown';
import { extractReports, type ReportMode } from './report';
import { simplifyMeeting } from './simplifyMeeting';

/** What a user wants a meeting to come out as, in the node and in the triggers alike. */
export interface MeetingShape {
	simplify: boolean;
	/** The only fields to keep, by the names that they come out under, or the node's for them; all where there are none. */
	fields?: string[];
	/** Whether to add the meeting as Markdown. */
	markdown?: boolean;
	/** What becomes of the PDF in `files`. */
	report: ReportMode;
}

/** A meeting as it comes out. */
export interface ShapedMeeting {
	json: IDataObject;
	binary: IBinaryKeyData;
}

/**
 * A meeting in the shape that was asked for. `fields` narrow what the meeting itself holds: `markdown` and the report are
 * asked for by switches of their own and stay, as does `reportError`, which says why a file stayed where it was.
 */
export async function shapeMeeting(
	meeting: IDataObject,
	{ simplify, fields = [], markdown, report }: MeetingShape,
	prepareBinaryData: IWebhookFunctions['helpers']['prepareBinaryData'],
): Promise<ShapedMeeting> {
	const base = simplify ? simplifyMeeting(meeting) : { ...meeting };
	const { data, binary, reportError } = await extractReports(base, report, prepareBinaryData);
	// The file says it all; of several it is not clear which one is which.
	if (simplify && Object.keys(binary).length > 0 && !Array.isArray(data.files)) delete data.files;
	const json = {
		...(fields.length > 0 ? keepNamed(data, 'meeting', fields) : data),
		...(markdown && { markdown: meetingMarkdown(meeting) }),
		...(reportError && { reportError }),
	};
	return { json, binary };
}

/**
 * Reads Fields to Keep: names one by one, separated by commas, or as a list in JSON.
 *
 * @param given undefined where the option is not added, an empty list where nothing was added to it
 * @throws UserError where it is neither, or holds no name: what should stay outside would come in
 */
export function fieldNames(given: unknown): string[] {
	// What n8n gives for an option that was added and left as it is.
	const isUntouched = Array.isArray(given) && given.flat(Infinity).length === 0;
	if (given === undefined || isUntouched) return [];
	const fields = parseNames(given, 'Fields to Keep', 'title');
	if (fields.length > 0) return fields;
	throw refuse(
		'Fields to Keep is empty',
		'Enter a name such as title, or remove the option to keep all. With an expression, check that the input item has the field it reads',
	);
}
