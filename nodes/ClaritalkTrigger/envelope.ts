import type { IDataObject } from 'n8n-workflow';

/** What Claritalk sends (documented). `timestamp` and `meta` are borne missing; a run needs neither. */
export interface Envelope extends IDataObject {
	event: string;
	/** ISO 8601 in UTC */
	timestamp?: string;
	/** The meeting or the user that the event is about */
	data: IDataObject;
	meta?: IDataObject;
}
