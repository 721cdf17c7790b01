/** The two credentials that log in by OAuth2, against the sandbox's token endpoint, through n8n-core's own code. */
import { SsrfProtectionConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import type { IExecuteFunctions, INodeParameters, INodeType } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { ClaritalkServiceAccountOAuth2Api } from '../../credentials/ClaritalkServiceAccountOAuth2Api.credentials';
import { clock } from '../../nodes/api/clock';
import { endpoints } from '../../nodes/api/endpoints';
import { LoginError } from '../../nodes/api/login';

import { answering, type OddAnswer, serving } from '../harness/answering';
import { byId, failureOf, useClaritalk } from '../harness/claritalk';
import { type ExecuteSetup, Harness } from '../harness/harness';
import { logIn } from '../harness/logIn';
import type { Sandbox } from '../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';

let sandbox: Sandbox;
let n8n: Harness;

useClaritalk((world) => ({ sandbox, n8n } = world));

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
	const oauthTokenData = await logIn(sandbox.url);
	return { claritalkOAuth2Api: { ...environment(), ...OAUTH_CLIENT, oauthTokenData } };
}

/** All that a person reads of an error. */
const textOf = ({ message, description }: NodeApiError) => `${message}. ${description}`;

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

	it('goes on where a new token is refused, too, after calls that succeeded', async () => {
		const isRefused = { holding: '"B"', times: 3 };
		sandbox.answerNext(isRefused, { status: 401, json: { message: 'Unauthenticated.' } });
		const items = await run('serviceAccount', serviceAccount(), {
			parameters: { operation: 'create', title: '={{ $json.title }}' },
			items: ['A', 'B', 'C'].map((title) => ({ title })),
		});
		expect(items.map(({ json }) => json.title)).toEqual(['A', 'B', 'C']);
		expect(sandbox.requests.map(({ status }) => status)).toEqual([201, 401, 401, 401, 201, 201]);
		expect(grants()).toHaveLength(2);
	});

	it('fails for all items where new tokens are refused and nothing succeeds between', async () => {
		const isRefused = { holding: '"B"', times: Infinity };
		sandbox.answerNext(isRefused, { status: 401, json: { message: 'Unauthenticated.' } });
		const items = await run('serviceAccount', serviceAccount(), {
			parameters: { operation: 'create', title: '={{ $json.title }}' },
			items: ['A', 'B', 'C', 'D'].map((title) => ({ title })),
			continueOnFail: true,
		});
		const refused = expect.stringMatching(/^Claritalk refused the access token/);
		expect(items.map(({ json }) => json.error)).toEqual([undefined, refused, refused, refused]);
		expect(grants()).toHaveLength(3);
	});

	it('asks for one token however many executions start at once', async () => {
		jest.restoreAllMocks();
		const runs = Array.from(
			{ length: 20 },
			async () => await run('serviceAccount', serviceAccount()),
		);
		expect((await Promise.all(runs)).flat()).toHaveLength(20);
		expect(grants()).toEqual([['client_credentials', 200]]);
	});

	it('asks for one token however many executions meet a dead one', async () => {
		jest.restoreAllMocks();
		await run('serviceAccount', serviceAccount());
		sandbox.oauth.expireAccessTokens();
		const runs = Array.from(
			{ length: 20 },
			async () => await run('serviceAccount', serviceAccount()),
		);
		expect((await Promise.all(runs)).flat()).toHaveLength(20);
		expect(grants()).toEqual([
			['client_credentials', 200],
			['client_credentials', 200],
		]);
	});

	it('renews its token before it ends', async () => {
		sandbox.oauth.accessTokenLifetime = 600;
		await run('serviceAccount', serviceAccount());
		await clock.sleep(530_000);
		await run('serviceAccount', serviceAccount());
		expect(grants()).toHaveLength(1);
		await clock.sleep(20_000);
		await run('serviceAccount', serviceAccount());
		expect(grants()).toHaveLength(2);
		expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 200, 200]);
	});

	it('uses a token of a short life more than once', async () => {
		sandbox.oauth.accessTokenLifetime = 5;
		await run('serviceAccount', serviceAccount());
		await run('serviceAccount', serviceAccount());
		expect(grants()).toHaveLength(1);
	});

	it.each([
		'{"access_token":"at-1","expires_in":0}',
		'{"access_token":"at-1","expires_in":""}',
		'{"access_token":"at-1","expires_in":null}',
		'{"data":{"access_token":"at-1","expires_in":3600},"request_id":"r"}',
	])('uses a token more than once that is given as %s', async (token) => {
		const server = await answering((request) => ({
			headers: { 'content-type': 'application/json' },
			body: request === 'POST /oauth/token' ? token : '{"data":{"meetingId":"m1"}}',
		}));
		const credentials = serviceAccount({ baseUrl: server.url });
		await run('serviceAccount', credentials);
		await run('serviceAccount', credentials);
		await server.close();
		expect(server.requests.filter((request) => request.startsWith('POST'))).toHaveLength(1);
	});

	it('gives no token to an account with another secret', async () => {
		await run('serviceAccount', serviceAccount());
		const wrong = serviceAccount({ clientSecret: 'wrong-secret' });
		const error = await failureOf(run('serviceAccount', wrong));
		expect(textOf(error)).toContain('refused Client ID or Client Secret');
	});

	it('stores no token, and is not bothered by those that an older credential stored', async () => {
		const oauthTokenData = { access_token: 'old', token_type: 'Bearer' };
		const credentials = serviceAccount({ oauthTokenData });
		const before = structuredClone(credentials);
		await run('serviceAccount', credentials);
		expect(credentials).toEqual(before);
		expect(sandbox.requests.map(({ status }) => status)).toEqual([200]);
	});

	it('says what to do when its secret was revoked or is wrong', async () => {
		sandbox.oauth.revokeClient(SERVICE_ACCOUNT.clientId);
		const error = await failureOf(run('serviceAccount', serviceAccount()));
		expect(textOf(error)).toMatch(
			/The login to Claritalk failed.*refused Client ID or Client Secret.*check Client ID and Client Secret/,
		);
		expect(JSON.stringify(error)).not.toContain(SERVICE_ACCOUNT.clientSecret);
	});

	it('says so when the host cannot be reached', async () => {
		const credentials = serviceAccount({ baseUrl: 'http://127.0.0.1:9' });
		const error = await failureOf(run('serviceAccount', credentials));
		expect(textOf(error)).toContain('Claritalk could not be reached at http://127.0.0.1:9');
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
		jest.restoreAllMocks();
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

describe("a renewal that n8n's own OAuth2 client tells by its status alone", () => {
	/** A login whose token has died, and an API that answers its renewals in turn, the last one for good. */
	async function renewing(...renewals: OddAnswer[]) {
		let asked = 0;
		let isAlive = false;
		const server = await answering((request) => {
			if (request !== 'POST /oauth/token')
				return isAlive ? { body: '{"data":{"meetingId":"m1"}}' } : { status: 401 };
			const answer = renewals[Math.min(asked++, renewals.length - 1)];
			isAlive = answer.body !== undefined && answer.status === undefined;
			return answer;
		});
		const { claritalkOAuth2Api } = await login();
		const credentials = { claritalkOAuth2Api: { ...claritalkOAuth2Api, baseUrl: server.url } };
		return { credentials, server, renewed: () => asked };
	}
	const HTML = { headers: { 'content-type': 'text/html' }, body: '<html>Busy</html>' };

	it.each([
		[429, 'It cannot give a token now: try again later.'],
		[503, 'It cannot give a token now: try again later.'],
		[404, 'Check Environment and Base URL in the credential.'],
	])('says what a status of %i means', async (status, cure) => {
		const { credentials, server } = await renewing({ ...HTML, status });
		const { message, description } = await failureOf(run('oAuth2', credentials));
		await server.close();
		expect(message).toBe(`The login of Claritalk answered with the HTTP status ${status}`);
		expect(description).toBe(cure);
	});

	it('is tried again where that may pass', async () => {
		const token = { access_token: 'at-2', refresh_token: 'rt-2', expires_in: 3600 };
		const given = {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ token_type: 'Bearer', ...token }),
		};
		const busy = { ...HTML, status: 503 };
		const { credentials, server, renewed } = await renewing(busy, busy, given);
		expect(await run('oAuth2', credentials)).toHaveLength(1);
		await server.close();
		expect(renewed()).toBe(3);
	});
});

