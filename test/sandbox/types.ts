/**
 * Rows as the stand-in keeps and answers them. Only the webhook's meeting is documented; the rest follows its style.
 */
export interface Meeting {
	meetingId: string;
	userId: string;
	teamId: string | null;
	dossierId: string | null;
	title: string;
	locale: string;
	status: string;
	summaryQualityFlag: boolean;
	/** `YYYY-MM-DD HH:MM:SS`, without a zone */
	createdAt: string;
	updatedAt: string;
	summary: { general: { type: 'general'; content: string } };
	themes: Array<{ title: string }>;
	todos: Array<{ text: string; assignee: string }>;
	discussionTopics: Array<{ title: string; content: string }>;
	metadata: Record<string, unknown>;
	/** The PDF report, which an answer may hold as the webhook's meeting does; no meeting has it unless a test gives it one. */
	files?: { filename: string; content: string };
}

export interface User {
	userId: string;
	email: string;
	firstName: string;
	lastName: string;
	role: string;
	createdAt: string;
}

export interface Team {
	teamId: string;
	name: string;
}

export interface Dossier {
	dossierId: string;
	name: string;
}

export interface Organisation {
	organisationId: string;
	name: string;
	webhookUrl: string | null;
}

/** What is kept of an uploaded file: enough to prove that it arrived whole, but not the file. */
export interface Recording {
	recordingId: string;
	meetingId: string;
	locale: string | null;
	filename: string;
	mimetype: string;
	size: number;
	sha256: string;
	/** The fields of the form as they were sent, in their order. */
	form: Array<[name: string, value: string]>;
}

/** What became of the recording of a meeting. */
export interface RecordingState {
	meetingId: string;
	recording: 'active' | 'stopped';
}

export interface Invitation {
	email: string;
	role: string | null;
	invited: true;
}

export interface Envelope {
	event: string;
	timestamp: string;
	data: Record<string, unknown>;
	meta: { source: 'claritalk'; version: '1.0' };
}
