/** API › Check: what it finds out of an API, with what requests, and what it does not claim to know. */
import type { IDataObject } from 'n8n-workflow';

import { endpointRows, endpoints } from '../../nodes/api/endpoints';
import { failureOf, patOf, useClaritalk } from '../harness/claritalk';
import { GUESSED_SPELLING } from '../harness/guessedTable';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { type Reply, type Seen, useScriptedApi } from '../harness/scriptedApi';
import { type Sandbox, SHAPES } from '../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';

// What is found out is where guesses are wrong.
jest.mock('../../nodes/api/table', () => jest.requireActual('../harness/guessedTable'));

const ROWS = endpointRows();
/** What was adopted has no alternatives. */
const GUESSED = ROWS.filter(({ endpoint }) => endpoint.alternatives);
const PARAMETERS = { resource: 'api', operation: 'check' };

let sandbox: Sandbox;
let n8n: Harness;
let waits: number[];

async function check(setup: ExecuteSetup = {}): Promise<IDataObject[]> {
	const parameters = { ...PARAMETERS, ...setup.parameters };
	return (await n8n.execute('claritalk', { ...setup, parameters }))[0].map(({ json }) => json);
}

/** As Laravel answers where nothing is. */
const missing = ({ path }: Seen): Reply => ({
	status: 404,
	json: { message: `The route api${path} could not be found.` },
});
const row = (rows: IDataObject[], address: string) =>
	rows.find(({ resource, operation }) => `${resource}.${operation}` === address)!;
const results = (rows: IDataObject[]) => [...new Set(rows.map(({ result }) => result))];

