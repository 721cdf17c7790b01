import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';
import { chain, connect, type Connection, node } from './connect';
import { type Credential, outputOf, type Workflow } from './rest';

let connection: Connection;

beforeAll(async () => {
	connection = await connect();
});
afterAll(async () => await connection.sandbox.close());

/** A workflow that lists two meetings with a credential. */
async function listing(authentication: string, credential: Credential): Promise<Workflow> {
	const parameters = { authentication, resource: 'meeting', operation: 'getMany', limit: 2 };
	return await connection.session.createWorkflow({
		name: `Meetings by ${authentication}`,
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Claritalk', 'n8n-nodes-claritalk.claritalk', parameters, credential),
		],
		connections: chain('Start', 'Claritalk'),
	});
}

const grants = () => connection.sandbox.oauth.tokenRequests.map(({ grantType }) => grantType);
const environment = () => ({ environment: 'custom', baseUrl: connection.sandbox.url });

describe('a login by OAuth2', () => {
	it('lasts beyond its first hour', async () => {
		const { session, sandbox } = connection;
		const credential = await session.createCredential('My login', 'claritalkOAuth2Api', {
			...environment(),
			...OAUTH_CLIENT,
		});
		await session.connectByOAuth2(credential);
		const workflow = await listing('oAuth2', credential);
		expect(outputOf(await session.run(workflow, 'Start'), 'Claritalk')).toHaveLength(2);
		sandbox.oauth.expireAccessTokens();
		expect(outputOf(await session.run(workflow, 'Start'), 'Claritalk')).toHaveLength(2);
		sandbox.oauth.expireAccessTokens();
		expect(outputOf(await session.run(workflow, 'Start'), 'Claritalk')).toHaveLength(2);
		expect(grants()).toEqual(['authorization_code', 'refresh_token', 'refresh_token']);
	});
});

describe('a service account', () => {
	it('logs in without a person, and again after its hour', async () => {
		const { session, sandbox } = connection;
		const before = grants().length;
		const data = { ...environment(), ...SERVICE_ACCOUNT };
		const type = 'claritalkServiceAccountOAuth2Api';
		const credential = await session.createCredential('Service', type, data);
		const workflow = await listing('serviceAccount', credential);
		expect(outputOf(await session.run(workflow, 'Start'), 'Claritalk')).toHaveLength(2);
		sandbox.oauth.expireAccessTokens();
		expect(outputOf(await session.run(workflow, 'Start'), 'Claritalk')).toHaveLength(2);
		expect(grants().slice(before)).toEqual(['client_credentials', 'client_credentials']);
	});
});
