import { randomUUID } from 'node:crypto';

import {
	DEMO_USER_ID,
	formatTime,
	minutesIn,
	PROCESSED,
	seedDossiers,
	seedMeeting,
	seedOrganisations,
	seedTeams,
	seedUsers,
} from './seed';
import type { Dossier, Meeting, Organisation, Recording, Team, User } from './types';

const SEEDED_MEETINGS = 12;

/** Everything the stand-in knows, in memory only. Tests may change all of it. */
export class Store {
	meetings: Meeting[] = [];
	users: User[] = [];
	teams: Team[] = [];
	dossiers: Dossier[] = [];
	organisations: Organisation[] = [];
	recordings: Recording[] = [];
	/** IDs of the meetings that are being recorded. */
	activeRecordings = new Set<string>();
	/** Whether the desktop client, Claritalk Connect, is there to record. */
	connectConnected = true;

	/** @param seeded whether there are meetings, teams and dossiers; an organisation and its users always are */
	constructor(private readonly seeded: boolean) {
		this.reset();
	}

	/** Puts everything back to the seed, which is the same at every start. */
	reset(): void {
		this.organisations = seedOrganisations();
		this.users = seedUsers();
		this.teams = this.seeded ? seedTeams() : [];
		this.dossiers = this.seeded ? seedDossiers() : [];
		this.meetings = [];
		this.recordings = [];
		this.activeRecordings.clear();
		this.connectConnected = true;
		if (this.seeded) this.addMeetings(SEEDED_MEETINGS);
	}

	/** Adds `count` processed meetings, an hour apart, with fixed IDs. */
	addMeetings(count: number): void {
		const first = this.meetings.length;
		for (let index = first; index < first + count; index++) this.meetings.push(seedMeeting(index));
	}

	/** A new meeting that waits to be recorded. */
	createMeeting(fields: Partial<Meeting>): Meeting {
		const now = formatTime(Date.now());
		const meeting: Meeting = {
			meetingId: randomUUID(),
			userId: DEMO_USER_ID,
			teamId: null,
			dossierId: null,
			title: 'Untitled meeting',
			locale: 'nl',
			status: 'Meeting created',
			summaryQualityFlag: false,
			createdAt: now,
			updatedAt: now,
			summary: { general: { type: 'general', content: '' } },
			themes: [],
			todos: [],
			discussionTopics: [],
			metadata: {},
			...fields,
		};
		this.meetings.push(meeting);
		return meeting;
	}

	/** Does what Claritalk does after a recording: summary, themes, to-dos, and the documented status. */
	process(meeting: Meeting): Meeting {
		return Object.assign(meeting, {
			status: PROCESSED,
			summaryQualityFlag: true,
			updatedAt: formatTime(Date.now()),
			...minutesIn(meeting.locale),
		});
	}
}
