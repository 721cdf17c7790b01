import { createHash } from 'node:crypto';

import { CREDENTIAL_BLANKING_VALUE, type INodeTypeDescription } from 'n8n-workflow';

import { endpoints } from '../../../nodes/api/endpoints';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../../sandbox/oauth';
import { chain, node, patOf } from '../connect';
import { type Bench, createTriggerWorkflow, openBench, TRIGGER } from '../hardening/bench';
import { createPollingWorkflow, untilGiven } from '../hardening/polling';
import { homeOf, installN8n, isInstalled } from '../install';
import { memoryOf } from '../memory';
import { poll } from '../poll';
import { type Credential, type Execution, outputOf, type Workflow } from '../rest';
import { memoryOfUpload, ownUpload, uploader } from '../uploads';
import { tested } from './tested';

const INSTALL_MS = 20 * 60_000;
const TWO_HOURS = 2 * 3_600_000;
const MB = 1_000_000;
const SIZE = 200 * MB;
/** Far below the file's size, above what n8n may need for something else meanwhile. */
const MOST_EXTRA_MIB = 100;
const ITEMS = 20;
const UPLOAD = 'Upload of 200 MB, peak memory';

const TOKEN_TYPE = 'claritalkApi';
const SERVICE_TYPE = 'claritalkServiceAccountOAuth2Api';
const LOGIN_TYPE = 'claritalkOAuth2Api';
const OWN = 'n8n-nodes-claritalk.claritalk';

/** n8n 1 keeps files in memory if it is not told otherwise. */
const ENV = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };

let bench: Bench;
const sandboxes: Sandbox[] = [];

/** Tests what must hold in every n8n in one of them. Each group of tests is a column of the table in the README. */
export function testVersion(version: string): void {
	tested.version = version;

	beforeAll(async () => {
		const home = homeOf(version);
		if (!isInstalled(home)) await installN8n(home);
		bench = await openBench(version, ENV, home);
	}, INSTALL_MS);
	afterAll(async () => {
		for (const sandbox of sandboxes) await sandbox.close();
		await bench?.close();
	});

	describe('Credential tests', credentialTests);
	describe('Get, Get Many', reads);
	describe(UPLOAD, uploads);
	describe('Token of a service account dies', serviceAccountDies);
	describe('Token of a login dies', loginDies);
	describe('Event with PDF', events);
	describe('Polling', polls);
	describe('Schemas, codex', descriptions);
}

function credentialTests(): void {
	it('pass with a good token, and say that a wrong one is refused', async () => {
		const { session, sandbox, credential } = bench;
		const good = patOf(sandbox);
		expect(await session.testCredential(credential, good)).toMatchObject({ status: 'OK' });
		expect(await session.testCredential(credential, { ...good, accessToken: 'wrong' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/refused the (access )?token/),
		});
	});

	it.each([
		['as it is stored', {}],
		['as the dialog sends it after a change of its kind', { oauthTokenData: null }],
	])('pass with a service account, and say that a wrong secret is refused, %s', async (_, more) => {
		const { session, sandbox } = bench;
		const stored = { ...environmentOf(sandbox), ...SERVICE_ACCOUNT };
		const credential = await session.createCredential('Service account', SERVICE_TYPE, stored);
		const test = async (change: object) =>
			await session.testCredential(credential, { ...stored, ...more, ...change } as typeof stored);
		expect(await test({})).toMatchObject({ status: 'OK' });
		expect(await test({ clientSecret: 'wrong' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/secret|client authentication failed/i),
		});
	});

	it('pass with a login, and fail once its client was revoked', async () => {
		const sandbox = await newSandbox();
		const credential = await logIn(sandbox);
		const { session } = bench;
		// In place of what is sent so, n8n takes what it stored.
		const oauthTokenData = CREDENTIAL_BLANKING_VALUE;
		const data = { ...environmentOf(sandbox), ...OAUTH_CLIENT, oauthTokenData };
		const test = async () => await session.testCredential(credential, data);
		expect(await test()).toMatchObject({ status: 'OK' });
		sandbox.oauth.revokeClient(OAUTH_CLIENT.clientId);
		sandbox.oauth.expireAccessTokens();
		expect(await test()).toMatchObject({ status: 'Error' });
	});
}