describe.each(SHAPES)('in the %s shape', (shape) => {
	describe('of an API that is as the table says', () => {
		useClaritalk((world) => ({ sandbox, n8n, waits } = world), {
			shape,
			adopted: GUESSED_SPELLING,
		});

		it('everything is found, and nothing is changed', async () => {
			const before = JSON.stringify(sandbox.store);
			const rows = await check();
			expect(rows).toEqual(
				ROWS.map(({ resource, operation, endpoint: { method, path, evidence } }) => ({
					resource,
					operation,
					method,
					path,
					evidence,
					result: 'found',
					allowed: expect.stringContaining(method),
					alternative: '',
					says: 'Claritalk has this method at this address.',
				})),
			);
			expect(new Set(sandbox.requests.map(({ method }) => method))).toEqual(
				new Set(['GET', 'OPTIONS']),
			);
			expect(sandbox.requests.length).toBeLessThanOrEqual(60);
			expect(JSON.stringify(sandbox.store)).toBe(before);
			expect(sandbox.webhookUrl).toBeUndefined();
		});

		it('what one account may and the other may not shows in the result alone', async () => {
			const one = await check();
			sandbox.answerNext(
				{ method: 'GET', path: '/users' },
				{ status: 403, json: { message: 'Only An Peeters may do this.' } },
			);
			const other = await check();
			const without = (rows: IDataObject[]) => rows.map((all) => ({ ...all, result: '' }));
			expect(row(other, 'user.getMany').result).toBe('refused');
			expect(row(one, 'user.getMany').result).toBe('found');
			expect(without(other)).toEqual(without(one));
		});

		it('is made once for all items, which each get all rows', async () => {
			const [items] = await n8n.execute('claritalk', {
				parameters: PARAMETERS,
				items: [{ a: 1 }, { a: 2 }],
			});
			expect(items).toHaveLength(2 * ROWS.length);
			expect(items[ROWS.length].pairedItem).toEqual({ item: 1 });
			expect(sandbox.requests.length).toBeLessThanOrEqual(60);
		});

		it('a refusal of one address alone is an answer', async () => {
			sandbox.answerNext({ method: 'GET', path: '/teams' }, { status: 401, json: {} });
			expect(row(await check(), 'team.getMany').result).toBe('found');
		});

		it('waits for the rate limit', async () => {
			sandbox.answerNext({}, { status: 429, headers: { 'retry-after': '7' } });
			expect(results(await check())).toEqual(['found']);
			expect(Math.max(...waits)).toBeGreaterThanOrEqual(7000);
		});

		it('what gets no answer is unclear', async () => {
			sandbox.answerNext({ path: '/organisations', times: 10 }, { drop: true });
			const rows = await check();
			expect(row(rows, 'organisation.create')).toMatchObject({ result: 'unclear', allowed: '' });
			expect(row(rows, 'webhook.register').result).toBe('found');
		});
	});

	describe('of an API that is elsewhere', () => {
		const moved = { '/meetings': '/conversations', '/users/invite': '/invitations' };
		useClaritalk((world) => ({ sandbox, n8n } = world), {
			shape,
			moved,
			adopted: GUESSED_SPELLING,
		});

		it('finds the known alternatives, and says what to enter', async () => {
			const rows = await check();
			expect(row(rows, 'meeting.getMany')).toMatchObject({
				result: 'notFound',
				path: '/meetings',
				alternative: '/conversations',
				says: 'Claritalk has no such address. It has the alternative: under Path Overrides in the credential, enter { "GET /meetings": "/conversations" }.',
			});
			expect(row(rows, 'recording.start')).toMatchObject({
				result: 'notFound',
				alternative: '/conversations/{meetingId}/recordings/start',
			});
			// The address is one of a user by ID, too.
			expect(row(rows, 'user.invite')).toMatchObject({
				result: 'otherMethod',
				allowed: 'GET, HEAD, PATCH, DELETE',
				alternative: '/invitations',
			});
			expect(row(rows, 'user.get').result).toBe('found');
			expect(sandbox.requests.length).toBeLessThanOrEqual(60);
		});

		it('finds everything with what it said', async () => {
			const said = (await check()).flatMap(
				({ says }) => /\{ (".*") \}/.exec(String(says))?.[1] ?? [],
			);
			const credential = { ...patOf(sandbox), pathOverrides: `{${said.join()}}` };
			const rows = await check({ credentials: { claritalkApi: credential } });
			const guessed = GUESSED.map(({ resource, operation }) =>
				row(rows, `${resource}.${operation}`),
			);
			expect(results(guessed)).toEqual(['found']);
			expect(row(rows, 'meeting.get').path).toBe('/conversations/{meetingId}');
		});

		it('tries Path Overrides first, and the usual path where they are wrong', async () => {
			const pathOverrides = '{"/teams": "/groups", "/meetings": "/talks"}';
			const rows = await check({
				credentials: { claritalkApi: { ...patOf(sandbox), pathOverrides } },
			});
			expect(row(rows, 'team.getMany')).toMatchObject({
				path: '/groups',
				result: 'notFound',
				alternative: '/teams',
				says: expect.stringContaining('correct Path Overrides'),
			});
			expect(row(rows, 'meeting.get').alternative).toBe('/conversations/{meetingId}');
		});
	});

	describe('of an API with a fallback', () => {
		const moved = { '/teams': '/groups', '/client': '/hooks' };
		useClaritalk((world) => ({ sandbox, n8n } = world), {
			shape,
			moved,
			fallback: true,
			adopted: GUESSED_SPELLING,
		});

		it('knows what the fallback does not answer, and claims nothing else', async () => {
			const rows = await check();
			expect(results(rows).sort()).toEqual(['found', 'unclear']);
			expect(row(rows, 'meeting.create').result).toBe('found');
			expect(row(rows, 'user.delete').result).toBe('found');
			expect(row(rows, 'meeting.get').result).toBe('found');
			expect(row(rows, 'team.getMany')).toMatchObject({
				result: 'unclear',
				allowed: 'GET, HEAD',
				says: 'An address that nobody has is answered in the same way, so nothing is known.',
			});
			expect(row(rows, 'webhook.register').result).toBe('unclear');
		});
	});

	describe('with a login', () => {
		useClaritalk((world) => ({ sandbox, n8n } = world), { shape, adopted: GUESSED_SPELLING });

		const user = (access_token: string) => ({
			claritalkOAuth2Api: {
				...patOf(sandbox),
				...OAUTH_CLIENT,
				oauthTokenData: { access_token, refresh_token: 'dead' },
			},
		});
		const service = (more: object = {}) => ({
			claritalkServiceAccountOAuth2Api: { ...patOf(sandbox), ...SERVICE_ACCOUNT, ...more },
		});

		it.each([
			['oAuth2', () => user(sandbox.token)],
			['serviceAccount', service],
		])('finds everything as %s', async (authentication, credentials) => {
			const rows = await check({
				parameters: { authentication },
				credentials: credentials() as never,
			});
			expect(results(rows)).toEqual(['found']);
		});

		it('renews a token that has died', async () => {
			const setup = {
				parameters: { authentication: 'serviceAccount' },
				credentials: service() as never,
			};
			await check(setup);
			sandbox.oauth.expireAccessTokens();
			expect(results(await check(setup))).toEqual(['found']);
			expect(sandbox.oauth.tokenRequests).toHaveLength(2);
		});

		it('goes on where one address refuses every token', async () => {
			sandbox.answerNext({ path: '/teams', times: 100 }, { status: 401, json: {} });
			const rows = await check({
				parameters: { authentication: 'serviceAccount' },
				credentials: service() as never,
			});
			const others = rows.filter(({ resource }) => resource !== 'team');
			expect(results(others)).toEqual(['found']);
			expect(sandbox.oauth.tokenRequests.length).toBeLessThanOrEqual(4);
		});

		it('renews a token that has died once, though one address refuses the new one', async () => {
			const setup = {
				parameters: { authentication: 'serviceAccount' },
				credentials: service() as never,
			};
			await check(setup);
			sandbox.oauth.expireAccessTokens();
			sandbox.answerNext({ method: 'GET', path: '/teams', times: 100 }, { status: 401, json: {} });
			await check(setup);
			expect(sandbox.oauth.tokenRequests).toHaveLength(2);
		});

		it.each([
			['oAuth2', () => user('dead')],
			['serviceAccount', () => service({ clientSecret: 'wrong' })],
		])('fails where the login does, as %s', async (authentication, credentials) => {
			const setup = { parameters: { authentication }, credentials: credentials() as never };
			const { message } = await failureOf(check(setup));
			expect(message).toBe('The login to Claritalk failed');
		});
	});
});

