import { patOf, claritalkHarness } from '../harness/claritalk';
import type { Harness } from '../harness/harness';
import { type Sandbox, startSandbox } from '../sandbox';

let sandbox: Sandbox;
let n8n: Harness;

beforeAll(async () => {
	sandbox = await startSandbox();
	n8n = claritalkHarness(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

const test = async (data: object) =>
	await n8n.testCredential('claritalkApi', { ...patOf(sandbox), ...data });

describe('the test of a personal access token', () => {
	it('makes one cheap authenticated call', async () => {
		expect(await test({})).toMatchObject({ status: 'OK' });
		expect(sandbox.requests).toHaveLength(1);
		expect(sandbox.requests[0]).toMatchObject({
			method: 'GET',
			path: '/api/meetings',
			query: { per_page: '1' },
			headers: { authorization: `Bearer ${sandbox.token}` },
		});
	});

	it('says that the token was refused', async () => {
		const result = await test({ accessToken: 'wrong-token-1' });
		expect(result).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('refused the token'),
		});
		expect(result.message).not.toContain('wrong-token-1');
	});

	it('tells an unreachable host from a refused token', async () => {
		expect(await test({ baseUrl: 'http://127.0.0.1:9' })).toEqual({
			status: 'Error',
			message: 'ECONNREFUSED',
		});
	});

	it.each([301, 302, 303, 307, 308])('follows no redirect (%i)', async (status) => {
		sandbox.answerNext({}, { status, headers: { location: `${sandbox.url}/api/teams` } });
		expect(await test({})).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('redirect, which is not followed'),
		});
		expect(sandbox.requests).toHaveLength(1);
	});

	it('takes no web page for the API', async () => {
		sandbox.answerNext(
			{},
			{ headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Welcome' },
		);
		expect(await test({})).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('web page'),
		});
	});

	it.each([
		[403, 'does not permit'],
		[404, 'No Claritalk API at this address'],
		[429, 'rate limit'],
	])('explains %i', async (status, text) => {
		sandbox.answerNext({}, { status, json: { message: 'x' } });
		expect(await test({})).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(text),
		});
	});

	it.each([
		'http://claritalk.example.com',
		'https://claritalk.example.com/api',
		'https://user:secret@claritalk.example.com',
		'',
	])('refuses the Base URL %j in words before it sends anything', async (baseUrl) => {
		const { status, message } = await test({ baseUrl });
		expect(status).toBe('Error');
		expect(message).toContain('The Base URL in the Claritalk credential cannot be used');
		expect(sandbox.requests).toHaveLength(0);
	});
});
