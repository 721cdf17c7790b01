/** A Claritalk that echoes whatever secret it gets: none may stand in anything that n8n keeps or shows. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { answering, type OddServer } from '../harness/answering';
import { chain, connect, type Connection, node, patOf } from './connect';
import { useExample } from './example';
import { LOCAL } from './paths';
import type { Execution, Workflow } from './rest';

/** Long ones, that stand nowhere else; each of a login, a client or a call. */
const PERSONAL = '41|pErSoNaL0+tOkEn/oF=oNe1uSeR';
const SECRET = 'cLiEnT5sEcReT+oF/tHe=sErViCe';
const ISSUED = 'iSsUeD4.tOkEn-of~a_service2aCcOuNt';
const LOGIN = 'lOgIn3.tOkEn-of~a_person7wHo';
const REFRESH = 'rEfReSh6.tOkEn-of~a_person8wHo';
const SECRETS = [PERSONAL, SECRET, ISSUED, LOGIN, REFRESH];

/** What shows that a place was looked at in which the echo would stand. */
const CANARY = 'Echoed-by-Claritalk';

/** The secrets that Claritalk gets at the moment. */
let sent: string[] = [];
const echo = () =>
	[CANARY, ...sent.flatMap((one) => [one, encodeURIComponent(one), `Bearer ${one}`])].join(' ');

let connection: Connection;
let echoing: OddServer;
let foreign: OddServer;
let published: Workflow;
const runs: Execution[] = [];
/** What n8n answers, by where it was asked. */
const shown: Record<string, string> = {};

/** The kinds of credentials, with all of their secrets. */
const KINDS: Array<{ authentication: string; type: string; own: string[]; data: IDataObject }> = [
	{
		authentication: 'personalAccessToken',
		type: 'claritalkApi',
		own: [PERSONAL],
		data: { accessToken: PERSONAL },
	},
	{
		authentication: 'serviceAccount',
		type: 'claritalkServiceAccountOAuth2Api',
		own: [SECRET, ISSUED],
		data: { clientId: 'echoed-client', clientSecret: SECRET },
	},
	{
		authentication: 'oAuth2',
		type: 'claritalkOAuth2Api',
		own: [LOGIN, REFRESH, SECRET],
		data: {
			clientId: 'echoed-client',
			clientSecret: SECRET,
			oauthTokenData: { access_token: LOGIN, refresh_token: REFRESH, token_type: 'Bearer' },
		},
	},
];

beforeAll(async () => {
	connection = await connect();
	const { session, sandbox } = connection;
	foreign = await answering(() => ({ body: '[]' }));
	echoing = await answering((request) => {
		const headers = { 'content-type': 'application/json' };
		if (request === 'POST /oauth/token') {
			const body = JSON.stringify({
				access_token: ISSUED,
				refresh_token: REFRESH,
				expires_in: 3600,
			});
			return { headers, body };
		}
		if (request.includes('/teams')) {
			return { status: 307, headers: { location: `${foreign.url}/${CANARY}?token=${sent[0]}` } };
		}
		return {
			status: 422,
			headers,
			body: JSON.stringify({ message: echo(), errors: { echo: [echo()] } }),
		};
	});

	for (const { authentication, type, own, data } of KINDS) {
		sent = own;
		const all = { environment: 'custom', baseUrl: echoing.url, ...data };
		const credential = await session.createCredential(
			`Echoing ${authentication}`,
			type,
			all as never,
		);
		const { message } = await session.testCredential(credential, all as never);
		shown[`test of ${type}`] = message;
		const call = (name: string, parameters: IDataObject) => ({
			...node(name, 'n8n-nodes-claritalk.claritalk', { authentication, ...parameters }, credential),
			onError: 'continueRegularOutput' as const,
		});
		const nodes = [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			call('Borne', { resource: 'meeting', operation: 'getMany', limit: 2 }),
			call('Redirected', { resource: 'team', operation: 'getMany' }),
			{
				...call('Fails', { resource: 'meeting', operation: 'getMany', limit: 2 }),
				onError: undefined,
			},
		];
		const draft = {
			name: `Echo ${authentication}`,
			nodes,
			connections: chain(...nodes.map(({ name }) => name)),
		};
		const workflow = await session.createWorkflow(draft);
		const execution = await session.run(workflow, 'Start');
		runs.push(execution);
		for (const path of [
			`/rest/executions/${execution.id}`,
			`/rest/workflows/${workflow.id}`,
			`/rest/credentials/${credential.id}?includeData=true`,
			`/rest/credentials/${credential.id}`,
		]) {
			shown[path] = await (await session.get(path)).text();
		}
	}

	sandbox.tokens.accept(PERSONAL, 'user');
	const data = patOf({ url: sandbox.url, token: PERSONAL });
	published = await useExample(
		session,
		await session.createCredential('Trigger', 'claritalkApi', data),
	);
	await sandbox.processMeeting();
	const [delivered] = await session.endedExecutions(published, 1);
	runs.push(delivered);
	for (const path of [`/rest/executions/${delivered.id}`, `/rest/workflows/${published.id}`]) {
		shown[path] = await (await session.get(path)).text();
	}
	await sandbox.deliver(await sandbox.envelopeAbout('users.created'), {
		url: `${connection.url}/webhook/${published.nodes[0].webhookId}/webhook?token=${ISSUED}`,
	});
	for (const path of ['/rest/executions', '/rest/workflows', '/rest/credentials']) {
		shown[path] = await (await session.get(path)).text();
	}
});
afterAll(async () => {
	// Other tests publish the same example, which has one address.
	await connection.session.deactivate(published);
	for (const server of [echoing, foreign]) await server.close();
	await connection.sandbox.close();
});

