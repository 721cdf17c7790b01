import type { IDataObject } from 'n8n-workflow';

/** What Claritalk sends (documented). A run needs the event's name and `data`; all else may be anything or missing. */
export interface Envelope extends IDataObject {
	event: string;
	/** ISO 8601 in UTC */
	timestamp?: IDataObject[string];
	/** The meeting or the user that the event is about */
	data: IDataObject;
	meta?: IDataObject[string];
}
