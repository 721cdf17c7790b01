import { randomUUID } from 'node:crypto';

import type { Dossier, Meeting, Organisation, Recording, Team, User } from './types';

/** The documented text of the one status that is documented. */
export const PROCESSED = 'Meeting processed';

const EPOCH = Date.parse('2026-01-05T09:00:00Z');
const HOUR = 3_600_000;

/** A UUID that is the same at every start: tests and people can rely on it. */
const fixedId = (kind: number, index: number) =>
	`00000000-0000-4000-8000-${String(kind).padStart(4, '0')}${String(index).padStart(8, '0')}`;

/** `YYYY-MM-DD HH:MM:SS`, as the webhook writes times. */
export const formatTime = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

interface Topic {
	title: string;
	locale: string;
	summary: string;
	todo: string;
}

const TOPICS: Topic[] = [
	{
		title: 'Jaarrekening 2025 bespreken',
		locale: 'nl',
		summary: 'De jaarrekening is overlopen. De omzet steeg met 8 %, de marge bleef gelijk.',
		todo: 'Ontbrekende facturen van december bezorgen',
	},
	{
		title: 'Déclaration TVA du quatrième trimestre',
		locale: 'fr',
		summary: 'Les ventes intracommunautaires ont été vérifiées avant le dépôt de la déclaration.',
		todo: 'Envoyer le relevé intracommunautaire',
	},
	{
		title: 'Onboarding of a new client',
		locale: 'en',
		summary: 'Scope, fees and the document flow were agreed. The engagement letter follows.',
		todo: 'Send the engagement letter',
	},
	{
		title: 'Opvolging personenbelasting',
		locale: 'nl',
		summary: 'De aftrekposten zijn verzameld, alleen het fiscale attest van de bank ontbreekt.',
		todo: 'Fiscaal attest bij de bank opvragen',
	},
];

const minutesOf = ({ title, summary, todo }: Topic) => ({
	summary: { general: { type: 'general' as const, content: summary } },
	themes: [{ title }],
	todos: [{ text: todo, assignee: 'An Peeters' }],
	discussionTopics: [{ title, content: summary }],
	metadata: { duration: 1860, speakers: 3 },
});

/** Everything the stand-in knows, in memory only. */
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

	constructor() {
		this.reset();
	}

	/** Puts everything back to the seed, which is the same at every start. */
	reset(): void {
		this.users = [
			['an.peeters@kantoor.example', 'An', 'Peeters', 'admin'],
			['luc.dubois@kantoor.example', 'Luc', 'Dubois', 'member'],
			['sofie.maes@kantoor.example', 'Sofie', 'Maes', 'member'],
		].map(([email, firstName, lastName, role], index) => ({
			userId: fixedId(1, index + 1),
			email,
			firstName,
			lastName,
			role,
			createdAt: formatTime(EPOCH),
		}));
		this.teams = ['Audit', 'Fiscaliteit', 'Advies'].map((name, index) => ({
			teamId: fixedId(2, index + 1),
			name,
		}));
		this.dossiers = ['Bakkerij Janssens', 'Garage Lambert', 'Peeters & Zonen', 'Studio Noord'].map(
			(name, index) => ({ dossierId: fixedId(3, index + 1), name }),
		);
		this.organisations = [
			{ organisationId: fixedId(4, 1), name: 'Kantoor Voorbeeld', webhookUrl: null },
		];
		this.meetings = [];
		this.recordings = [];
		this.activeRecordings.clear();
		this.connectConnected = true;
		this.addMeetings(12);
	}

	/** Adds `count` processed meetings, an hour apart, with fixed IDs. */
	addMeetings(count: number): void {
		const first = this.meetings.length;
		for (let index = first; index < first + count; index++) {
			const topic = TOPICS[index % TOPICS.length];
			const time = formatTime(EPOCH + index * HOUR);
			this.createMeeting({
				meetingId: fixedId(5, index + 1),
				userId: this.users[index % this.users.length].userId,
				teamId: this.teams[index % this.teams.length].teamId,
				dossierId: this.dossiers[index % this.dossiers.length].dossierId,
				title: `${topic.title} (${index + 1})`,
				locale: topic.locale,
				status: PROCESSED,
				summaryQualityFlag: true,
				createdAt: time,
				updatedAt: time,
				...minutesOf(topic),
			});
		}
	}

	/** A new meeting that waits to be recorded. */
	createMeeting(fields: Partial<Meeting>): Meeting {
		const now = formatTime(Date.now());
		const meeting: Meeting = {
			meetingId: randomUUID(),
			userId: this.users[0].userId,
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
		const topic = TOPICS.find(({ locale }) => locale === meeting.locale) ?? TOPICS[2];
		return Object.assign(meeting, {
			status: PROCESSED,
			summaryQualityFlag: true,
			updatedAt: formatTime(Date.now()),
			...minutesOf(topic),
		});
	}
}
