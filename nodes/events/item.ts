import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { type MeetingShape, shapeMeeting } from '../meetings/meetingShape';
import { namesFirst } from '../meetings/namesFirst';
import type { Envelope } from './envelope';

/**
 * How an event is given to the workflow: simplified, the fields of its object stand between `event` and `timestamp`, in
 * place of the whole envelope. A report is binary data if nothing is said of it.
 */
export type ItemSettings = Omit<MeetingShape, 'report'> & Partial<MeetingShape>;

/**
 * The one item that an event gives, the same for whichever way it came.
 *
 * @param notes what is to be told beside the event
 */
export async function toItem(
	{ data: object, ...envelope }: Envelope,
	settings: ItemSettings,
	prepareBinaryData: IWebhookFunctions['helpers']['prepareBinaryData'],
	notes: IDataObject = {},
): Promise<INodeExecutionData> {
	const { event, timestamp } = envelope;
	const { simplify } = settings;
	const shape = { report: 'binary', ...settings } as const;
	const { json: data, binary } = event.startsWith('meeting.')
		? await shapeMeeting(object, shape, prepareBinaryData)
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
	if (timestamp === undefined) return json;
	delete json.timestamp;
	return { ...json, timestamp };
}
