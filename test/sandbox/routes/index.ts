import { createHash, randomUUID } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { type ListBehaviour, pageOf } from './lists';
import { forbidden, invalid, notFound, Problem, requireFields } from './problems';
import { formatTime, type Store } from './store';
import type { Meeting, User } from './types';

/** What the routes work on. */
export interface ApiState {
	store: Store;
	lists: ListBehaviour;
	/** The address that `POST /client/webhook` registered last. */
	webhookUrl: string | undefined;
}

const query = (request: FastifyRequest) => request.query as Record<string, string | undefined>;
const bodyOf = (request: FastifyRequest) => (request.body ?? {}) as Record<string, unknown>;
const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;
const serviceAccountOnly = async (request: FastifyRequest) => {
	if (request.caller?.kind !== 'serviceAccount') throw forbidden();
};
const holds = (text: string | undefined, ...values: string[]) =>
	!text || values.some((value) => value.toLowerCase().includes(text.toLowerCase()));

/** Every row of the endpoint table, as far as it is known; how the real API answers is inferred. */
export function registerRoutes(app: FastifyInstance, state: ApiState): void {
	registerMeetings(app, state);
	registerRecordings(app, state);
	registerUsers(app, state);
	registerLists(app, state);

	app.post('/organisations', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const { name, webhook_url: webhookUrl = null } = requireFields(request.body, 'name');
		const organisation = {
			organisationId: randomUUID(),
			name: String(name),
			webhookUrl: webhookUrl as string | null,
		};
		state.store.organisations.push(organisation);
		return await reply.code(201).send({ data: organisation });
	});

	app.post('/client/webhook', async (request) => {
		const { webhook_url: url } = requireFields(request.body, 'webhook_url');
		if (!/^https?:\/\//.test(String(url)) || !URL.canParse(String(url))) {
			throw invalid({ webhook_url: 'The webhook_url field must be a valid URL.' });
		}
		state.webhookUrl = String(url);
		return { message: 'Webhook registered.', webhook_url: url };
	});

	app.all('/*', async (request) => {
		const path = request.url.split('?')[0].slice(1);
		throw new Problem(404, `The route ${path} could not be found.`);
	});
}

function registerMeetings(app: FastifyInstance, { store, lists }: ApiState): void {
	app.get('/meetings', async (request) => {
		const { status, from, to, user_id, team_id, dossier_id, search } = query(request);
		const rows = store.meetings.filter(
			(meeting) =>
				(!status || meeting.status === status) &&
				(!from || meeting.createdAt >= formatTime(Date.parse(from))) &&
				(!to || meeting.createdAt <= formatTime(Date.parse(to))) &&
				(!user_id || meeting.userId === user_id) &&
				(!team_id || meeting.teamId === team_id) &&
				(!dossier_id || meeting.dossierId === dossier_id) &&
				holds(search, meeting.title),
		);
		return pageOf(rows, request, lists);
	});

	app.get('/meetings/:id', async (request) => ({ data: findMeeting(store, idOf(request)) }));

	app.post('/meetings', async (request, reply) => {
		const fields = requireFields(request.body, 'title');
		if (fields.user_id !== undefined && request.caller?.kind !== 'serviceAccount') {
			throw forbidden();
		}
		const meeting = store.createMeeting({
			title: String(fields.title),
			...(fields.locale !== undefined && { locale: String(fields.locale) }),
			...(fields.user_id !== undefined && { userId: String(fields.user_id) }),
			...(fields.team_id !== undefined && { teamId: String(fields.team_id) }),
			...(fields.dossier_id !== undefined && { dossierId: String(fields.dossier_id) }),
			metadata: { external_relations: fields.external_relations ?? null },
		});
		return await reply.code(201).send({ data: meeting });
	});
}

