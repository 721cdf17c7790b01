/** The tests of the credentials that are checked by code of this package, as n8n's own test runner runs them. */
import { claritalkHarness, patOf } from '../harness/claritalk';
import { answering, type OddAnswer, type OddServer } from '../harness/answering';
import type { Harness } from '../harness/harness';
import { AS_GUESSED, type Sandbox, startSandbox } from '../sandbox';
import { SERVICE_ACCOUNT } from '../sandbox/oauth';

// They allow for guesses that are wrong.
jest.mock('../../nodes/api/table', () => jest.requireActual('../harness/guessedTable'));

let sandbox: Sandbox;
let n8n: Harness;
let odd: OddServer | undefined;

beforeAll(async () => {
	sandbox = await startSandbox({ adopted: AS_GUESSED });
	n8n = claritalkHarness(sandbox);
});
beforeEach(() => sandbox.reset());
afterEach(async () => {
	await odd?.close();
	odd = undefined;
});
afterAll(async () => await sandbox.close());

const TOKEN = '{"access_token":"at-1","token_type":"Bearer","expires_in":3600}';
const PAGE: OddAnswer = {
	headers: { 'content-type': 'text/html' },
	body: '\n<!doctype html><p>Welcome',
};
const json = (body: string, status = 200): OddAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body,
});

/** A server that gives tokens, and answers the API's addresses as told. */
async function api(answers: Record<string, OddAnswer>) {
	odd = await answering((request) =>
		request === 'POST /oauth/token' ? json(TOKEN) : (answers[request] ?? json('{}', 404)),
	);
	return odd;
}

const KINDS = [
	['claritalkApi', { accessToken: 'sandbox-personal-access-token' }],
	['claritalkServiceAccountOAuth2Api', SERVICE_ACCOUNT],
] as const;

// n8n's dialog adds the null after a switch of the kind.
const CASES = KINDS.flatMap(([type, fields]) =>
	[{}, { oauthTokenData: null }].map((more) => [type, { ...fields, ...more }] as const),
);

