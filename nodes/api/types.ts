import type { IDataObject } from 'n8n-workflow';

/**
 * A meeting as the `meeting.processed` webhook describes it (documented there). That the API answers
 * with the same names is inferred, so nothing may depend on a field being there.
 */
export interface Meeting extends IDataObject {
	/** UUID */
	meetingId?: string;
	/** UUID of the owner */
	userId?: string;
	title?: string;
	/** Such as `nl`, `fr`, `en` */
	locale?: string;
	/** `Meeting processed` is the only documented text */
	status?: string;
	summaryQualityFlag?: boolean;
	/** `YYYY-MM-DD HH:MM:SS`, without a zone */
	createdAt?: string;
	updatedAt?: string;
	summary?: { general?: { type?: string; content?: string } };
	themes?: IDataObject[];
	todos?: IDataObject[];
	discussionTopics?: IDataObject[];
	metadata?: IDataObject;
}

/** A user. No field is documented beside `userId`; the names follow those of the webhook. */
export interface User extends IDataObject {
	/** UUID */
	userId?: string;
	email?: string;
	firstName?: string;
	lastName?: string;
	role?: string;
	createdAt?: string;
}

/** A team; its fields are inferred. */
export interface Team extends IDataObject {
	teamId?: string;
	name?: string;
}

/** A dossier: a client's file, as accountants keep it; its fields are inferred. */
export interface Dossier extends IDataObject {
	dossierId?: string;
	name?: string;
}

/** The events that Claritalk sends to the registered webhook URL (documented). */
export const EVENTS = ['meeting.processed', 'meeting.status.changed', 'users.created'] as const;

/** What Claritalk sends (documented). `timestamp` and `meta` are borne missing; a run needs neither. */
export interface Envelope extends IDataObject {
	event: string;
	/** ISO 8601 in UTC */
	timestamp?: string;
	/** The meeting or the user that the event is about */
	data: IDataObject;
	meta?: IDataObject;
}