describe('of something that is no API', () => {
	const api = useScriptedApi();
	const rows = async () => await api.json('api.check');

	it.each<[string, (request: Seen) => Reply]>([
		[
			'a page for everything',
			() => ({ text: '<!doctype html>', headers: { 'content-type': 'text/html' } }),
		],
		['200 and {} for everything', () => ({ json: {} })],
		['404 for everything', () => ({ status: 404, json: { message: 'Not found' } })],
		['404 without words', () => ({ status: 404 })],
		['404 that speaks of a record', () => ({ status: 404, json: { message: 'No such thing' } })],
		['405 for everything', () => ({ status: 405, headers: { allow: 'POST' }, json: {} })],
		['405 without a list', () => ({ status: 405, json: {} })],
		['403 for everything', () => ({ status: 403, json: { message: 'Forbidden' } })],
		['a redirect for everything', () => ({ status: 302, headers: { location: '/login' } })],
		['503 for everything', () => ({ status: 503 })],
		['422 for everything', () => ({ status: 422, json: { message: 'Wrong' } })],
		[
			'204 to every OPTIONS and 404 to the rest',
			({ method }) =>
				method === 'OPTIONS'
					? { status: 204, headers: { allow: 'GET, POST, PUT, PATCH, DELETE' } }
					: { status: 404, json: { message: '' } },
		],
	])('everything is unclear: %s', async (_, reply) => {
		api.answer(reply);
		const all = await rows();
		expect(results(all)).toEqual(['unclear']);
		expect(all.map(({ alternative }) => alternative).join('')).toBe('');
		expect(api.requests.length).toBeLessThanOrEqual(60);
		expect(new Set(api.requests.map(({ method }) => method))).toEqual(new Set(['GET', 'OPTIONS']));
	});

	it('says that a token is refused everywhere', async () => {
		api.answer({ status: 401, json: { message: 'Unauthenticated.' } });
		const error = await api.failure('api.check');
		expect(error).toMatchObject({ message: 'Claritalk refused the access token', httpCode: '401' });
	});

	it('says so, too, where one address does not answer', async () => {
		api.answer(({ path }) => (path === '/teams' ? { drop: true } : { status: 401, json: {} }));
		const error = await api.failure('api.check');
		expect(error.message).toBe('Claritalk refused the access token');
	});

	it('counts what it asks for three times as three', async () => {
		api.answer({ status: 503 });
		await rows();
		expect(api.requests.length).toBeGreaterThanOrEqual(48);
		expect(api.requests.length).toBeLessThanOrEqual(50);
	});

	it('waits ten seconds for an answer', async () => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		api.answer({ json: {} });
		await rows();
		expect(new Set(timeout.mock.calls.map(([ms]) => ms))).toEqual(new Set([10_500]));
	});

	it('says that nothing answers', async () => {
		api.answer({ drop: true });
		const error = await api.failure('api.check');
		expect(error.message).toMatch(/^Claritalk could not be reached/);
	});
});

