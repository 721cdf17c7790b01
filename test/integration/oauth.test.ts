/** The two OAuth2 credentials against the sandbox's token endpoint, through n8n-core's own OAuth2 code. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, claritalkHarness, failureOf } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { instantly } from '../harness/instantly';
import { type Sandbox, startSandbox } from '../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';

let sandbox: Sandbox;
let n8n: Harness;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = claritalkHarness(sandbox);
});
beforeEach(() => {
	sandbox.reset();
	instantly();
});
afterEach(() => jest.restoreAllMocks());
afterAll(async () => await sandbox.close());

const MEETING = '00000000-0000-4000-8000-000500000001';
const grants = () =>
	sandbox.oauth.tokenRequests.map(({ grantType, status }) => [grantType, status]);
const environment = () => ({ environment: 'custom', baseUrl: sandbox.url });

/** A service account as a user just typed it in. */
const serviceAccount = (more: object = {}) => ({
	claritalkServiceAccountOAuth2Api: { ...environment(), ...SERVICE_ACCOUNT, ...more },
});

/** A login by authorization code, up to where n8n stores the tokens. */
async function login() {
	const redirect_uri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: OAUTH_CLIENT.clientId,
		scope: 'api.connect offline_access',
		redirect_uri,
		state: 'x',
	}).toString();
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const consent = await fetch(`${sandbox.url}/oauth/authorize?${query}`, {
		method: 'POST',
		redirect: 'manual',
		headers,
		body: '',
	});
	const code = new URL(consent.headers.get('location')!).searchParams.get('code')!;
	const answer = await fetch(`${sandbox.url}/oauth/token`, {
		method: 'POST',
		headers,
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri,
			client_id: OAUTH_CLIENT.clientId,
			client_secret: OAUTH_CLIENT.clientSecret,
		}).toString(),
	});
	const oauthTokenData = (await answer.json()) as IDataObject;
	return { claritalkOAuth2Api: { ...environment(), ...OAUTH_CLIENT, oauthTokenData } };
}

async function run(
	authentication: string,
	credentials: object,
	{ parameters = {}, ...setup }: ExecuteSetup = {},
) {
	const [items] = await n8n.execute('claritalk', {
		...setup,
		credentials: credentials as ExecuteSetup['credentials'],
		parameters: {
			authentication,
			resource: 'meeting',
			operation: 'get',
			meetingId: byId(MEETING),
			...parameters,
		} as INodeParameters,
	});
	return items;
}

describe('the service account', () => {
	it('asks for one token and uses it for every item', async () => {
		const credentials = serviceAccount();
		await run('serviceAccount', credentials, { items: [{}, {}, {}] });
		await run('serviceAccount', credentials);
		expect(sandbox.oauth.tokenRequests).toEqual([
			{
				grantType: 'client_credentials',
				contentType: expect.stringContaining('application/x-www-form-urlencoded'),
				status: 200,
			},
		]);
		expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
	});

	it('may do what is kept for service accounts', async () => {
		const [{ json }] = await run('serviceAccount', serviceAccount(), {
			parameters: { resource: 'user', operation: 'create', email: 'a@b.example' },
		});
		expect(json.email).toBe('a@b.example');
	});

	it('renews a token that expires in the middle of a run, and loses no item', async () => {
		const credentials = serviceAccount();
		await run('serviceAccount', credentials);
		sandbox.oauth.expireAccessTokens();
		const items = await run('serviceAccount', credentials, { items: [{}, {}, {}] });
		expect(items.map(({ json }) => json.meetingId)).toEqual([MEETING, MEETING, MEETING]);
		expect(grants()).toEqual([
			['client_credentials', 200],
			['client_credentials', 200],
		]);
	});

	it('says what to do when its secret was revoked or is wrong', async () => {
		sandbox.oauth.revokeClient(SERVICE_ACCOUNT.clientId);
		const error = await failureOf(run('serviceAccount', serviceAccount()));
		expect(error.message).toBe('The login to Claritalk failed');
		expect(error.description).toMatch(
			/Client authentication failed.*check Client ID and Client Secret, or connect it again/,
		);
		expect(JSON.stringify(error)).not.toContain(SERVICE_ACCOUNT.clientSecret);
	});

	it('says so when the host cannot be reached', async () => {
		const credentials = serviceAccount({ baseUrl: 'http://127.0.0.1:9' });
		const error = await failureOf(run('serviceAccount', credentials));
		expect(error.message).toBe('Claritalk could not be reached at http://127.0.0.1:9');
	});

	it('never sends its secret to a Base URL that is not allowed', async () => {
		const credentials = serviceAccount({ baseUrl: 'http://claritalk.example.com' });
		const error = await failureOf(run('serviceAccount', credentials));
		expect(error.message).toContain('The Base URL in the Claritalk credential cannot be used');
	});
});

