import type { INodeProperties } from 'n8n-workflow';

import { fieldNames, type MeetingShape, withoutUntouched } from '../../meetings/meetingShape';
import { fieldsToKeep, markdownSwitch } from '../../shared/meetingOutput';
import { parseFlag } from '../../shared/values';
import type { ItemParameters } from '../parameters';

const report: INodeProperties = {
	displayName: 'Report',
	name: 'report',
	type: 'boolean',
	default: true,
	description:
		'Whether to give the PDF report as a file, in the binary field "report", where the answer of Claritalk holds one',
};

/** What an operation adds to a meeting and leaves out of it. */
export const meetingOutput: INodeProperties = {
	displayName: 'Meeting Output',
	name: 'meetingOutput',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [fieldsToKeep, markdownSwitch, report],
};

/**
 * What an item's meetings are to come out as: its Simplify and its Meeting Output.
 *
 * @throws UserError naming the field and the cure
 */
export function readMeetingShape(parameters: ItemParameters): MeetingShape {
	const { name } = meetingOutput;
	const switches = withoutUntouched(parameters.collection(name), parameters.written(name));
	return {
		simplify: parameters.flag('simplify'),
		fields: fieldNames(switches.fields),
		markdown: parseFlag(switches.markdown, markdownSwitch.displayName),
		// Where nobody asks for the file, the answer stays as it came.
		report: parseFlag(switches.report, report.displayName) ? 'binary' : 'base64',
	};
}