describe('behind a layer that answers every OPTIONS alike', () => {
	const api = useScriptedApi();
	const ALIKE: Reply = { status: 204, headers: { allow: 'GET, POST, DELETE' } };

	it('GET tells what it can', async () => {
		api.answer((request) => {
			const { method, path } = request;
			if (method === 'OPTIONS') return ALIKE;
			if (path === '/meetings') return { json: { data: [{ id: 'private' }] } };
			if (path === '/client/webhook') {
				return { status: 405, headers: { allow: 'POST' }, json: { message: '' } };
			}
			if (path === '/users/invite') return { status: 404, json: { message: 'No such user' } };
			if (path === '/dossiers') return { status: 404, json: { message: '' } };
			return missing(request);
		});
		const rows = await api.json('api.check');
		const result = (address: string) => row(rows, address).result;
		expect(result('meeting.getMany')).toBe('found');
		expect(result('meeting.create')).toBe('unclear');
		expect(result('user.invite')).toBe('unclear');
		expect(result('dossier.getMany')).toBe('unclear');
		expect(result('team.getMany')).toBe('notFound');
		expect(result('organisation.create')).toBe('notFound');
		expect(JSON.stringify(rows)).not.toContain('private');
		expect(api.requests.length).toBeLessThanOrEqual(60);
	});

	it.each<[string, Reply]>([
		['gives rows', { json: { data: [] } }],
		['refuses them', { status: 403, json: { message: 'Forbidden' } }],
	])('an alternative is there where GET %s', async (_, reply) => {
		api.answer((request) => {
			if (request.method === 'OPTIONS') return ALIKE;
			return request.path === '/conversations' ? reply : missing(request);
		});
		expect(row(await api.json('api.check'), 'meeting.getMany')).toMatchObject({
			result: 'notFound',
			alternative: '/conversations',
		});
	});

	it('at most 60 requests go out where nothing is where it is looked for', async () => {
		api.answer(missing);
		const rows = await api.json('api.check');
		expect(results(rows)).toEqual(['notFound']);
		expect(api.requests.length).toBeLessThanOrEqual(60);
		expect(
			rows.every(({ says }) => /None of the known alternatives is there\.$/.test(String(says))),
		).toBe(true);
	});

	it('an address with another method is there', async () => {
		api.answer((request) =>
			request.path.startsWith('/users/') && request.method === 'OPTIONS'
				? { headers: { allow: 'GET,HEAD,PUT' } }
				: missing(request),
		);
		expect(row(await api.json('api.check'), 'user.update')).toMatchObject({
			result: 'otherMethod',
			allowed: 'GET, HEAD, PUT',
			says: expect.stringMatching(/^The address is there, but not with this method\./),
		});
	});

	it('a list is there though any address is answered by a page', async () => {
		api.answer(({ path }) =>
			path === '/meetings'
				? { json: { data: [] } }
				: { text: '<!doctype html>', headers: { 'content-type': 'text/html' } },
		);
		const rows = await api.json('api.check');
		expect(row(rows, 'meeting.getMany').result).toBe('found');
		expect(row(rows, 'team.getMany').result).toBe('unclear');
	});
});

