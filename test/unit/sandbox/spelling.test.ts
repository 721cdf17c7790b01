/** What a collection spells otherwise: the stand-in takes it from the collection, and from nothing of the nodes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { endpointRows } from '../../../nodes/api/endpoints';
import type { Sandbox } from '../../sandbox';
import { adoptedParts } from '../../sandbox/adopted';
import { SPOKEN } from '../../sandbox/spelling';
import { call, MEETING, startGuessed, USER } from './client';

const SPELLINGS = {
	'meeting.create': { method: 'POST', path: '/talks', fields: { title: 'subject' } },
	'meeting.getMany': { method: 'GET', path: '/talks', fields: { per_page: 'limit' } },
	'meeting.get': { method: 'GET', path: '/talks/{}', fields: {} },
	'user.update': { method: 'PUT', path: '/users/{}', fields: { first_name: 'firstname' } },
	'organisation.create': { method: 'POST', path: '/b%C3%BCro%20x', fields: {} },
	'recording.upload': { method: 'POST', path: '/upload', fields: { meeting_id: 'talk' } },
};

let sandbox: Sandbox;

beforeEach(async () => {
	const adopted = { spellings: SPELLINGS, examples: [] };
	sandbox = await startGuessed({ adopted });
});
afterEach(async () => await sandbox.close());

it('every call of the table has a name here, unless it was adopted', () => {
	const adopted = adoptedParts().examples.map(({ operation }) => operation);
	expect([...Object.keys(SPOKEN), ...adopted].sort()).toEqual(
		endpointRows()
			.map(({ resource, operation }) => `${resource}.${operation}`)
			.sort(),
	);
});

it('routes are where the collection has them, and nowhere else', async () => {
	expect((await call(sandbox, 'GET', `/talks/${MEETING}`)).status).toBe(200);
	expect((await call(sandbox, 'GET', `/meetings/${MEETING}`)).status).toBe(404);
	expect((await call(sandbox, 'PATCH', `/users/${USER}`, { body: {} })).status).toBe(405);
	const create = await call(sandbox, 'POST', '/b%C3%BCro%20x', { body: {} });
	expect(create.status).not.toBe(404);
	const { headers } = await call(sandbox, 'OPTIONS', '/talks');
	expect(headers.get('allow')).toBe('GET,HEAD,POST');
	expect((await call(sandbox, 'OPTIONS', `/users/${USER}`)).headers.get('allow')).toBe(
		'GET,HEAD,PUT,DELETE',
	);
});

it('fields have the names of the collection, and no others', async () => {
	const create = async (body: object) => await call(sandbox, 'POST', '/talks', { body });
	expect((await create({ subject: 'Overleg' })).status).toBe(201);
	expect((await create({ title: 'Overleg' })).status).toBe(422);
	const { json } = await call(sandbox, 'GET', '/talks?limit=2');
	expect(json.data).toHaveLength(2);
	await call(sandbox, 'PUT', `/users/${USER}`, { body: { firstname: 'Anna' } });
	expect(sandbox.store.users[0].firstName).toBe('Anna');

	const form = (name: string) => {
		const body = new FormData();
		body.append(name, MEETING);
		body.append('file', new File(['abc'], 'a.mp3', { type: 'audio/mpeg' }));
		return { body };
	};
	expect((await call(sandbox, 'POST', '/upload', form('talk'))).status).toBeLessThan(300);
	expect((await call(sandbox, 'POST', '/upload', form('meeting_id'))).status).toBe(422);
});

it('a request is told, and answered by order, in the words of the stand-in', async () => {
	sandbox.answerNext({ method: 'PATCH', path: `/users/${USER}` }, { status: 418 });
	const body = { firstname: 'Anna' };
	expect((await call(sandbox, 'PUT', `/users/${USER}`, { body })).status).toBe(418);
	await call(sandbox, 'GET', '/talks?limit=2&page=1');
	expect(sandbox.requests).toMatchObject([
		{ method: 'PATCH', path: `/api/users/${USER}`, body: { first_name: 'Anna' } },
		{ method: 'GET', path: '/api/meetings', query: { per_page: '2', page: '1' } },
	]);
});

it('no part of the stand-in takes anything from the nodes', () => {
	const folder = join(__dirname, '../../sandbox');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
		file.endsWith('.ts'),
	);
	const taken = files.filter((file) =>
		/from '[./]*(nodes|credentials)\//.test(readFileSync(join(folder, file), 'utf8')),
	);
	expect(taken).toEqual([]);
});