describe('the test of a login by authorization code', () => {
	const test = async (data: object) =>
		await n8n.testCredential('claritalkOAuth2Api', data as never);

	it('is OK after a login', async () => {
		const { claritalkOAuth2Api: user } = await login();
		expect(await test(user)).toMatchObject({ status: 'OK' });
	});

	it('refuses a bad Base URL in words and sends nothing', async () => {
		const { claritalkOAuth2Api: user } = await login();
		const asked = sandbox.oauth.tokenRequests.length;
		const { status, message } = await test({ ...user, baseUrl: 'http://claritalk.example.com' });
		expect(status).toBe('Error');
		expect(message).toMatch(/^The Base URL in the Claritalk credential cannot be used/);
		expect(sandbox.requests).toHaveLength(0);
		expect(sandbox.oauth.tokenRequests).toHaveLength(asked);
	});

	it.each([
		['[]', 200, /successful/],
		['<!doctype html>', 200, /web page/],
		['{}', 401, /refused the token/],
	])('judges the list %s (%i)', async (body, status, text) => {
		const { claritalkOAuth2Api: user } = await login();
		sandbox.answerNext({}, { status, body });
		if (status === 401) sandbox.answerNext({}, { status, body });
		expect((await test(user)).message).toMatch(text);
	});

	it('says that nobody logged in yet, also to the data of the dialog', async () => {
		const user = { ...environment(), ...OAUTH_CLIENT, oauthTokenData: null };
		expect((await test(user)).message).toMatch(/^Nobody has logged in/);
	});
});