describe.each(CASES)('the test of %s with %j', (type, fields) => {
	const test = async (data: object = {}) =>
		await n8n.testCredential(type, {
			environment: 'custom',
			baseUrl: sandbox.url,
			...fields,
			...data,
		} as never);
	const failure = async (data: object = {}) => {
		const { status, message } = await test(data);
		expect(status).toBe('Error');
		expect(message).not.toMatch(/ECONN|ENOTFOUND|EAI_|CERT_|_CERT\b|sandbox-/);
		return message;
	};

	it('is OK, asks for JSON and writes nothing', async () => {
		expect(await test()).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(sandbox.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
			'GET /api/meetings',
			'HEAD /api/meetings',
		]);
		expect(sandbox.requests[0].headers.accept).toBe('application/json');
		for (const { headers } of sandbox.requests) {
			expect(Object.keys(headers).join()).not.toContain('claritalk');
		}
	});

	it.each([
		'[]',
		'{"data":[]}',
		'[{"id":"a"}]',
		'{"data":[],"links":{}}',
		'{"success":true,"data":{"items":[]}}',
		'{"meetings":[{"id":"a"}],"request_id":"r"}',
	])('takes the list %s for good', async (body) => {
		const { url } = await api({ 'GET /api/meetings': json(body) });
		expect(await test({ baseUrl: url })).toMatchObject({ status: 'OK' });
	});

	it.each([
		['404', json('{"message":"The route api/meetings could not be found."}', 404)],
		['405', json('{"message":"Method not allowed"}', 405)],
		['404 with a page', { ...PAGE, status: 404 }],
		['422', json('{"message":"The from field is required."}', 422)],
		['an empty text', { body: '' }],
		['an object', json('{"name":"Board"}')],
		['{}', json('{}')],
	])('asks the documented address where the list answers %s', async (_, list) => {
		const server = await api({
			'GET /api/meetings': list,
			'HEAD /api/meetings': { status: list.status },
			'POST /api/upload/recordings': json('{"message":"The file field is required."}', 422),
		});
		expect(await test({ baseUrl: server.url })).toMatchObject({ status: 'OK' });
		expect(server.requests).toContain('POST /api/upload/recordings');
	});

	it('blames no token where a proxy asks for a password of its own', async () => {
		const headers = { 'www-authenticate': 'Basic realm="Intranet"' };
		const { url } = await api({ 'GET /api/meetings': { status: 401, headers } });
		expect(await failure({ baseUrl: url })).toMatch(
			/^The request was blocked on the way to Claritalk\. .*HTTP 401/,
		);
	});

	it('believes a refusal of the documented address', async () => {
		const { url } = await api({ 'POST /api/upload/recordings': json('{}', 401) });
		expect(await failure({ baseUrl: url })).toMatch(/^Claritalk refused the token\. .*revoked/);
	});

	it('says that there is no Claritalk at the address', async () => {
		const { url } = await api({ 'POST /api/upload/recordings': { ...PAGE, status: 405 } });
		expect(await failure({ baseUrl: url })).toMatch(
			/^No Claritalk API at this address .*Check Environment and Base URL/,
		);
	});

	it('says that the host refuses connections', async () => {
		expect(await failure({ baseUrl: 'http://127.0.0.1:9' })).toMatch(
			/^Claritalk could not be reached at http:\/\/127\.0\.0\.1:9\. The host refuses connections\. Check Environment and Base URL/,
		);
	});

	it('says that the name of the host is not known', async () => {
		expect(await failure({ baseUrl: 'https://claritalk.invalid' })).toMatch(
			/^Claritalk could not be reached at https:\/\/claritalk\.invalid\. The host name (is not known|could not be looked up)\. Check/,
		);
	});

	it('says that the certificate is not trusted', async () => {
		odd = await answering(() => json('[]'), true);
		expect(await failure({ baseUrl: odd.url })).toMatch(
			/could not be reached at https:.*certificate of the host is not one that this n8n trusts.*Check Environment/,
		);
		expect(odd.requests).toEqual([]);
	});

	it('says that the host does not speak https', async () => {
		odd = await answering(() => json('[]'));
		const baseUrl = odd.url.replace('http:', 'https:');
		expect(await failure({ baseUrl })).toContain('does not speak https');
	});

	it.each([200, 403])('takes no web page for the API (%i)', async (status) => {
		odd = await answering(() => ({ ...PAGE, status }));
		expect(await failure({ baseUrl: odd.url })).toMatch(
			/answers with a web page, not with the Claritalk API\. Check Environment and Base URL/,
		);
	});

	it.each([
		'{"message":"Unauthenticated."}',
		'{"message":"Hello from nginx"}',
		'{"name":"Other service","version":1}',
		'{}',
	])('takes no service for the API that answers everything with %s', async (body) => {
		odd = await answering((request) => json(request === 'POST /oauth/token' ? TOKEN : body));
		expect(await failure({ baseUrl: odd.url })).toContain(
			'does not answer as the Claritalk API does',
		);
	});

	it.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (status) => {
		odd = await answering(() => ({ status, headers: { location: `${sandbox.url}/api/teams` } }));
		expect(await failure({ baseUrl: odd.url })).toMatch(/redirect, which is not followed.*Check/);
		expect(odd.requests).toHaveLength(1);
		expect(sandbox.requests).toHaveLength(0);
	});

	it.each([
		[403, 'does not permit'],
		[429, 'rate limit'],
		[500, 'cannot be used at the moment (HTTP 500 of /api/meetings). Claritalk says: Too bad.'],
	])('explains %i of the API', async (status, text) => {
		sandbox.answerNext({}, { status, json: { message: 'Too bad' } });
		expect(await failure()).toContain(text);
	});

	it('says that the API refused the token', async () => {
		sandbox.answerNext({}, { status: 401, json: { message: 'Unauthenticated.' } });
		expect(await failure()).toMatch(/^Claritalk refused the token\. .*revoked/);
	});

	const refused = (field: string) => `The ${field} in the Claritalk credential cannot be used`;

	it.each<[object, string]>([
		[{ environment: 'constructor' }, refused('Environment')],
		[{ baseUrl: '' }, refused('Base URL')],
		[{ baseUrl: 'http://claritalk.example.com' }, refused('Base URL')],
		[{ baseUrl: 'https://claritalk.example.com/api' }, refused('Base URL')],
		[{ baseUrl: 'https://user:secret@claritalk.example.com' }, refused('Base URL')],
	])('refuses %j in words before it sends anything', async (data, text) => {
		expect(await failure(data)).toContain(text);
		expect(sandbox.requests).toHaveLength(0);
		expect(sandbox.oauth.tokenRequests).toHaveLength(0);
	});
});

describe('the test of a personal access token', () => {
	const test = async (accessToken: string) =>
		await n8n.testCredential('claritalkApi', patOf(sandbox, accessToken));

	it('says that the token was refused', async () => {
		const { status, message } = await test('wrong-token-1');
		expect(status).toBe('Error');
		expect(message).toMatch(/^Claritalk refused the token\. .*Settings › API Tokens/);
		expect(message).not.toContain('wrong-token-1');
	});

	it.each(['Bearer sandbox-personal-access-token', '"sandbox-personal-access-token"\n'])(
		'takes the token pasted as %j',
		async (pasted) => expect(await test(pasted)).toMatchObject({ status: 'OK' }),
	);

	it.each(['sandbox personal', 'sandbox-pérsonal'])(
		'says what is wrong with %j before it sends anything',
		async (pasted) => {
			const { status, message } = await test(pasted);
			expect(status).toBe('Error');
			expect(message).toMatch(/^The Access Token .* cannot be used\. It holds .* no token does/);
			expect(message).not.toContain('sandbox');
			expect(sandbox.requests).toHaveLength(0);
		},
	);

	it('costs no call before a normal request', async () => {
		await n8n.listSearch('claritalk', 'searchTeams');
		expect(sandbox.requests.map(({ path }) => path)).toEqual(['/api/teams']);
	});
});