/** What Claritalk was told to put behind the address of the trigger. */
const webhookToken = () => new URL(connection.sandbox.webhookUrl!).searchParams.get('token')!;

/** Every way in which a secret is written down. */
const spellings = (secret: string) => {
	const bytes = Buffer.from(secret);
	const base64 = bytes.toString('base64').slice(0, -4);
	return [
		secret,
		encodeURIComponent(secret),
		JSON.stringify(secret).slice(1, -1),
		bytes.toString('hex'),
		base64,
	];
};
const secretsIn = (text: string | Buffer) =>
	[...SECRETS, webhookToken()].filter((secret) =>
		spellings(secret).some((one) => text.includes(one)),
	);

it('each run ended as it should: the echo came, and was told', () => {
	expect(runs.map(({ status }) => status)).toEqual(['error', 'error', 'error', 'success']);
	for (const { data } of runs.slice(0, 3)) expect(JSON.stringify(data)).toContain(CANARY);
});

it('nothing that the editor is answered holds a secret: executions, workflows, credentials and their tests', () => {
	expect(Object.keys(shown).length).toBeGreaterThan(15);
	const found = Object.entries(shown).map(([path, text]) => [path, secretsIn(text)]);
	expect(found.filter(([, secrets]) => secrets.length > 0)).toEqual([]);
});

it('nothing that n8n keeps on its disk holds one: database with execution data and static data, logs, files', () => {
	const folder = join(LOCAL, 'n8n-e2e');
	const files = readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
		.map(({ parentPath, name }) => join(parentPath, name));
	const kept = files.map((path) => ({ path, bytes: readFileSync(path) }));
	const withCanary = kept.filter(({ bytes }) => bytes.includes(CANARY)).map(({ path }) => path);
	expect(withCanary.some((path) => path.includes('database.sqlite'))).toBe(true);
	expect(files.some((path) => path.endsWith('n8n.log'))).toBe(true);
	const found = kept.map(({ path, bytes }) => [path, secretsIn(bytes)]);
	expect(found.filter(([, secrets]) => secrets.length > 0)).toEqual([]);
});

it('what is exported of a workflow names its credential, and holds nothing of it', () => {
	const exported = shown[`/rest/workflows/${published.id}`];
	expect(exported).toContain('"credentials"');
	expect(exported).toContain('recentDeliveries');
	expect(exported).not.toContain('accessToken"');
});

it('no token went to where a redirect points', () => {
	expect(echoing.requests.filter((request) => request.includes('/teams')).length).toBeGreaterThan(
		2,
	);
	expect(foreign.requests).toEqual([]);
});
