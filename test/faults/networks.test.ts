/** What n8n's environment says of proxies and certificates, each in a process that has it from its start. */
import { join } from 'node:path';

import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { byId, patOf } from '../harness/claritalk';
import { logIn } from '../harness/logIn';
import { type Sandbox, startSandbox } from '../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';
import { MEETING } from './calls';
import { CompanyProxy } from './companyProxy';
import { certificateOf } from './faults';
import { inEnvironment, type Job } from './inEnvironment';
import { FaultProxy } from './proxy';

const AUTHORITY = join(__dirname, 'certificates', 'authority.pem');
const LOGIN = 'n8n:company-password-1';
const MB = 1_000_000;
const LARGE_BYTES = 200 * MB;
/** Far below the file's size. */
const MOST_GROWTH_MIB = 100;

const PASSWORD_WORDS = {
	message: 'The proxy between this n8n and Claritalk asks for a password',
	description: expect.stringMatching(/user name and password into HTTPS_PROXY.*NO_PROXY.*restart/),
};

let sandbox: Sandbox;
/** Claritalk behind TLS, with a certificate of an authority that only some trust. */
let secure: FaultProxy;
let proxy: CompanyProxy;

beforeEach(async () => {
	sandbox = await startSandbox();
	secure = await FaultProxy.start({
		target: sandbox.url,
		certificate: certificateOf('good'),
	});
});
afterEach(async () => {
	await proxy?.close();
	await secure.close();
	await sandbox.close();
});

const addressOf = (protocol: string) =>
	protocol === 'https' ? `https://${secure.host}` : sandbox.url;
const asRecord = (data: object) => data as Record<string, ICredentialDataDecryptedObject>;
const tokenAt = (url: string) => asRecord({ claritalkApi: patOf({ ...sandbox, url }) });
const serviceAccountAt = (baseUrl: string) =>
	asRecord({
		claritalkServiceAccountOAuth2Api: { environment: 'custom', baseUrl, ...SERVICE_ACCOUNT },
	});
/** A login whose access token has died, so that it is renewed. */
async function loginAt(baseUrl: string) {
	const oauthTokenData = await logIn(sandbox.url);
	sandbox.oauth.expireAccessTokens();
	const data = { environment: 'custom', baseUrl, ...OAUTH_CLIENT, oauthTokenData };
	return asRecord({ claritalkOAuth2Api: data });
}

const get = { resource: 'meeting', operation: 'get', meetingId: byId(MEETING) };
const create = { resource: 'meeting', operation: 'create', title: 'Overleg' };
const upload = { resource: 'recording', operation: 'upload', meetingId: byId(MEETING) };

/** Reads, writes, uploads, every login and the test of a credential. */
async function everything(url: string, bytes = MB): Promise<Job[]> {
	const token = tokenAt(url);
	return [
		{ credentials: token, parameters: get },
		{ credentials: token, parameters: create },
		{ credentials: token, parameters: upload, bytes },
		{
			credentials: serviceAccountAt(url),
			parameters: { ...get, authentication: 'serviceAccount' },
		},
		{ credentials: await loginAt(url), parameters: { ...get, authentication: 'oAuth2' } },
		{ credentials: token, isTest: true },
	];
}

const failures = (results: Array<{ message?: string; description?: string }>) =>
	results.flatMap(({ message, description }) => (message ? [{ message, description }] : []));

describe.each([
	['HTTPS_PROXY', 'https'],
	['HTTP_PROXY', 'http'],
])('%s', (variable, protocol) => {
	it('is used by every call and login, and a large upload takes little memory', async () => {
		proxy = await CompanyProxy.start();
		const url = addressOf(protocol);
		// The first one loads all code.
		const jobs = [
			...(await everything(url)),
			{ credentials: tokenAt(url), parameters: upload, bytes: LARGE_BYTES },
		];
		const results = await inEnvironment({ [variable]: proxy.urlFor() }, jobs, AUTHORITY);
		expect(failures(results)).toEqual([]);
		expect(sandbox.store.recordings.map(({ size }) => size)).toEqual([MB, LARGE_BYTES]);
		expect(results.at(-1)!.grown).toBeLessThan(MOST_GROWTH_MIB);
		const sent = sandbox.requests.length + sandbox.oauth.tokenRequests.length;
		// The login by which there is a token to renew goes without n8n.
		expect(proxy.asked).toHaveLength(sent - 1);
	});

	it('is passed by where NO_PROXY names the host', async () => {
		proxy = await CompanyProxy.start();
		const variables = { [variable]: proxy.urlFor(), NO_PROXY: 'elsewhere.example,127.0.0.1' };
		const jobs = await everything(addressOf(protocol));
		expect(failures(await inEnvironment(variables, jobs, AUTHORITY))).toEqual([]);
		expect(proxy.asked).toEqual([]);
	});

	it('that asks for a password is told in words, and with it lets everything through', async () => {
		proxy = await CompanyProxy.start(LOGIN);
		const jobs = await everything(addressOf(protocol));
		const stranger = { [variable]: proxy.urlFor('n8n:wrong-password-1') };
		const refused = await inEnvironment(stranger, jobs, AUTHORITY);
		expect(refused.slice(0, -1)).toEqual(Array(jobs.length - 1).fill(PASSWORD_WORDS));
		expect(refused.at(-1)!.message).toContain(PASSWORD_WORDS.message);
		expect(JSON.stringify(refused)).not.toContain('wrong-password-1');
		expect(sandbox.requests).toEqual([]);

		const known = { [variable]: proxy.urlFor(LOGIN) };
		expect(failures(await inEnvironment(known, jobs, AUTHORITY))).toEqual([]);
	});
});

it('a certificate of a company is refused in words, and trusted with NODE_EXTRA_CA_CERTS', async () => {
	const jobs = await everything(addressOf('https'));
	const refused = await inEnvironment({}, jobs);
	for (const { message, description } of refused) {
		expect(message).toContain(`Claritalk could not be reached at ${addressOf('https')}`);
		expect(`${message} ${description}`).toMatch(/certificate .* NODE_EXTRA_CA_CERTS/);
	}
	expect(secure.passages).toEqual([]);
	expect(failures(await inEnvironment({}, jobs, AUTHORITY))).toEqual([]);
});

it('a proxy that is not there is told in words', async () => {
	const jobs = await everything(addressOf('https'));
	const results = await inEnvironment({ HTTPS_PROXY: 'http://127.0.0.1:9' }, jobs, AUTHORITY);
	for (const { message = '' } of results) expect(message).toContain('could not be reached');
	expect(sandbox.requests).toEqual([] as IDataObject[]);
});