function registerRecordings(app: FastifyInstance, { store }: ApiState): void {
	app.post('/upload/recordings', { config: { uploads: true } }, async (request, reply) => {
		const fields: Record<string, string> = {};
		let file: { filename: string; mimetype: string; size: number; sha256: string } | undefined;
		for await (const part of request.parts()) {
			if (part.type === 'field') {
				fields[part.fieldname] = String(part.value);
				continue;
			}
			// Counted and hashed while it arrives, and never kept: files may be larger than memory.
			const hash = createHash('sha256');
			let size = 0;
			for await (const chunk of part.file as AsyncIterable<Buffer>) {
				hash.update(chunk);
				size += chunk.length;
			}
			const { filename, mimetype } = part;
			if (part.fieldname === 'file')
				file = { filename, mimetype, size, sha256: hash.digest('hex') };
		}
		requireFields({ ...fields, file: file?.filename }, 'file', 'meeting_id');
		const meeting = findMeeting(store, fields.meeting_id);
		const recording = {
			recordingId: randomUUID(),
			meetingId: meeting.meetingId,
			locale: fields.locale ?? null,
			...file!,
		};
		store.recordings.push(recording);
		// The hash is for tests, the API would not tell it.
		return await reply.code(201).send({ data: { ...recording, sha256: undefined } });
	});

	app.post('/meetings/:id/recordings/start', { config: { uploads: true } }, async (request) => {
		const { meetingId } = findMeeting(store, idOf(request));
		if (!store.connectConnected) throw new Problem(503, 'Claritalk Connect is not connected.');
		if (store.activeRecordings.size > 0) throw new Problem(409, 'A recording is already active.');
		store.activeRecordings.add(meetingId);
		return { data: { meetingId, recording: 'active' } };
	});

	app.post('/meetings/:id/recordings/stop', { config: { uploads: true } }, async (request) => {
		const { meetingId } = findMeeting(store, idOf(request));
		if (!store.connectConnected) throw new Problem(503, 'Claritalk Connect is not connected.');
		if (!store.activeRecordings.delete(meetingId))
			throw new Problem(409, 'No recording is active.');
		return { data: { meetingId, recording: 'stopped' } };
	});
}

function registerUsers(app: FastifyInstance, { store, lists }: ApiState): void {
	const find = (id: string): User => {
		const user = store.users.find(({ userId }) => userId === id);
		if (!user) throw notFound('User');
		return user;
	};
	const addUser = (fields: Record<string, unknown>): User => {
		const email = String(fields.email);
		if (!email.includes('@')) {
			throw invalid({ email: 'The email field must be a valid email address.' });
		}
		if (store.users.some((user) => user.email === email)) {
			throw invalid({ email: 'The email has already been taken.' });
		}
		const user: User = {
			userId: randomUUID(),
			email,
			firstName: String(fields.first_name ?? ''),
			lastName: String(fields.last_name ?? ''),
			role: String(fields.role ?? 'member'),
			createdAt: formatTime(Date.now()),
		};
		store.users.push(user);
		return user;
	};

	app.get('/users', async (request) => {
		const { search } = query(request);
		const rows = store.users.filter((user) =>
			holds(search, `${user.firstName} ${user.lastName}`, user.email),
		);
		return pageOf(rows, request, lists);
	});
	app.get('/users/:id', async (request) => ({ data: find(idOf(request)) }));
	app.post('/users', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const user = addUser(requireFields(request.body, 'email'));
		return await reply.code(201).send({ data: user });
	});
	app.post('/users/invite', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const { email, role = null } = requireFields(request.body, 'email');
		return await reply.code(201).send({ data: { email, role, invited: true } });
	});
	app.patch('/users/:id', async (request) => {
		const user = find(idOf(request));
		const { email, first_name, last_name, role } = bodyOf(request);
		if (role !== undefined && request.caller?.kind !== 'serviceAccount') throw forbidden();
		return {
			data: Object.assign(user, {
				...(email !== undefined && { email }),
				...(first_name !== undefined && { firstName: first_name }),
				...(last_name !== undefined && { lastName: last_name }),
				...(role !== undefined && { role }),
			}),
		};
	});
	app.delete('/users/:id', { preHandler: serviceAccountOnly }, async (request, reply) => {
		store.users.splice(store.users.indexOf(find(idOf(request))), 1);
		return await reply.code(204).send();
	});
}

function registerLists(app: FastifyInstance, { store, lists }: ApiState): void {
	for (const name of ['teams', 'dossiers'] as const) {
		app.get(`/${name}`, async (request) => {
			const rows = store[name].filter((row) => holds(query(request).search, row.name));
			return pageOf<object>(rows, request, lists);
		});
	}
}

function findMeeting(store: Store, id: string): Meeting {
	const meeting = store.meetings.find(({ meetingId }) => meetingId === id);
	if (!meeting) throw notFound('Meeting');
	return meeting;
}