describe('the test of a service account', () => {
	const test = async (data: object = {}) =>
		await n8n.testCredential('claritalkServiceAccountOAuth2Api', {
			environment: 'custom',
			baseUrl: sandbox.url,
			...SERVICE_ACCOUNT,
			...data,
		});

	it('asks for one token', async () => {
		await test();
		expect(sandbox.oauth.tokenRequests).toEqual([
			expect.objectContaining({ grantType: 'client_credentials', status: 200 }),
		]);
	});

	it('says that a wrong secret was refused', async () => {
		const { status, message } = await test({ clientSecret: 'wrong-secret' });
		expect(status).toBe('Error');
		expect(message).toMatch(
			/^The login to Claritalk failed\. Claritalk refused Client ID or Client Secret\. Claritalk says: .*check Client ID and Client Secret/,
		);
		expect(message).not.toContain('wrong-secret');
	});

	it('notices a revoked secret, though the token from before still works', async () => {
		expect(await test()).toMatchObject({ status: 'OK' });
		sandbox.oauth.revokeClient(SERVICE_ACCOUNT.clientId);
		expect((await test()).message).toContain('Claritalk refused Client ID or Client Secret');
	});

	it('is not bothered by the tokens that an older credential stored', async () => {
		const oauthTokenData = { access_token: 'old', token_type: 'Bearer' };
		const older = { grantType: 'clientCredentials', scope: 'api.connect', oauthTokenData };
		expect(await test(older)).toMatchObject({ status: 'OK' });
	});

	it('finds a token that has an envelope', async () => {
		odd = await answering((request) =>
			json(request === 'POST /oauth/token' ? `{"token":${TOKEN}}` : '[]'),
		);
		expect(await test({ baseUrl: odd.url })).toMatchObject({ status: 'OK' });
	});

	it.each([
		['refuses this kind', json('{"error":"unauthorized_client"}', 400), /not one of a service/],
		['knows no such kind', json('{"error":"unsupported_grant_type"}', 400), /not one of a service/],
		['refuses this kind with 401', json('{"error":"unauthorized_client"}', 401), /not one of a/],
		['refuses the scope', json('{"error":"invalid_scope"}', 400), /may not use the API/],
		['gives none', json('{"token_type":"Bearer"}'), /answered without an access token/],
		[
			'gives an empty one',
			json('{"access_token":""}'),
			/answered without an access token\. Check Environment/,
		],
		['gives a list', json('[]'), /answered without an access token/],
		['answers 401 alone', json('{}', 401), /refused Client ID or Client Secret\. Open/],
		[
			'answers 401 with a page',
			{ ...PAGE, status: 401 },
			/refused Client ID or Client Secret\. Open/,
		],
		['answers 400 alone', json('{}', 400), /failed\. Claritalk refused it with HTTP 400\. Open/],
		[
			'answers 403',
			json('{"message":"Revoked"}', 403),
			/HTTP 403\. Claritalk says: Revoked\. Open/,
		],
		['is behind a proxy', { status: 407 }, /^The proxy between this n8n and Claritalk asks for a/],
		['is not there', json('{}', 404), /^No Claritalk API .*\/oauth\/token\)/],
		['limits', json('{"message":"Too Many Attempts."}', 429), /rate limit.*Too Many Attempts/],
		['is down', json('{}', 503), /cannot be used at the moment \(HTTP 503 of \/oauth\/token\)/],
		[
			'echoes the secret',
			json(
				`{"error":"invalid_client","error_description":"${'x'.repeat(570)}${SERVICE_ACCOUNT.clientSecret}"}`,
				401,
			),
			/refused Client ID or Client Secret. Claritalk says: invalid_client · x+\[hidden\]/,
		],
	])('says what it is when the token endpoint %s', async (_, answer, text) => {
		odd = await answering(() => answer);
		const { status, message } = await test({ baseUrl: odd.url });
		expect(status).toBe('Error');
		expect(message).toMatch(text);
		expect(message).not.toContain('sandbox-serv');
		expect(odd.requests).toEqual(['POST /oauth/token']);
	});
});
