import { meetingTopics, type Topic } from './topics';
import type { Dossier, Meeting, Organisation, Team, User } from './types';

/** The documented text of the one status that is documented. */
export const PROCESSED = 'Meeting processed';

const EPOCH = Date.parse('2026-01-05T09:00:00Z');
const HOUR = 3_600_000;

/** A UUID that is the same at every start: tests and people can rely on it. */
const fixedId = (kind: number, index: number) =>
	`00000000-0000-4000-8000-${String(kind).padStart(4, '0')}${String(index).padStart(8, '0')}`;

/** The user behind every user's token. */
export const DEMO_USER_ID = fixedId(1, 1);

/** `YYYY-MM-DD HH:MM:SS`, as the webhook writes times. */
export const formatTime = (ms: number) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');

export function seedOrganisations(): Organisation[] {
	return [{ organisationId: fixedId(4, 1), name: 'Kantoor Voorbeeld', webhookUrl: null }];
}

export function seedUsers(): User[] {
	return [
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
}

export function seedTeams(): Team[] {
	return ['Audit', 'Fiscaliteit', 'Advies'].map((name, index) => ({
		teamId: fixedId(2, index + 1),
		name,
	}));
}

export function seedDossiers(): Dossier[] {
	return ['Bakkerij Janssens', 'Garage Lambert', 'Peeters & Zonen', 'Studio Noord'].map(
		(name, index) => ({ dossierId: fixedId(3, index + 1), name }),
	);
}

/** The processed meeting number `index`, an hour after the one before, with a fixed ID. */
export function seedMeeting(index: number): Meeting {
	const users = seedUsers();
	const teams = seedTeams();
	const dossiers = seedDossiers();
	const topic = meetingTopics[index % meetingTopics.length];
	const time = formatTime(EPOCH + index * HOUR);
	return {
		meetingId: fixedId(5, index + 1),
		userId: users[index % users.length].userId,
		teamId: teams[index % teams.length].teamId,
		dossierId: dossiers[index % dossiers.length].dossierId,
		title: `${topic.title} (${index + 1})`,
		locale: topic.locale,
		status: PROCESSED,
		summaryQualityFlag: true,
		createdAt: time,
		updatedAt: time,
		...minutesOf(topic),
	};
}

/** What a recording in this language is turned into; English for one without minutes of its own. */
export function minutesIn(locale: string) {
	const inLocale = (wanted: string) => meetingTopics.find((topic) => topic.locale === wanted);
	return minutesOf(inLocale(locale) ?? inLocale('en')!);
}

function minutesOf({ summary, themes, todos, discussed }: Topic) {
	return {
		summary: { general: { type: 'general' as const, content: summary } },
		themes: themes.map((title) => ({ title })),
		todos: todos.map(([text, assignee]) => ({ text, assignee })),
		discussionTopics: discussed.map(([title, content]) => ({ title, content })),
		metadata: { duration: 1860, speakers: 3 },
	};
}
