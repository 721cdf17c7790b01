import type { FastifyInstance } from 'fastify';

import { forbidden, notFound } from '../problems';
import { formatTime } from '../seed';
import type { Store } from '../store';
import type { Meeting } from '../types';
import { fieldsOf, optionalId, optionalText, optionalTime, requireTexts } from '../validation';
import { holds, idOf, isServiceAccount, queryOf, sendWritten } from './request';
import type { ApiState } from '.';

export function registerMeetings(app: FastifyInstance, { store, shape }: ApiState): void {
	app.get('/meetings', async (request) => {
		const query = queryOf(request);
		const { status, user_id, team_id, dossier_id, search } = query;
		const from = optionalTime(query, 'from');
		const to = optionalTime(query, 'to');
		const rows = store.meetings.filter(
			(meeting) =>
				(!status || shape.listedStatus(meeting.status) === status) &&
				(from === undefined || meeting.createdAt >= formatTime(from)) &&
				(to === undefined || meeting.createdAt <= formatTime(to)) &&
				(!user_id || meeting.userId === user_id) &&
				(!team_id || meeting.teamId === team_id) &&
				(!dossier_id || meeting.dossierId === dossier_id) &&
				holds(search, ...shape.searched(meeting)),
		);
		return shape.page('meetings', rows, request);
	});

	app.get('/meetings/:id', async (request) =>
		shape.one('meetings', findMeeting(store, idOf(request))),
	);

	app.post('/meetings', async (request, reply) => {
		const fields = fieldsOf(request.body);
		const [title] = requireTexts(fields, 'title');
		// On behalf of somebody is for service accounts (documented); a user names nobody.
		if (fields.user_id !== undefined && !isServiceAccount(request)) throw forbidden();
		const locale = optionalText(fields, 'locale');
		const userId = optionalId(fields, 'user_id', store.users, 'userId');
		const teamId = optionalId(fields, 'team_id', store.teams, 'teamId');
		const dossierId = optionalId(fields, 'dossier_id', store.dossiers, 'dossierId');
		const meeting = store.createMeeting({
			title,
			...(locale !== undefined && { locale }),
			...(userId !== undefined && { userId }),
			...(teamId !== undefined && { teamId }),
			...(dossierId !== undefined && { dossierId }),
			metadata: { external_relations: fields.external_relations ?? null },
		});
		await sendWritten(reply, shape.written('meeting.create', meeting));
	});
}

/** @throws Problem 404 when there is no such meeting */
export function findMeeting(store: Store, id: string): Meeting {
	const meeting = store.meetings.find(({ meetingId }) => meetingId === id);
	if (!meeting) throw notFound('Meeting');
	return meeting;
}