describe('a login that fails', () => {
	/** What `httpRequestWithAuthentication` of n8n throws to the code that sends a request. */
	async function thrownTo(data: object) {
		let thrown: unknown;
		const probe = {
			description: {
				displayName: 'Probe',
				name: 'probe',
				version: 1,
				group: [],
				description: '',
				defaults: {},
				inputs: ['main'],
				outputs: ['main'],
				properties: [],
				credentials: [{ name: 'claritalkServiceAccountOAuth2Api' }],
			},
			async execute(this: IExecuteFunctions) {
				const url = `${sandbox.url}/api${endpoints.meeting.getMany.path}`;
				thrown = await this.helpers.httpRequestWithAuthentication
					.call(this, 'claritalkServiceAccountOAuth2Api', { url })
					.catch((error: unknown) => error);
				return [[]];
			},
		} as unknown as INodeType;
		await new Harness({
			packageName: 'probes',
			nodes: [probe],
			credentialTypes: [new ClaritalkServiceAccountOAuth2Api()],
			credentials: serviceAccount(data) as never,
		}).execute('probe');
		return thrown as NodeApiError;
	}

	it.each(['at first use', 'after a 401'])('reaches the sender as the cause (%s)', async (when) => {
		if (when === 'after a 401') {
			await run('serviceAccount', serviceAccount());
			sandbox.oauth.expireAccessTokens();
		}
		sandbox.oauth.revokeClient(SERVICE_ACCOUNT.clientId);
		const error = await thrownTo({});
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.cause).toBeInstanceOf(LoginError);
		expect(error.httpCode).toBeNull();
		expect(error.cause).toMatchObject({
			isPassing: false,
			failure: { message: 'The login to Claritalk failed' },
		});
	});

	it.each([
		[{ status: 429, headers: { 'retry-after': '7' } }, 7000],
		[{ status: 429, headers: { 'retry-after': '86400' } }, 3_600_000],
		[
			{
				status: 503,
				headers: {
					date: 'Sun, 01 Mar 2026 10:00:00 GMT',
					'retry-after': 'Sun, 01 Mar 2026 10:00:30 GMT',
				},
			},
			30_000,
		],
		[{ status: 500 }, undefined],
		[{ status: 429, headers: { 'retry-after': 'soon' } }, undefined],
	])('may pass after %j', async (answer, retryAfterMs) => {
		const server = await answering(() => answer);
		const { cause } = await thrownTo({ baseUrl: server.url });
		await server.close();
		expect(cause).toBeInstanceOf(LoginError);
		expect(cause).toMatchObject({ isPassing: true, retryAfterMs });
	});

	it('may pass where no answer came, and names the code in its description only', async () => {
		const { message, cause } = await thrownTo({ baseUrl: 'http://127.0.0.1:9' });
		expect(cause).toMatchObject({ isPassing: true });
		expect((cause as LoginError).failure.description).toContain('(ECONNREFUSED)');
		expect(message).toMatch(
			/^Claritalk could not be reached at http:\/\/127\.0\.0\.1:9\. The host/,
		);
	});

	it('may pass where the answer breaks off', async () => {
		const { cause } = await serving(
			(_, response) => {
				response.writeHead(200, { 'content-length': 100 });
				response.write('{', () => response.destroy());
			},
			async (baseUrl) => await thrownTo({ baseUrl }),
		);
		expect(cause).toMatchObject({ isPassing: true });
		expect((cause as LoginError).failure.description).toMatch(
			/^The connection was closed before an answer came \(ECONNRESET\)/,
		);
	});

	it.each([
		['a certificate that is not trusted', true],
		['no https', false],
	])('does not pass where the host has %s', async (_, secure) => {
		const server = await answering(() => ({}), secure);
		const { cause } = await thrownTo({ baseUrl: server.url.replace(/^https?/, 'https') });
		await server.close();
		expect(cause).toBeInstanceOf(LoginError);
		expect(cause).toMatchObject({ isPassing: false });
	});

	it('says in words of n8n why n8n sends nothing', async () => {
		jest.replaceProperty(Container.get(SsrfProtectionConfig), 'enabled', true);
		const { cause } = await thrownTo({});
		expect(cause).toBeInstanceOf(LoginError);
		expect(cause).toMatchObject({
			isPassing: false,
			failure: {
				message: `Claritalk could not be reached at ${sandbox.url}`,
				description:
					'The request was blocked because it resolves to a restricted IP address. Check Environment and Base URL in the credential.',
			},
		});
	});

	it('is told to all that waited for it, and tried again for the next', async () => {
		let status = 503;
		const server = await answering(() => ({ status, body: '{"access_token":"at-1"}' }));
		const both = await Promise.all([1, 2].map(async () => await thrownTo({ baseUrl: server.url })));
		expect(both.map(({ cause }) => cause instanceof LoginError)).toEqual([true, true]);
		expect(server.requests).toHaveLength(1);
		status = 200;
		// The token is not one of the sandbox's, which is asked with it: that is a refusal, and no failed login.
		const next = await thrownTo({ baseUrl: server.url });
		await server.close();
		expect(next.httpCode).toBe('401');
	});
});