function reads(): void {
	it('give one meeting', async () => {
		const { sandbox, credential } = bench;
		const [{ meetingId, title }] = sandbox.store.meetings;
		const execution = await run(await itemsWorkflow(credential, [meetingId]));
		const [item, ...more] = outputOf(execution, 'Claritalk');
		expect(more).toEqual([]);
		expect(item.json).toMatchObject({ meetingId, title });
	});

	it('give all meetings, also those beyond the first page', async () => {
		const { sandbox, session, credential } = bench;
		sandbox.store.addMeetings(150);
		const parameters = { resource: 'meeting', operation: 'getMany', returnAll: true };
		const workflow = await session.createWorkflow({
			name: 'All meetings',
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node('Claritalk', OWN, parameters, credential),
			],
			connections: chain('Start', 'Claritalk'),
		});
		const ids = meetingIds(await run(workflow));
		expect(ids.sort()).toEqual(sandbox.store.meetings.map(({ meetingId }) => meetingId).sort());
	});

	it.each<[string, typeof logIn]>([
		['personalAccessToken', personalToken],
		['serviceAccount', serviceAccount],
		['oAuth2', logIn],
	])('go where Path Overrides say, as %s', async (authentication, connect) => {
		const sandbox = await newSandbox({ moved: { '/meetings': '/talks' } });
		const { path } = endpoints.meeting.get;
		const pathOverrides = JSON.stringify({ [`GET ${path}`]: '/talks/{meetingId}' });
		const credential = await connect(sandbox, { pathOverrides });
		const [{ meetingId }] = sandbox.store.meetings;
		const execution = await run(await itemsWorkflow(credential, [meetingId], authentication));
		expect(meetingIds(execution)).toEqual([meetingId]);
		expect(sandbox.requests.map((request) => request.path)).toEqual([`/api/talks/${meetingId}`]);
	});
}

function uploads(): void {
	it('arrives whole, and takes little memory', async () => {
		const { sandbox } = bench;
		// Loads all code, so that what is measured is the file's.
		await (await uploader(bench, MB, ownUpload(bench))).upload();
		const large = await uploader(bench, SIZE, ownUpload(bench));
		const extra = Math.round(await memoryOfUpload(bench, large));
		const peak = Math.round(memoryOf(bench.n8n.pid, 'VmHWM'));
		tested.figures[UPLOAD] = `${peak} MiB (+${extra})`;

		const hash = createHash('sha256').update(Buffer.alloc(SIZE)).digest('hex');
		expect(sandbox.store.recordings.at(-1)).toMatchObject({ size: SIZE, sha256: hash });
		expect(extra).toBeLessThan(MOST_EXTRA_MIB);
	});
}

function serviceAccountDies(): void {
	it('in the middle of 20 items: it is renewed once, none is lost, and so again', async () => {
		const clock = new Clock();
		const sandbox = await newSandbox({ now: clock.now });
		const credential = await serviceAccount(sandbox);
		await expectNoneLost(sandbox, clock, credential, 'serviceAccount');
		expect(grants(sandbox)).toEqual(Array(3).fill('client_credentials'));
	});
}

function loginDies(): void {
	it('in the middle of 20 items: it is renewed once, none is lost, and the session lives on', async () => {
		const clock = new Clock();
		const sandbox = await newSandbox({ now: clock.now });
		const credential = await logIn(sandbox);
		await expectNoneLost(sandbox, clock, credential, 'oAuth2');
		expect(grants(sandbox)).toEqual(['authorization_code', 'refresh_token', 'refresh_token']);
	});
}

function events(): void {
	it('start one execution, with the report as a file', async () => {
		const { session, sandbox, credential } = bench;
		const workflow = await createTriggerWorkflow(session, credential);
		await session.activate(workflow);
		const { meeting, envelope, delivery } = await sandbox.processMeeting();
		expect(delivery.status).toBe(200);
		const [{ id }, ...more] = await poll(
			'an execution',
			async () => await session.executions(workflow),
			({ length }) => length > 0,
		);
		expect(more).toEqual([]);
		const [item] = outputOf(await session.execution(id), TRIGGER);
		const { filename, content } = envelope.data.files as { filename: string; content: string };
		expect(item.json).toMatchObject({ event: envelope.event, meetingId: meeting.meetingId });
		expect(item.binary?.report).toMatchObject({ fileName: filename, mimeType: 'application/pdf' });
		expect((await session.binary(item, 'report')).toString('base64')).toBe(content);
	});
}

function polls(): void {
	it('start one execution for a meeting that is processed', async () => {
		const { session, sandbox, credential } = bench;
		const workflow = await createPollingWorkflow(session, credential);
		await session.activate(workflow);
		const meeting = sandbox.store.createMeeting({ title: 'Overleg' });
		const { meetingId } = sandbox.store.process(meeting);
		expect(await untilGiven(session, workflow, [meetingId])).toEqual([meetingId]);
		expect(await session.countExecutions(workflow)).toBe(1);
		await session.deactivate(workflow);
	});
}