describe('of an API that names the methods of its addresses', () => {
	const api = useScriptedApi();
	const INVENTED_ID = '00000000-0000-4000-8000-000000000000';
	const NOWHERE = `/n8n-asks-for-what-is-not-there/${INVENTED_ID}`;
	const pathsOf = (rows: typeof ROWS) => [
		...new Set(rows.map(({ endpoint }) => endpoint.path.replace(/\{\w+\}/, INVENTED_ID))),
	];

	it('GET goes only to what is read, and asks a list for one row', async () => {
		api.answer((request) => {
			if ([NOWHERE, '/teams', '/client/webhook'].includes(request.path)) return missing(request);
			return request.method === 'OPTIONS'
				? { status: 204, headers: { allow: 'GET, HEAD, POST, PATCH, DELETE' } }
				: { json: { data: [] } };
		});
		const rows = await api.json('api.check');
		expect(row(rows, 'team.getMany').alternative).toBe('/team');
		expect(row(rows, 'webhook.register')).toMatchObject({ result: 'notFound', alternative: '' });
		expect(api.calls).toEqual([
			`GET ${NOWHERE}`,
			`OPTIONS ${NOWHERE}`,
			...pathsOf(ROWS).map((path) => `OPTIONS ${path}`),
			...pathsOf(ROWS.filter(({ endpoint }) => endpoint.method === 'GET')).map(
				(path) => `GET ${path}`,
			),
			'OPTIONS /team',
		]);
		const queryOf = (call: string) => api.requests[api.calls.indexOf(call)].query;
		expect(queryOf('GET /meetings')).toEqual({ page: '1', per_page: '1' });
		expect(queryOf(`GET /meetings/${INVENTED_ID}`)).toEqual({});
	});

	it('an alternative that Path Overrides cannot name is to be called with Request', async () => {
		api.answer((request) =>
			request.path === '/me' ? { headers: { allow: 'GET, HEAD' } } : missing(request),
		);
		expect(row(await api.json('api.check'), 'user.get')).toMatchObject({
			alternative: '/me',
			says: 'Claritalk has no such address. It has the alternative: call it with the operation Request.',
		});
	});
});

describe('of more addresses than a check may ask for', () => {
	const api = useScriptedApi();
	const more = Array.from({ length: 60 }, (_, at) => ({
		...endpoints.user.invite,
		path: `/more/${at}`,
	}));
	beforeEach(() => void Object.assign(endpoints, { more }));
	afterEach(() => void Reflect.deleteProperty(endpoints, 'more'));

	it.each([404, 503])('it asks for as many as it may, and says so: %i', async (status) => {
		api.answer({ status });
		const rows = await api.json('api.check');
		expect(rows).toHaveLength(ROWS.length + more.length);
		expect(rows[rows.length - 1]).toMatchObject({
			result: 'unclear',
			allowed: '',
			says: 'Not asked: a check sends only so many requests.',
		});
		expect(api.requests.length).toBeGreaterThanOrEqual(48);
		expect(api.requests.length).toBeLessThanOrEqual(50);
	});
});
