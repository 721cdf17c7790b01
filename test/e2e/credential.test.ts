/** What a person reads who tests a credential that this package checks itself, for all that can be wrong with one. */
import { answering, type OddAnswer, type OddServer } from '../harness/answering';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';
import { USER_TOKEN } from '../sandbox/tokens';
import { connect, type Connection } from './connect';
import { freePort } from './ports';

let connection: Connection;
const oddServers: OddServer[] = [];

beforeAll(async () => {
	connection = await connect();
});
afterEach(() => connection.sandbox.reset());
afterAll(async () => {
	for (const server of oddServers) await server.close();
	await connection.sandbox.close();
});

/** Gives the address of a server that answers everything so. */
async function odd(answer: OddAnswer, secure = false): Promise<string> {
	const server = await answering(() => answer, secure);
	oddServers.push(server);
	return server.url;
}

const sandboxUrl = () => connection.sandbox.url;

/** Where the API is the sandbox but for what it answers to the list of meetings. */
function listAnswers(status: number, message: string): () => string {
	return () => {
		connection.sandbox.answerNext({ path: '/meetings', times: 2 }, { status, json: { message } });
		return sandboxUrl();
	};
}

/** What may stand at the Base URL, and what the test says about it, whatever the kind of the credential. */
const PLACES: Array<[what: string, baseUrl: () => string | Promise<string>, says: RegExp]> = [
	['a Claritalk that takes it', sandboxUrl, /^Connection successful!$/],
	[
		'a Claritalk without the inferred list',
		listAnswers(404, 'The route api/meetings could not be found.'),
		/^Connection successful!$/,
	],
	[
		'a Claritalk that refuses the token',
		listAnswers(401, 'Unauthenticated.'),
		/^Claritalk refused the token\. It is wrong, expired or revoked\. (Make a new one|Open the credential and check it)/,
	],
	[
		'a host that refuses connections',
		async () => `http://127.0.0.1:${await freePort()}`,
		/^Claritalk could not be reached at http:\/\/127\.0\.0\.1:\d+\. The host refuses connections\. Check Environment and Base URL/,
	],
	[
		'a name that nobody knows',
		() => 'https://nowhere.invalid',
		/^Claritalk could not be reached at https:\/\/nowhere\.invalid\. The host name (is not known|could not be looked up)\. Check Environment and Base URL/,
	],
	[
		'a host with a certificate that is not trusted',
		async () => await odd({ body: '[]' }, true),
		/^Claritalk could not be reached at https:\/\/127\.0\.0\.1:\d+\. The certificate of the host is not one that this n8n trusts, .*Check Environment and Base URL/,
	],
	[
		'a web page',
		async () => await odd({ headers: { 'content-type': 'text/html' }, body: '<!doctype html>' }),
		/answers with a web page, not with the Claritalk API\. Check Environment and Base URL/,
	],
	[
		'a redirect',
		async () => await odd({ status: 302, headers: { location: '/login' } }),
		/answers with a redirect, which is not followed\. .*Check Environment and Base URL/,
	],
];

/** The kinds, with a good secret and a wrong one, and what the test says about the wrong one. */
const KINDS = [
	{
		type: 'claritalkApi',
		good: { accessToken: USER_TOKEN },
		wrong: { accessToken: 'mistyped' },
		says: /^Claritalk refused the token\. It is wrong, expired or revoked\. Make a new one\. In Claritalk: Settings › API Tokens/,
	},
	{
		type: 'claritalkServiceAccountOAuth2Api',
		good: SERVICE_ACCOUNT,
		wrong: { ...SERVICE_ACCOUNT, clientSecret: 'mistyped' },
		says: /^The login to Claritalk failed\. Claritalk refused Client ID or Client Secret\. .*check Client ID and Client Secret/,
	},
];

// The dialog sends the null after a change of the kind.
const SENT = KINDS.flatMap((kind) =>
	[{}, { oauthTokenData: null }].map((more: object) => ({
		...kind,
		more,
		also: JSON.stringify(more),
	})),
);

describe.each(SENT)('the test of $type, sent with $also', ({ type, good, wrong, says, more }) => {
	async function test(baseUrl: string, fields: object) {
		const data = { environment: 'custom', baseUrl, ...fields };
		const { session } = connection;
		const credential = await session.createCredential('Tested', type, data);
		const { status, message } = await session.testCredential(credential, { ...data, ...more });
		expect(status).toBe(message === 'Connection successful!' ? 'OK' : 'Error');
		// No code in place of words, and no secret.
		expect(message).not.toMatch(/ECONN|ENOTFOUND|EAI_|CERT_|_CERT\b|sandbox-|mistyped/);
		return message;
	}

	it.each(PLACES)('says what it is: %s', async (_, baseUrl, text) => {
		expect(await test(await baseUrl(), good)).toMatch(text);
	});

	it('says that its secret is refused', async () => {
		expect(await test(sandboxUrl(), wrong)).toMatch(says);
	});
});

describe.each([
	...KINDS.map(({ type, good }) => ({ type, good: good as object })),
	{
		type: 'claritalkOAuth2Api',
		good: { ...OAUTH_CLIENT, oauthTokenData: { access_token: USER_TOKEN, token_type: 'Bearer' } },
	},
])('the test of $type with Path Overrides', ({ type, good }) => {
	async function test(pathOverrides: string) {
		const data = { environment: 'custom', baseUrl: sandboxUrl(), pathOverrides, ...good };
		const { session } = connection;
		const credential = await session.createCredential('Overridden', type, data);
		return (await session.testCredential(credential, data)).message;
	}

	it('asks the address that they name', async () => {
		expect(await test('{ "/meetings": "/teams" }')).toBe('Connection successful!');
		const asked = connection.sandbox.requests.map(({ path }) => path);
		expect([...new Set(asked)]).toEqual(['/api/teams']);
	});

	it('says that an address that is not there comes from them', async () => {
		expect(await test('{ "GET /meetings": "/talks" }')).toContain('Path Overrides');
	});

	it.each(['{ "/meetings": "/../oauth" }', '{ "/meetings": ', '{ "/meetings": "talks" }'])(
		'refuses %j and sends nothing',
		async (pathOverrides) => {
			expect(await test(pathOverrides)).toMatch(
				/^The Path Overrides in the Claritalk credential cannot be used\. /,
			);
			expect(connection.sandbox.requests).toEqual([]);
		},
	);
});
