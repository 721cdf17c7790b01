import type { IDataObject } from 'n8n-workflow';

import type { Envelope } from '../events/envelope';
import { Begun } from './begun';
import type { Failure, PagedList, Turn } from './reading';
import type { StoredSeen } from './seen';

/** The events that there are (documented). */
export type EventName = 'meeting.processed' | 'meeting.status.changed' | 'users.created';

/** The lists that are read. */
export type Kind = 'meeting' | 'user';

/** What a list tells of; of one row in the order in which it happens. */
export const EVENTS_OF: Readonly<Record<Kind, EventName[]>> = {
	meeting: ['meeting.status.changed', 'meeting.processed'],
	user: ['users.created'],
};

/** A row with what is read of it; times in milliseconds since 1970, 0 where they are missing. */
export interface Row {
	row: IDataObject;
	kind: Kind;
	id: string;
	key: string;
	status: string;
	createdAt: number;
	/** The last change. */
	changedAt: number;
	/** The meeting itself, once it was asked for and is processed. */
	full?: IDataObject;
}

/** What is asked of Claritalk. Each call fails as a client's does. */
export interface Source {
	/** A hash of where a list is and whose it is. */
	idOf(kind: Kind): string;
	list(kind: Kind): PagedList;
	/** The pages of a whole list. */
	all(kind: Kind): Promise<IDataObject[][]>;
	/** A meeting itself. */
	meeting(meetingId: string): Promise<IDataObject>;
}

/** What a user wants of a poll. */
export interface Wanted {
	events: EventName[];
	fetchFullMeeting: boolean;
	passes(envelope: Envelope): boolean;
	/** Whether all that an envelope lacks to pass is its report. */
	lacksReport(envelope: Envelope): boolean;
}

/** What is kept from one poll to the next, as n8n stores it. */
export interface State {
	/** The events that it was made for. */
	events: EventName[];
	/** Where the lists were, see {@link Source.idOf}; older states do not say so. */
	sources?: Partial<Record<Kind, string>>;
	meeting?: StoredSeen;
	user?: StoredSeen;
	/** Meetings that the first reading found not processed by their list's word, see {@link Begun.stored}. */
	begun?: string;
}

/** What the process remembers beside it; may be lost at any time. */
export interface Memory {
	turns: Record<Kind, Turn>;
	/** Whether the list of meetings was seen to use the documented status. */
	isSpoken: boolean;
	/** Whether it was seen to have the same word for a status as a meeting itself. */
	isAlike: boolean;
	/** The words that the list has for the status of processed meetings. */
	words: Set<string>;
	/** Meetings that have to be asked for themselves, since their list does not say whether they are processed. */
	unknown: Map<string, Row>;
	/** Meetings that were asked for themselves and not processed, for all that is known, with what their row was like, and when. */
	open: Map<string, { row: string; status: string; at: number; isUnsure: boolean }>;
	/** See {@link State.begun}. */
	begun: Begun;
	/** Processed meetings whose report is waited for: since when, and when they were asked for last. */
	reports: Map<string, { row: string; since: number; at: number }>;
	/** Whether the last poll kept a request for such a meeting. */
	isLook: boolean;
	/** Meetings that cannot be read, or are not as far as their row: since when, and when they were asked for last. */
	unreadable: Map<string, { since: number; at: number }>;
	/** Rows that something has happened to, of meetings that have to be asked for again. */
	waiting: Map<string, Row>;
}

export function newMemory(): Memory {
	return {
		turns: { meeting: {}, user: {} },
		isSpoken: false,
		isAlike: false,
		words: new Set(),
		unknown: new Map(),
		open: new Map(),
		begun: new Begun(),
		reports: new Map(),
		isLook: false,
		unreadable: new Map(),
		waiting: new Map(),
	};
}

/** What a poll came to. */
export interface Outcome {
	envelopes: Envelope[];
	/** What to remember. */
	state: State;
	/** The lists that are others than before, so that what is in them counts as seen. */
	moved: Kind[];
	/** The pages that could be read, and what could not. */
	reached: string[];
	failures: Failure[];
}
