import { randomUUID } from 'node:crypto';

import type { FastifyInstance } from 'fastify';

import { forbidden, invalid, notFound } from '../problems';
import { formatTime } from '../seed';
import type { User } from '../types';
import { checkEmail, fieldsOf, optionalText, requireTexts } from '../validation';
import { holds, idOf, isServiceAccount, queryOf, sendWritten, serviceAccountOnly } from './request';
import type { ApiState } from '.';

export function registerUsers(app: FastifyInstance, { store, shape }: ApiState): void {
	const find = (id: string): User => {
		const user = store.users.find(({ userId }) => userId === id);
		if (!user) throw notFound('User');
		return user;
	};
	/** An address that is one, and that no other user has. */
	const checkNewEmail = (email: string, owner?: User) => {
		checkEmail('email', email);
		if (store.users.some((user) => user !== owner && user.email === email)) {
			throw invalid({ email: 'The email has already been taken.' });
		}
	};

	app.get('/users', async (request) => {
		const { search } = queryOf(request);
		const rows = store.users.filter((user) =>
			holds(search, `${user.firstName} ${user.lastName}`, user.email),
		);
		return shape.page('users', rows, request);
	});

	app.get('/users/:id', async (request) => shape.one('users', find(idOf(request))));

	app.post('/users', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const fields = fieldsOf(request.body);
		const [email] = requireTexts(fields, 'email');
		checkNewEmail(email);
		const user: User = {
			userId: randomUUID(),
			email,
			firstName: optionalText(fields, 'first_name') ?? '',
			lastName: optionalText(fields, 'last_name') ?? '',
			role: optionalText(fields, 'role') ?? 'member',
			createdAt: formatTime(Date.now()),
		};
		store.users.push(user);
		await sendWritten(reply, shape.written('user.create', user));
	});

	app.post('/users/invite', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const fields = fieldsOf(request.body);
		const [email] = requireTexts(fields, 'email');
		checkEmail('email', email);
		const role = optionalText(fields, 'role') ?? null;
		await sendWritten(reply, shape.written('user.invite', { email, role, invited: true }));
	});

	app.patch('/users/:id', async (request, reply) => {
		const user = find(idOf(request));
		// A user changes only the own profile, and not the role (documented).
		const isOwn = request.caller?.userId === user.userId;
		if (!isServiceAccount(request) && !isOwn) throw forbidden();
		const fields = fieldsOf(request.body);
		const email = optionalText(fields, 'email');
		const firstName = optionalText(fields, 'first_name');
		const lastName = optionalText(fields, 'last_name');
		const role = optionalText(fields, 'role');
		if (role !== undefined && !isServiceAccount(request)) throw forbidden();
		if (email !== undefined) checkNewEmail(email, user);
		Object.assign(user, {
			...(email !== undefined && { email }),
			...(firstName !== undefined && { firstName }),
			...(lastName !== undefined && { lastName }),
			...(role !== undefined && { role }),
		});
		await sendWritten(reply, shape.written('user.update', user));
	});

	app.delete('/users/:id', { preHandler: serviceAccountOnly }, async (request, reply) => {
		const user = find(idOf(request));
		store.users.splice(store.users.indexOf(user), 1);
		await sendWritten(reply, shape.written('user.delete', user));
	});
}
