import type { Sandbox } from '../../sandbox';
import { call, MEETING, NOBODY, startGuessed, USER } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startGuessed();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const asService = () => ({ token: sandbox.serviceToken });

describe('404', () => {
	it.each([
		['GET', `/meetings/${NOBODY}`],
		['PATCH', '/users/none'],
		['POST', '/meetings/none/recordings/start'],
	])('answers %s %s', async (method, path) => {
		expect(await call(sandbox, method, path)).toMatchObject({
			status: 404,
			json: { message: expect.stringMatching(/^No query results for model/) },
		});
	});

	it.each([
		['/nowhere?x=1', 'api/nowhere'],
		['/meetings/a/b', 'api/meetings/a/b'],
		['/', 'api/'],
		['', 'api'],
	])("answers %j in Laravel's words", async (path, named) => {
		const { status, json } = await call(sandbox, 'POST', path, { body: {} });
		expect([status, json]).toEqual([404, { message: `The route ${named} could not be found.` }]);
	});
});

describe('405', () => {
	it.each([
		['PUT', '/meetings', 'GET, HEAD, POST'],
		['DELETE', `/meetings/${MEETING}`, 'GET, HEAD'],
		['POST', `/users/${USER}`, 'GET, HEAD, PATCH, DELETE'],
		['GET', '/client/webhook', 'POST'],
		['GET', '/upload/recordings', 'POST'],
		['PUT', '/users/invite', 'GET, HEAD, POST, PATCH, DELETE'],
	])('answers %s %s and names what is supported', async (method, path, allowed) => {
		const { status, headers, json } = await call(sandbox, method, path);
		expect(status).toBe(405);
		expect(headers.get('allow')).toBe(allowed);
		expect(json.message).toBe(
			`The ${method} method is not supported for route api${path}. Supported methods: ${allowed}.`,
		);
	});
});

describe('OPTIONS', () => {
	it.each([
		['/meetings', 'GET,HEAD,POST'],
		[`/meetings/${NOBODY}`, 'GET,HEAD'],
		['/users/invite', 'GET,HEAD,POST,PATCH,DELETE'],
		['/client/webhook', 'POST'],
	])(
		'of %s names the methods of all routes that match, and changes nothing',
		async (path, allow) => {
			const { status, headers, text } = await call(sandbox, 'OPTIONS', path);
			expect([status, headers.get('allow'), text]).toEqual([200, allow, '']);
			expect(sandbox.webhookUrl).toBeUndefined();
		},
	);

	it('of a path that is not known is answered 404', async () => {
		expect((await call(sandbox, 'OPTIONS', '/nowhere')).status).toBe(404);
	});
});

it('answers a missing route without words in the contrary shape', async () => {
	const other = await startGuessed({ shape: 'contrary' });
	const missing = await call(other, 'GET', '/nowhere');
	const record = await call(other, 'GET', `/users/${NOBODY}`);
	await other.close();
	expect([missing.status, missing.json]).toEqual([404, { message: '' }]);
	expect(record.json.message).toMatch(/^No query results for model/);
});

describe('routes that are elsewhere', () => {
	it('leave their address to those that also fit it', async () => {
		const moved = { '/meetings': '/talks', '/users/invite': '/invitations' };
		const other = await startGuessed({ moved });
		const asked = ['/meetings', `/talks/${MEETING}`, '/users/invite', '/invitations'];
		const answers = await Promise.all(
			asked.map(async (path) => await call(other, 'OPTIONS', path)),
		);
		await other.close();
		expect(answers.map(({ status, headers }) => [status, headers.get('allow')])).toEqual([
			[404, null],
			[200, 'GET,HEAD'],
			[200, 'GET,HEAD,PATCH,DELETE'],
			[200, 'POST'],
		]);
	});
});

