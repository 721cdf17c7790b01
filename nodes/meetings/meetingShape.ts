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
 * A collection for {@link fieldNames} to read: without its `fields` where they were added and left as they are.
 *
 * @param written the same before expressions are resolved: an empty list that one gives is nothing that nobody touched
 */
export function withoutUntouched<Options extends object>(
	options: Options & { fields?: unknown },
	written: { fields?: unknown },
): Options {
	if (!('fields' in options)) return options;
	const { fields, ...rest } = options;
	const isUntouched = Array.isArray(written.fields) && written.fields.flat(Infinity).length === 0;
	// An expression that gives nothing is no option that nobody added.
	return (isUntouched ? rest : { ...rest, fields: fields ?? null }) as Options;
}

/**
 * Reads Fields to Keep: names one by one, separated by commas, or as a list in JSON.
 *
 * @param given undefined where the option is not added
 * @throws UserError where it is no list of names, or holds none: what should stay outside would come in
 */
export function fieldNames(given: unknown): string[] {
	if (given === undefined) return [];
	const fields = parseNames(given, 'Fields to Keep', 'title');
	if (fields.length > 0) return fields;
	throw refuse(
		'Fields to Keep is empty',
		'Enter a name such as title, or remove the option to keep all. With an expression, check that the input item has the field it reads',
	);
}
