import type { FastifyRequest } from 'fastify';

import { readPaging } from '../lists';
import { MISSING_ROUTE, Problem } from '../problems';
import { PROCESSED } from '../seed';
import type { Dossier, Meeting, Team, User } from '../types';
import type { Lists, Shape, WriteAnswer, Writes } from './shape';

/** The most rows of one page, by list; whoever asks for more gets these. All users come at once. */
const PAGE_SIZES = { meetings: 10, teams: 2, dossiers: 3 };

/**
 * An API that does everything in another way than is expected, and never twice in the same one. Each way was seen in
 * some API: it is here so that nothing works only because a guess happens to be right.
 */
export const contraryShape: Shape = {
	one: (kind, row) =>
		kind === 'users' ? userRow(row as User) : { success: true, data: meetingRow(row as Meeting) },

	page: (kind, rows, request) => {
		const pages: { [K in keyof Lists]: (all: Array<Lists[K]>) => unknown } = {
			meetings: (meetings) => wrappedPaginator(meetings.map(listedMeeting), request),
			users: (users) => users.map(userRow),
			teams: (teams) => ({ data: existingPage(teams.map(teamRow), request) }),
			dossiers: (dossiers) => ({
				data: { items: slice(dossiers.map(dossierRow), request, PAGE_SIZES.dossiers).rows },
			}),
		};
		return pages[kind](rows);
	},

	searched: ({ title, summary }) => [title, summary.general.content],

	listedStatus: (status) => (status === PROCESSED ? 'done' : 'in_progress'),

	written: (write, result) => WRITTEN[write](result),

	problem: ({ statusCode, message, errors }) => {
		switch (statusCode) {
			case 400:
			case 401:
			case 403:
				return { error: { message } };
			case 409:
			case 429:
			case 503:
				return { message: [message] };
			case 422:
				return { errors: errors ? Object.values(errors).flat() : [message] };
			case 404:
				// As Laravel before its version 9.
				return { message: MISSING_ROUTE.test(message) ? '' : message };
			default:
				return { message };
		}
	},

	// The envelope is documented; what else stands in it is not.
	envelope: (envelope) => ({
		...envelope,
		id: 1,
		attempt: null,
		meta: { ...envelope.meta, region: 'eu' },
		data: { ...envelope.data, workspace: { name: 'Kantoor Voorbeeld' } },
	}),

	countsDown: false,

	// Seconds that are left for most, and for uploads the time in milliseconds.
	resetOf: (leftMs, isUpload) => (isUpload ? Date.now() + leftMs : Math.ceil(leftMs / 1000)),
};

/** A write that has something to show shows it; the others say that they were done, each in its own way. */
const WRITTEN: { [K in keyof Writes]: (result: Writes[K]) => WriteAnswer } = {
	'meeting.create': (meeting) => ({ status: 201, json: { data: meetingRow(meeting) } }),
	'organisation.create': () => ({ status: 204 }),
	'recording.start': () => ({ status: 200, json: true }),
	'recording.stop': () => ({ status: 204 }),
	'recording.upload': () => ({ status: 202, text: 'Recording received' }),
	'user.create': () => ({ status: 201, text: 'OK' }),
	'user.delete': () => ({ status: 200, json: null }),
	'user.invite': () => ({ status: 200, json: [] }),
	'user.update': () => ({ status: 200, json: true }),
	'webhook.register': () => ({ status: 200, text: 'OK' }),
};

/** A title of digits alone is a number, and times are what Laravel makes of them by itself. */
function meetingRow(meeting: Meeting): object {
	return {
		meeting_id: meeting.meetingId,
		user_id: meeting.userId,
		team_id: meeting.teamId,
		dossier_id: meeting.dossierId,
		name: /^[1-9]\d*$/.test(meeting.title) ? Number(meeting.title) : meeting.title,
		locale: meeting.locale,
		status: meeting.status,
		summary_quality_flag: meeting.summaryQualityFlag ? 1 : 0,
		created_at: laravelTime(meeting.createdAt),
		updated_at: laravelTime(meeting.updatedAt),
		summary: meeting.summary,
		themes: meeting.themes,
		todos: meeting.todos,
		discussion_topics: meeting.discussionTopics,
		metadata: meeting.metadata,
		files: meeting.files && [meeting.files],
	};
}

const listedMeeting = (meeting: Meeting) => ({
	...meetingRow(meeting),
	status: contraryShape.listedStatus(meeting.status),
});

const userRow = ({ userId, email, firstName, lastName, role, createdAt }: User) => ({
	user_id: userId,
	email,
	first_name: firstName,
	last_name: lastName,
	role,
	created_at: laravelTime(createdAt),
});

const teamRow = ({ teamId, name }: Team) => ({ team_id: teamId, team_name: name });

const dossierRow = ({ dossierId, name }: Dossier) => ({ dossier_id: dossierId, name });

const laravelTime = (time: string) => `${time.replace(' ', 'T')}.000000Z`;

/** The rows of the page that was asked for, and how many pages there are. */
function slice<T>(rows: T[], request: FastifyRequest, most: number) {
	const { page, perPage = most } = readPaging(request);
	const size = Math.min(perPage, most);
	const last = Math.max(1, Math.ceil(rows.length / size));
	return { rows: rows.slice((page - 1) * size, page * size), page, size, last };
}

/** A page without a word of others; there is none after the last. */
function existingPage<T>(all: T[], request: FastifyRequest): T[] {
	const { rows, page, last } = slice(all, request, PAGE_SIZES.teams);
	if (page > last) throw new Problem(404, `There is no page ${page}.`);
	return rows;
}

/**
 * Laravel's plain paginator inside a wrapper. Where there are several pages, the second is empty: what it held may not
 * be seen. As Laravel does by itself, its links forget all that was asked for but the page.
 */
function wrappedPaginator(all: object[], request: FastifyRequest): object {
	const { page, perPage = PAGE_SIZES.meetings } = readPaging(request);
	const size = Math.min(perPage, PAGE_SIZES.meetings);
	const full = Math.max(1, Math.ceil(all.length / size));
	const last = full === 1 ? 1 : full + 1;
	const index = page === 1 ? 0 : page - 2;
	const rows = page === 2 ? [] : all.slice(index * size, (index + 1) * size);
	const path = `${request.protocol}://${request.host}${request.url.split('?')[0]}`;
	return {
		success: true,
		data: {
			current_page: page,
			data: rows,
			last_page: last,
			next_page_url: page < last ? `${path}?page=${page + 1}` : null,
			per_page: size,
			total: all.length,
		},
	};
}