it('has a fallback that answers every other GET, if it is asked to', async () => {
	const other = await startGuessed({ fallback: true });
	const nowhere = await call(other, 'GET', '/nowhere');
	const webhook = await call(other, 'GET', '/client/webhook');
	const options = await call(other, 'OPTIONS', '/client/webhook');
	const post = await call(other, 'POST', '/nowhere', { body: {} });
	await other.close();
	expect([nowhere.status, webhook.json]).toEqual([200, nowhere.json]);
	expect(options.headers.get('allow')).toBe('GET,HEAD,POST');
	expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

describe('HEAD', () => {
	it.each([
		['/meetings', 200],
		[`/users/${NOBODY}`, 404],
		['/client/webhook', 405],
	])('of %s is answered %i, without a body', async (path, status) => {
		const answer = await call(sandbox, 'HEAD', path);
		expect([answer.status, answer.text]).toEqual([status, '']);
	});
});

it.each([
	['GET', '/nowhere', 404],
	['PUT', '/teams', 405],
	['OPTIONS', '/teams', 200],
	['GET', '/users/invite', 401],
])('answers %s %s with %i before it looks at the login', async (method, path, status) => {
	expect((await call(sandbox, method, path, { token: null })).status).toBe(status);
});

it('answers GET /users/invite as a user that is not there', async () => {
	expect(await call(sandbox, 'GET', '/users/invite')).toMatchObject({
		status: 404,
		json: { message: expect.stringContaining('No query results for model') },
	});
});

describe('422', () => {
	it.each([
		['POST', '/meetings', {}, 'title'],
		['POST', '/meetings', [], 'title'],
		['POST', '/meetings', { title: 5 }, 'title'],
		['POST', '/meetings', { title: 'x', locale: 5 }, 'locale'],
		['POST', '/meetings', { title: 'x', user_id: NOBODY }, 'user_id'],
		['POST', '/meetings', { title: 'x', team_id: NOBODY }, 'team_id'],
		['POST', '/meetings', { title: 'x', dossier_id: NOBODY }, 'dossier_id'],
		['POST', '/client/webhook', {}, 'webhook_url'],
		['POST', '/client/webhook', { webhook_url: 'no address' }, 'webhook_url'],
		['POST', '/client/webhook', { webhook_url: 'ftp://127.0.0.1/x' }, 'webhook_url'],
		['POST', '/organisations', { name: 'x', webhook_url: 'no address' }, 'webhook_url'],
		['POST', '/users', { email: 'no address' }, 'email'],
		['POST', '/users', { email: 'an.peeters@kantoor.example' }, 'email'],
		['POST', '/users/invite', { email: 'no address' }, 'email'],
		['PATCH', `/users/${USER}`, { email: 5 }, 'email'],
		['PATCH', `/users/${USER}`, { email: 'luc.dubois@kantoor.example' }, 'email'],
	])('answers %s %s with %j and names the field', async (method, path, body, field) => {
		const { status, json } = await call(sandbox, method, path, { body, ...asService() });
		expect(status).toBe(422);
		expect(json).toEqual({ message: expect.any(String), errors: { [field]: [json.message] } });
	});

	it('counts further errors, and changes nothing', async () => {
		const { json } = await call(sandbox, 'POST', '/upload/recordings', { body: {} });
		expect(json).toEqual({
			message: 'The file field is required. (and 1 more error)',
			errors: {
				file: ['The file field is required.'],
				meeting_id: ['The meeting id field is required.'],
			},
		});
		expect(sandbox.store.recordings).toEqual([]);
	});
});

describe('400', () => {
	it.each([
		['{', 'application/json'],
		['title=x', 'application/x-www-form-urlencoded'],
		['hello', 'text/plain'],
	])('answers the body %j', async (body, type) => {
		const headers = { 'content-type': type };
		expect(await call(sandbox, 'POST', '/meetings', { body, headers })).toMatchObject({
			status: 400,
			json: { message: 'The body is not valid JSON.' },
		});
		expect(sandbox.requests[0].body).toBeUndefined();
	});

	it('comes after the login', async () => {
		const answer = await call(sandbox, 'POST', '/meetings', { body: '{', token: 'other' });
		expect(answer.status).toBe(401);
	});

	it('does not answer an empty body', async () => {
		const path = `/meetings/${MEETING}/recordings/start`;
		expect((await call(sandbox, 'POST', path, { body: '' })).status).toBe(200);
	});
});