const NAMES = ['claritalk', 'claritalkTool', 'claritalkTrigger', 'claritalkPollingTrigger'];

function descriptions(): void {
	it.each(NAMES)('come with %s', async (name) => {
		const response = await bench.session.get('/types/nodes.json');
		const types = (await response.json()) as INodeTypeDescription[];
		expect(types.find((type) => type.name === `n8n-nodes-claritalk.${name}`)).toMatchObject({
			version: 1,
			codex: { categories: expect.any(Array) },
		});
	});

	it.each([
		['an operation', 'claritalk/1.0.0/meeting/get.json'],
		['the trigger', 'claritalkTrigger/1.0.0.json'],
		['the polling trigger', 'claritalkPollingTrigger/1.0.0.json'],
	])('tell the output of %s', async (_, file) => {
		const response = await bench.session.get(`/schemas/n8n-nodes-claritalk.${file}`);
		expect(await response.json()).toMatchObject({
			type: 'object',
			properties: { meetingId: expect.anything() },
		});
	});
}

/** A sandbox's clock, which may move on in the middle of something: a sandbox looks at it at each token it is shown. */
class Clock {
	private ahead = 0;
	private looks = Infinity;

	readonly now = () => {
		if (this.looks-- === 0) this.ahead += TWO_HOURS;
		return Date.now() + this.ahead;
	};

	/** Lets all tokens expire once it was looked at so often. */
	jumpAfter(looks: number): void {
		this.looks = looks;
	}
}

/** Runs a workflow of 20 items twice, and lets the token die in the middle of each; all meetings must come out, in order. */
async function expectNoneLost(
	{ store }: Sandbox,
	clock: Clock,
	credential: Credential,
	authentication: string,
): Promise<void> {
	store.addMeetings(ITEMS);
	const ids = store.meetings.slice(0, ITEMS).map(({ meetingId }) => meetingId);
	const workflow = await itemsWorkflow(credential, ids, authentication);
	for (let time = 0; time < 2; time++) {
		clock.jumpAfter(ITEMS / 2);
		expect(meetingIds(await run(workflow))).toEqual(ids);
	}
}

/** A workflow that gets each of some meetings by an item of its own. */
async function itemsWorkflow(
	credential: Credential,
	ids: string[],
	authentication = 'personalAccessToken',
): Promise<Workflow> {
	const meetingId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };
	const parameters = { authentication, resource: 'meeting', operation: 'get', meetingId };
	return await bench.session.createWorkflow({
		name: 'Meetings',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Claritalk', OWN, parameters, credential),
		],
		connections: chain('Start', 'Claritalk'),
		pinData: { Start: ids.map((id) => ({ json: { id } })) },
	});
}

async function run(workflow: Workflow): Promise<Execution> {
	const execution = await bench.session.run(workflow, 'Start');
	const { error } = execution.data.resultData;
	expect({ status: execution.status, error: error?.message }).toEqual({ status: 'success' });
	return execution;
}

function meetingIds(execution: Execution): unknown[] {
	return outputOf(execution, 'Claritalk').map(({ json }) => json.meetingId);
}

async function personalToken(sandbox: Sandbox, more: object = {}): Promise<Credential> {
	const data = { ...patOf(sandbox), ...more };
	return await bench.session.createCredential('Token', TOKEN_TYPE, data);
}

async function serviceAccount(sandbox: Sandbox, more: object = {}): Promise<Credential> {
	const data = { ...environmentOf(sandbox), ...SERVICE_ACCOUNT, ...more };
	return await bench.session.createCredential('Service account', SERVICE_TYPE, data);
}

/** A credential that is logged in by authorization code. */
async function logIn(sandbox: Sandbox, more: object = {}): Promise<Credential> {
	const data = { ...environmentOf(sandbox), ...OAUTH_CLIENT, ...more };
	const credential = await bench.session.createCredential('Login', LOGIN_TYPE, data);
	await bench.session.connectByOAuth2(credential);
	return credential;
}

async function newSandbox(options?: SandboxOptions): Promise<Sandbox> {
	const sandbox = await startSandbox(options);
	sandboxes.push(sandbox);
	return sandbox;
}

function environmentOf({ url }: Sandbox) {
	return { environment: 'custom', baseUrl: url };
}

function grants({ oauth }: Sandbox): string[] {
	return oauth.tokenRequests.map(({ grantType }) => grantType);
}
