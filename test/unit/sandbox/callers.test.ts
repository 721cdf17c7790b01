import type { Sandbox } from '../../sandbox';
import { call, MEETING, NOBODY, OTHER_USER, startGuessed, USER } from './client';

let sandbox: Sandbox;
let now = Date.parse('2026-01-05T09:00:00Z');

beforeAll(async () => {
	sandbox = await startGuessed({ now: () => now });
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const asService = () => ({ token: sandbox.serviceToken });

describe('a token', () => {
	it.each([null, '', 'other'])('is refused when it is %j', async (token) => {
		expect(await call(sandbox, 'GET', '/meetings', { token })).toMatchObject({
			status: 401,
			json: { message: 'Unauthenticated.' },
		});
	});

	it('must be a bearer token', async () => {
		const headers = { authorization: `Basic ${sandbox.token}` };
		expect((await call(sandbox, 'GET', '/meetings', { token: null, headers })).status).toBe(401);
	});

	it('is accepted until its time is over', async () => {
		sandbox.tokens.accept('hour', 'user', { lifetimeMs: 3_600_000 });
		const status = async () => (await call(sandbox, 'GET', '/teams', { token: 'hour' })).status;
		now += 3_599_999;
		expect(await status()).toBe(200);
		now += 1;
		expect(await status()).toBe(401);
	});
});

describe('a user', () => {
	it.each([
		['POST', '/users', { email: 'x@y.example' }],
		['POST', '/users/invite', { email: 'x@y.example' }],
		['DELETE', `/users/${USER}`, undefined],
		['POST', '/organisations', { name: 'x' }],
		['POST', '/meetings', { title: 'x', user_id: OTHER_USER }],
		['PATCH', `/users/${USER}`, { role: 'admin' }],
		['PATCH', `/users/${OTHER_USER}`, { first_name: 'X' }],
	])('may not %s %s, a service account may', async (method, path, body) => {
		expect(await call(sandbox, method, path, { body })).toMatchObject({
			status: 403,
			json: { message: 'This action is unauthorized.' },
		});
		expect((await call(sandbox, method, path, { body, ...asService() })).status).toBeLessThan(300);
	});

	it('changes the own profile', async () => {
		const body = { first_name: 'Anna', email: 'anna@kantoor.example' };
		const { status, json } = await call(sandbox, 'PATCH', `/users/${USER}`, { body });
		expect(status).toBe(200);
		expect(json.data).toMatchObject({ firstName: 'Anna', lastName: 'Peeters', role: 'admin' });
		expect(sandbox.store.users[0].email).toBe('anna@kantoor.example');
	});

	it('creates meetings of the own', async () => {
		const { status, json } = await call(sandbox, 'POST', '/meetings', { body: { title: 'Own' } });
		expect(status).toBe(201);
		expect(json.data).toMatchObject({ title: 'Own', userId: USER, status: 'Meeting created' });
		const { meetingId } = json.data;
		expect((await call(sandbox, 'GET', `/meetings/${String(meetingId)}`)).json).toEqual(json);
	});
});

describe('a service account', () => {
	it('creates, reads and deletes a user', async () => {
		const body = { email: 'new@kantoor.example', first_name: 'Nora', role: 'member' };
		const created = await call(sandbox, 'POST', '/users', { body, ...asService() });
		expect(created.status).toBe(201);
		const path = `/users/${String(created.json.data.userId)}`;
		expect((await call(sandbox, 'GET', path)).json.data).toMatchObject({ firstName: 'Nora' });
		const deleted = await call(sandbox, 'DELETE', path, asService());
		expect([deleted.status, deleted.json]).toEqual([204, undefined]);
		expect((await call(sandbox, 'GET', path)).status).toBe(404);
	});

	it('creates a meeting for any user, in a team and a dossier', async () => {
		const [{ teamId }] = sandbox.store.teams;
		const [{ dossierId }] = sandbox.store.dossiers;
		const body = { title: 'x', user_id: OTHER_USER, team_id: teamId, dossier_id: dossierId };
		const { json } = await call(sandbox, 'POST', '/meetings', { body, ...asService() });
		expect(json.data).toMatchObject({ userId: OTHER_USER, teamId, dossierId });
	});

	it('creates an organisation with its webhook', async () => {
		const body = { name: 'Nieuw', webhook_url: 'https://n8n.example/x' };
		const { status, json } = await call(sandbox, 'POST', '/organisations', {
			body,
			...asService(),
		});
		expect(status).toBe(201);
		expect(json.data).toMatchObject({ name: 'Nieuw', webhookUrl: 'https://n8n.example/x' });
	});

	it('is told that a user is not there', async () => {
		const path = `/users/${NOBODY}`;
		for (const method of ['GET', 'PATCH', 'DELETE']) {
			expect((await call(sandbox, method, path, asService())).status).toBe(404);
		}
	});
});

it('shows both kinds of callers the same: all seeded data is shared', async () => {
	const asUser = await call(sandbox, 'GET', '/meetings');
	expect((await call(sandbox, 'GET', '/meetings', asService())).json.data).toEqual(
		asUser.json.data,
	);
	expect(asUser.json.data[0].meetingId).toBe(MEETING);
});
