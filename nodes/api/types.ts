/**
 * What the API works with. Only the meeting is documented, and that in the `meeting.processed` webhook; that the API
 * answers with the same names, and everything else here, is inferred. So nothing depends on a field being there.
 *
 * The output schemas of the node are made from these types (`npm run schemas`), which lists the parts of an intersection from
 * the last to the first. Since n8n serves one schema per operation, each type holds what any of its switches gives.
 */

/** A meeting as its operations give it with Simplify, in this order, and what they give without it. */
export type Meeting = {
	title?: string;
	/** `Meeting processed` is the only documented text */
	status?: string;
	/** A text with Simplify */
	summary?: string | { general?: { type?: string; content?: string } };
	todos?: object[];
	themes?: object[];
	discussionTopics?: object[];
	/** `YYYY-MM-DD HH:MM:SS`, without a zone */
	createdAt?: string;
	updatedAt?: string;
	/** Such as `nl`, `fr`, `en` */
	locale?: string;
	summaryQualityFlag?: boolean;
	/** UUID */
	meetingId?: string;
	/** UUID of the owner */
	userId?: string;
	teamId?: string | null;
	dossierId?: string | null;
	/** Only without Simplify */
	metadata?: object;
};

/** The PDF report of a meeting. */
export type ReportFile = {
	filename?: string;
	/** Base64, unless the file is given as binary data */
	content?: string;
	/** Bytes */
	size?: number;
};

/** A meeting with all that Meeting Output can add to it. */
export type MeetingOutput = {
	/** Where the API's answer has it */
	files?: ReportFile;
	markdown?: string;
	/** Why a file stayed in the JSON as it came */
	reportError?: string;
} & Meeting;

/** One of the to-dos of a meeting. */
export type Todo = {
	meetingId?: string;
	meetingTitle?: string;
	/** From 0 on */
	index?: number;
	text?: string;
	/** As it came */
	todo?: string | object;
};

/** What the trigger gives for a processed meeting: with Simplify its own fields, else `data` and `meta`. */
export type ProcessedMeeting = {
	verificationError?: string;
	/** ISO 8601 in UTC */
	timestamp?: string;
	data?: MeetingOutput;
	meta?: { source?: string; version?: string };
} & MeetingOutput & { event: string };

/** An uploaded recording. */
export type Recording = {
	recordingId?: string;
	meetingId?: string;
	locale?: string | null;
	filename?: string;
	mimetype?: string;
	/** Bytes */
	size?: number;
	/** The processed meeting, where it was waited for */
	meeting?: MeetingOutput;
};

/** What starting or stopping a recording gives. */
export type RecordingState = {
	meetingId?: string;
	recording?: string;
};

export type User = {
	firstName?: string;
	lastName?: string;
	email?: string;
	role?: string;
	createdAt?: string;
	/** UUID */
	userId?: string;
};

export type Invitation = {
	email?: string;
	role?: string | null;
	invited?: boolean;
};

export type Team = {
	name?: string;
	teamId?: string;
};

/** A client's file, as accountants keep it. */
export type Dossier = {
	name?: string;
	dossierId?: string;
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

/** What was found out about a row of the endpoint table. */
export type EndpointCheck = {
	resource: string;
	operation: string;
	method: string;
	/** Below `/api`, as Path Overrides have it, with its parameters in braces */
	path: string;
	/** How well the table knows the path: `documented`, `capability`, `inferred` */
	evidence: string;
	/** `found`, `refused`, `otherMethod`, `notFound`, `unclear` */
	result: string;
	/** The methods that Claritalk named for the path; empty where it named none */
	allowed: string;
	/** Where the method was found instead; empty where it was not */
	alternative: string;
	/** What is known and what to do, in words of this package */
	says: string;
};

/** What an operation gives: a type above by its name, or what a saved answer in the vendor's collection shows. */
export type OutputName =
	| 'SavedAnswer'
	| 'Deletion'
	| 'Dossier'
	| 'EndpointCheck'
	| 'Invitation'
	| 'Meeting'
	| 'MeetingOutput'
	| 'Organisation'
	| 'Recording'
	| 'RecordingState'
	| 'Team'
	| 'Todo'
	| 'User'
	| 'WebhookRegistration';
