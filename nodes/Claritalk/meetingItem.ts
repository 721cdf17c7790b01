import type { IDataObject } from 'n8n-workflow';

import { type MeetingShape, shapeMeeting } from '../meetings/meetingShape';
import { type Call, ItemWithFiles } from './resources/operation';

/** A meeting as an output item, in the shape that was asked for. */
export async function meetingItem(
	{ prepareBinaryData }: Call,
	meeting: IDataObject,
	shape: MeetingShape,
): Promise<ItemWithFiles> {
	const { json, binary } = await shapeMeeting(meeting, shape, prepareBinaryData);
	return new ItemWithFiles(json, binary);
}
