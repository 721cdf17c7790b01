import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { fieldNames, type MeetingShape, shapeMeeting } from '../meetings/meetingShape';
import { namesFirst } from '../meetings/namesFirst';
import { markdownSwitch } from '../shared/meetingOutput';
import { parseFlag, parseOption } from '../shared/values';
import type { Envelope } from './envelope';
import { type EventOptions, report } from './properties';

/**
 * How a trigger's panel wants events to be given: simplified, the fields of their object stand between `event` and
 * `timestamp`, in place of the whole envelope.
 */
export function itemSettings(simplify: unknown, options: EventOptions): MeetingShape {
	const { report: mode = report.default, markdown = false } = options;
	return {
		simplify: parseFlag(simplify, 'Simplify'),
		report: parseOption(mode, report),
		fields: fieldNames(options.fields),
		markdown: parseFlag(markdown, markdownSwitch.displayName),
	};
}

/**
 * The one item that an event gives, the same for whichever way it came.
 *
 * @param notes what is to be told beside the event
 */
export async function toItem(
	{ data: object, ...envelope }: Envelope,
	settings: MeetingShape,
	prepareBinaryData: IWebhookFunctions['helpers']['prepareBinaryData'],
	notes: IDataObject = {},
): Promise<INodeExecutionData> {
	const { event, timestamp } = envelope;
	const { simplify } = settings;
	const { json: data, binary } = event.startsWith('meeting.')
		? await shapeMeeting(object, settings, prepareBinaryData)
		: { json: simplify ? namesFirst(object, 'user') : object, binary: {} };
	return {
		json: simplify
			? between(event, { ...data, ...notes }, timestamp)
			: { ...envelope, data, ...notes },
		...(Object.keys(binary).length > 0 && { binary }),
	};
}

/** Whatever an object calls its fields, the event stays the event and the first, its time the last. */
function between(event: string, object: IDataObject, timestamp: IDataObject[string]): IDataObject {
	const json: IDataObject = { event, ...object };
	json.event = event;
	delete json.timestamp;
	return timestamp === undefined ? json : { ...json, timestamp };
}