describe('a login by authorization code', () => {
	it('is renewed after its hour, with the new refresh token each time', async () => {
		const credentials = await login();
		for (let hour = 0; hour < 3; hour++) {
			await run('oAuth2', credentials);
			sandbox.oauth.expireAccessTokens();
		}
		await run('oAuth2', credentials);
		expect(grants()).toEqual([
			['authorization_code', 200],
			['refresh_token', 200],
			['refresh_token', 200],
			['refresh_token', 200],
		]);
	});

	it('survives twenty executions at the same expiry', async () => {
		const credentials = await login();
		sandbox.oauth.expireAccessTokens();
		const runs = Array.from({ length: 20 }, async () => await run('oAuth2', credentials));
		expect((await Promise.all(runs)).flat()).toHaveLength(20);
		expect(grants()).toEqual([
			['authorization_code', 200],
			['refresh_token', 200],
		]);
	});

	it('says what to do when its refresh token is dead', async () => {
		const credentials = await login();
		sandbox.oauth.expireAccessTokens();
		credentials.claritalkOAuth2Api.oauthTokenData.refresh_token = 'rt-dead';
		const error = await failureOf(run('oAuth2', credentials));
		expect(error.message).toBe('The login to Claritalk failed');
		expect(error.description).toMatch(/needs to be reconnected.*or connect it again/);
		expect(JSON.stringify(error)).not.toContain('rt-dead');
	});

	it('says what to do when nobody logged in yet', async () => {
		const credentials = { claritalkOAuth2Api: { ...environment(), ...OAUTH_CLIENT } };
		const error = await failureOf(run('oAuth2', credentials));
		expect(error.message).toBe('The login to Claritalk failed');
		expect(error.description).toMatch(/^OAuth credentials not connected\. .*connect it again/);
	});

	it('loses its session when a used refresh token comes back, as a stolen one would', async () => {
		const credentials = await login();
		const stolen = structuredClone(credentials);
		sandbox.oauth.expireAccessTokens();
		await run('oAuth2', credentials);
		sandbox.oauth.expireAccessTokens();
		await failureOf(run('oAuth2', stolen));
		const error = await failureOf(run('oAuth2', credentials));
		expect(error.message).toBe('The login to Claritalk failed');
	});
});

describe('the credential tests', () => {
	const test = async (type: string, data: object) => await n8n.testCredential(type, data as never);

	it('are OK for both logins', async () => {
		const { claritalkOAuth2Api: user } = await login();
		expect(await test('claritalkOAuth2Api', user)).toMatchObject({ status: 'OK' });
		const { claritalkServiceAccountOAuth2Api: account } = serviceAccount();
		expect(await test('claritalkServiceAccountOAuth2Api', account)).toMatchObject({ status: 'OK' });
	});

	it.each([
		['claritalkOAuth2Api', /^The Base URL in the Claritalk credential cannot be used/],
		['claritalkServiceAccountOAuth2Api', /base-url-must-be-an-https-origin/],
	])('of %s refuse a bad Base URL in words and send nothing', async (type, text) => {
		const { claritalkOAuth2Api: user } = await login();
		const stored = type === 'claritalkOAuth2Api' ? user : { ...SERVICE_ACCOUNT };
		const asked = sandbox.oauth.tokenRequests.length;
		const baseUrl = 'http://claritalk.example.com';
		const result = await test(type, { ...stored, environment: 'custom', baseUrl });
		expect(result).toMatchObject({ status: 'Error', message: expect.stringMatching(text) });
		expect(sandbox.requests).toHaveLength(0);
		expect(sandbox.oauth.tokenRequests).toHaveLength(asked);
	});

	it('say that a wrong secret was refused', async () => {
		const account = { ...environment(), ...SERVICE_ACCOUNT, clientSecret: 'wrong-secret' };
		expect(await test('claritalkServiceAccountOAuth2Api', account)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('Client authentication failed'),
		});
	});
});
