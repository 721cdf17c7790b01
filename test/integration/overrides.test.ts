/** Path Overrides of a credential: wherever an address of the table is called, and what is said where they are wrong. */
import type { INodeParameters } from 'n8n-workflow';

import { byId, failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { Harness } from '../harness/harness';
import { AS_GUESSED, type Sandbox, SHAPES } from '../sandbox';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from '../sandbox/oauth';

// They are for guesses that are wrong.
jest.mock('../../nodes/api/table', () => jest.requireActual('../harness/guessedTable'));

const MEETING = '00000000-0000-4000-8000-000500000001';
const MOVED = {
	'/meetings': '/v2/conversations',
	'/users': '/members',
	'/upload': '/uploads',
	'/client': '/hooks',
};
const OVERRIDES = JSON.stringify(MOVED);

let sandbox: Sandbox;
let n8n: Harness;

const withOverrides = (pathOverrides: string) => ({
	credentials: { claritalkApi: { ...patOf(sandbox), pathOverrides } },
});

async function run(operation: string, parameters: object = {}, pathOverrides = OVERRIDES) {
	const [resource, name] = operation.split('.');
	const all = { resource, operation: name, ...parameters } as INodeParameters;
	return (
		await n8n.execute('claritalk', { parameters: all, ...withOverrides(pathOverrides) })
	)[0].map(({ json }) => json);
}

/** All that a person reads of the error of a run that must fail. */
async function failure(...given: Parameters<typeof run>): Promise<string> {
	const { message, description } = await failureOf(run(...given));
	return `${message}. ${description}`;
}

const calls = () => sandbox.requests.map(({ method, path }) => `${method} ${path}`);

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), {
		shape,
		moved: MOVED,
		adopted: AS_GUESSED,
	});

	it('the moved addresses are not there without them', async () => {
		expect(await failure('meeting.getMany', {}, '')).toMatch(
			/^Claritalk does not know this address\. The path GET \/meetings is inferred, .*enter the right one under Path Overrides in the credential, or .*operation Request\. The resource API, operation Check, finds out which/,
		);
	});

	it('operations find them', async () => {
		expect(await run('meeting.get', { meetingId: byId(MEETING) })).toHaveLength(1);
		expect(await run('meeting.getMany', { returnAll: true })).toHaveLength(
			sandbox.store.meetings.length,
		);
		await run('meeting.create', { title: 'Overleg' });
		expect(calls()[0]).toBe(`GET /api/v2/conversations/${MEETING}`);
		expect(calls().slice(-1)).toEqual(['POST /api/v2/conversations']);
	});

	it('waiting finds them', async () => {
		await run('meeting.waitUntilProcessed', { meetingId: byId(MEETING) });
		expect(calls()).toEqual([`GET /api/v2/conversations/${MEETING}`]);
	});

	it('dropdowns find them', async () => {
		const { results } = await n8n.listSearch('claritalk', 'searchUsers', {
			filter: 'an.peeters',
			...withOverrides(OVERRIDES),
		});
		expect(results).toHaveLength(1);
		expect(new Set(calls())).toEqual(new Set(['GET /api/members']));
	});

	it('the trigger finds them, also where it asks for the meeting', async () => {
		const parameters = { options: { verifyWithApi: true } };
		const trigger = n8n.trigger('claritalkTrigger', { parameters, ...withOverrides(OVERRIDES) });
		await trigger.activate();
		expect(calls()).toEqual(['POST /api/hooks/webhook']);
		const token = new URL(sandbox.webhookUrl!).searchParams.get('token')!;
		const body = await sandbox.envelopeAbout('meeting.processed');
		const { items } = await trigger.deliver({ body, query: { token } });
		expect(items![0][0].json).not.toHaveProperty('verificationError');
		expect(calls()[1]).toBe(`GET /api/v2/conversations/${MEETING}`);
	});

	it('the call before a large upload finds them', async () => {
		const file = await n8n.storeBinary('x'.repeat(300_000), 'a.mp3', 'audio/mpeg');
		const credential = { ...patOf(sandbox), ...SERVICE_ACCOUNT, pathOverrides: OVERRIDES };
		await n8n.execute('claritalk', {
			parameters: {
				authentication: 'serviceAccount',
				resource: 'recording',
				operation: 'upload',
				meetingId: byId(MEETING),
			} as INodeParameters,
			credentials: { claritalkServiceAccountOAuth2Api: credential },
			items: [{ json: {}, binary: { data: file } }],
		});
		expect(calls()).toEqual(['GET /api/v2/conversations', 'POST /api/uploads/recordings']);
	});

	it("leave the user's own path alone", async () => {
		expect(await failure('api.request', { path: '/meetings' })).toContain('Check the path');
		await run('api.request', { path: '/v2/conversations' });
		expect(calls()).toEqual(['GET /api/meetings', 'GET /api/v2/conversations']);
	});

	it('a path that they name and that is not there is said to be theirs', async () => {
		const wrong = JSON.stringify({ '/meetings': '/talks', '/upload': '/nowhere' });
		expect(await failure('meeting.get', { meetingId: byId(MEETING) }, wrong)).toMatch(
			/The path GET \/talks\/\{meetingId\} comes from Path Overrides in the credential, in place of \/meetings\/\{meetingId\}: correct it there\. The resource API, operation Check/,
		);
		expect(await failure('meeting.getMany', {}, wrong)).toMatch(
			/^Claritalk does not know this address\. The path GET \/talks comes from Path Overrides/,
		);
	});

	it('a record that is not there is not said to be theirs', async () => {
		expect(await failure('meeting.get', { meetingId: byId('nobody') })).toMatch(
			/^There is no meeting with the ID "nobody"\. (?!.*Path Overrides)/,
		);
	});

	it('a method that they lead to in vain is said to be theirs', async () => {
		const wrong = JSON.stringify({ 'POST /meetings': '/teams' });
		expect(await failure('meeting.create', { title: 'Overleg' }, wrong)).toMatch(
			/^Claritalk does not know this method at this address\. The path POST \/teams comes from Path Overrides/,
		);
	});

	describe('that cannot be used are refused before anything is sent', () => {
		const REFUSED =
			/^The Path Overrides in the Claritalk credential cannot be used\. What stands for "\/meetings", "\/\.\.\/oauth", has a "\." or "\.\." part\. Enter: /;
		const wrong = '{"/meetings": "/../oauth"}';

		afterEach(() => {
			expect(sandbox.requests).toEqual([]);
			expect(sandbox.oauth.tokenRequests).toEqual([]);
		});

		it('in an operation', async () => {
			const { message } = await failureOf(run('team.getMany', {}, wrong));
			expect(message).toMatch(REFUSED);
		});

		it('in a dropdown', async () => {
			const setup = withOverrides(wrong);
			const { message } = await failureOf(n8n.listSearch('claritalk', 'searchTeams', setup));
			expect(message).toMatch(REFUSED);
		});

		it('in the trigger', async () => {
			const trigger = n8n.trigger('claritalkTrigger', withOverrides(wrong));
			const { message } = await failureOf(trigger.activate());
			expect(message).toMatch(REFUSED);
		});

		it.each(['claritalkApi', 'claritalkServiceAccountOAuth2Api', 'claritalkOAuth2Api'])(
			'in the test of %s',
			async (type) => {
				const data = {
					...patOf(sandbox),
					...OAUTH_CLIENT,
					oauthTokenData: { access_token: sandbox.token },
					pathOverrides: wrong,
				};
				const { status, message } = await n8n.testCredential(type, data);
				expect({ status, message }).toEqual({
					status: 'Error',
					message: expect.stringMatching(REFUSED),
				});
			},
		);
	});

	describe.each([
		['claritalkApi', () => ({})],
		['claritalkServiceAccountOAuth2Api', () => SERVICE_ACCOUNT],
		[
			'claritalkOAuth2Api',
			() => ({ ...OAUTH_CLIENT, oauthTokenData: { access_token: sandbox.token } }),
		],
	])('the test of %s', (type, fields) => {
		const test = async (pathOverrides: unknown) =>
			await n8n.testCredential(type, {
				...patOf(sandbox),
				...fields(),
				pathOverrides,
			} as never);

		it.each([OVERRIDES, '{"/":"/v2","/meetings":"/v2/conversations"}', MOVED])(
			'asks the real list with %j',
			async (pathOverrides) => {
				expect(await test(pathOverrides)).toMatchObject({ status: 'OK' });
				expect(new Set(sandbox.requests.map(({ path }) => path))).toEqual(
					new Set(['/api/v2/conversations']),
				);
			},
		);

		it('says that a path that is not there comes from them', async () => {
			const { status, message } = await test('{"/meetings": "/talks"}');
			expect(status).toBe('Error');
			expect(message).toContain('Path Overrides');
			expect(calls()).toEqual(['GET /api/talks']);
		});
	});

	it('decide where the list leaves the question open', async () => {
		const data = { ...patOf(sandbox), pathOverrides: '{"/upload":"/uploads"}' };
		expect(await n8n.testCredential('claritalkApi', data)).toMatchObject({ status: 'OK' });
		expect(calls().slice(0, 2)).toEqual(['GET /api/meetings', 'POST /api/uploads/recordings']);
	});
});
