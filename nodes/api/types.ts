/**
 * What the API works with. Only the meeting is documented, and that in the `meeting.processed` webhook; that the API
 * answers with the same names, and everything else here, is inferred. So nothing depends on a field being there.
 *
 * The output schemas of the node are made from these types (`npm run schemas`).
 */

/** A meeting with all its parts. */
export type Meeting = {
	/** UUID */
	meetingId?: string;
	/** UUID of the owner */
	userId?: string;
	teamId?: string | null;
	dossierId?: string | null;
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
	themes?: object[];
	todos?: object[];
	discussionTopics?: object[];
	metadata?: object;
};

/** A meeting with its summary as plain text and without `metadata`. */
export type SimplifiedMeeting = Omit<Meeting, 'metadata' | 'summary'> & {
	summary?: string;
};

/** What the trigger gives for a processed meeting: its report is binary data. */
export type ProcessedMeeting = Meeting & {
	event: string;
	/** ISO 8601 in UTC */
	timestamp?: string;
	files?: { filename?: string; size?: number };
};

/** An uploaded recording. */
export type Recording = {
	recordingId?: string;
	meetingId?: string;
	locale?: string | null;
	filename?: string;
	mimetype?: string;
	/** Bytes */
	size?: number;
};

/** What starting or stopping a recording gives. */
export type RecordingState = {
	meetingId?: string;
	recording?: string;
};

export type User = {
	/** UUID */
	userId?: string;
	email?: string;
	firstName?: string;
	lastName?: string;
	role?: string;
	createdAt?: string;
};

export type Invitation = {
	email?: string;
	role?: string | null;
	invited?: boolean;
};

export type Team = {
	teamId?: string;
	name?: string;
};

/** A client's file, as accountants keep it. */
export type Dossier = {
	dossierId?: string;
	name?: string;
};

export type Organisation = {
	organisationId?: string;
	name?: string;
	webhookUrl?: string | null;
};

/** What registering a webhook gives. */
export type WebhookRegistration = {
	message?: string;
	webhookUrl?: string;
};

/** What this node gives for something that is gone. */
export type Deletion = {
	deleted: true;
};

/** The name of a type above that an operation gives. */
export type OutputName =
	| 'Deletion'
	| 'Dossier'
	| 'Invitation'
	| 'Meeting'
	| 'Organisation'
	| 'Recording'
	| 'RecordingState'
	| 'SimplifiedMeeting'
	| 'Team'
	| 'User'
	| 'WebhookRegistration';
