import type { IDataObject, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { extractReports, type ReportMode } from '../meetings/report';
import type { Envelope } from './envelope';

/** How an event is given to the workflow. */
export interface ItemSettings {
	/** Whether the fields of its object stand beside `event` and `timestamp`, in place of the whole envelope. */
	isSimple: boolean;
	/** What becomes of a report; binary data if left out. */
	report?: ReportMode;
}

/** The one item that an event gives, the same for whichever way it came. */
export async function toItem(
	{ data: object, ...envelope }: Envelope,
	{ isSimple, report = 'binary' }: ItemSettings,
	prepareBinaryData: IWebhookFunctions['helpers']['prepareBinaryData'],
): Promise<INodeExecutionData> {
	const { data, binary, reportError } = await extractReports(object, report, prepareBinaryData);
	const { event, timestamp } = envelope;
	const json: IDataObject = isSimple
		? { event, ...data, ...(timestamp !== undefined && { timestamp }) }
		: { ...envelope, data };
	return {
		// Whatever an object calls its fields, the event stays the event.
		json: { ...json, event, ...(reportError && { reportError }) },
		...(Object.keys(binary).length > 0 && { binary }),
	};
}
