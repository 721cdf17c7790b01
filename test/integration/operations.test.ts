/**
 * Every operation against the sandbox: what is sent, what comes out, and that it behaves like all the others for
 * several items. The cases must cover the whole registry: an operation without one fails here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { resources } from '../../nodes/Claritalk/resources';
import { SCHEMA_FOLDER } from '../../scripts/schemas/outputSchemas';
import { byId, claritalkHarness, failureOf, patOf } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { instantly } from '../harness/instantly';
import { type Sandbox, startSandbox } from '../sandbox';

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
const USER = '00000000-0000-4000-8000-000100000003';
const TEAM = '00000000-0000-4000-8000-000200000001';
const DOSSIER = '00000000-0000-4000-8000-000300000001';
const PATH = (path: string) => ({ path: `/api${path}` });

interface Case {
	operation: string;
	parameters: object;
	/** The request as the sandbox must have seen it. */
	sent: { method: string; path: string; body?: unknown; query?: unknown };
	/** What the first output item must hold. */
	output: object;
	/** A parameter that an expression fills per item; its value for an item that fails, before or after the call. */
	perItem?: { parameter: string; values: [unknown, unknown, unknown] };
}

const CASES: Case[] = [
	{
		operation: 'api.request',
		parameters: { path: '/teams' },
		sent: { method: 'GET', ...PATH('/teams') },
		output: { meta: expect.anything() },
		perItem: { parameter: 'path', values: ['/teams', 'nowhere', '/dossiers'] },
	},
	{
		operation: 'dossier.getMany',
		parameters: { limit: 1, filters: { search: 'garage', extraQuery: '{"x": "1"}' } },
		sent: {
			method: 'GET',
			...PATH('/dossiers'),
			query: { page: '1', per_page: '1', search: 'garage', x: '1' },
		},
		output: { name: 'Garage Lambert' },
		perItem: { parameter: 'limit', values: [1, 0, 1] },
	},
	{
		operation: 'meeting.create',
		parameters: {
			title: ' Overleg ',
			additionalFields: {
				locale: byId('fr'),
				userId: byId(USER),
				teamId: byId(TEAM),
				dossierId: byId(DOSSIER),
				externalRelations: '{"crm": "C-1"}',
				extraFields: '{"confidential": true, "locale": "de"}',
			},
		},
		sent: {
			method: 'POST',
			...PATH('/meetings'),
			body: {
				title: 'Overleg',
				locale: 'de',
				user_id: USER,
				team_id: TEAM,
				dossier_id: DOSSIER,
				external_relations: { crm: 'C-1' },
				confidential: true,
			},
		},
		output: { title: 'Overleg', locale: 'de', userId: USER, teamId: TEAM, dossierId: DOSSIER },
		perItem: { parameter: 'title', values: ['one', '', 'three'] },
	},
	{
		operation: 'meeting.get',
		parameters: { meetingId: byId(MEETING) },
		sent: { method: 'GET', ...PATH(`/meetings/${MEETING}`) },
		output: { meetingId: MEETING },
		perItem: { parameter: 'meetingId', values: [MEETING, 'nobody', MEETING] },
	},
	{
		operation: 'meeting.getMany',
		parameters: { limit: 1 },
		sent: { method: 'GET', ...PATH('/meetings'), query: { page: '1', per_page: '1' } },
		output: { meetingId: MEETING },
		perItem: { parameter: 'limit', values: [1, -1, 1] },
	},
	{
		operation: 'meeting.waitUntilProcessed',
		parameters: { meetingId: byId(MEETING), maxWait: 0.5 },
		sent: { method: 'GET', ...PATH(`/meetings/${MEETING}`) },
		output: { meetingId: MEETING, status: 'Meeting processed' },
		perItem: { parameter: 'meetingId', values: [MEETING, 'nobody', MEETING] },
	},
	{
		operation: 'organisation.create',
		parameters: {
			name: 'Peeters & Zonen',
			additionalFields: {
				webhookUrl: 'https://n8n.example/webhook/x',
				extraFields: { vat: 'BE1' },
			},
		},
		sent: {
			method: 'POST',
			...PATH('/organisations'),
			body: { name: 'Peeters & Zonen', webhook_url: 'https://n8n.example/webhook/x', vat: 'BE1' },
		},
		output: { name: 'Peeters & Zonen', webhookUrl: 'https://n8n.example/webhook/x' },
		perItem: { parameter: 'name', values: ['one', ' ', 'three'] },
	},
	{
		operation: 'recording.start',
		parameters: { meetingId: byId(MEETING) },
		sent: { method: 'POST', ...PATH(`/meetings/${MEETING}/recordings/start`) },
		output: { meetingId: MEETING, recording: 'active' },
	},
	{
		operation: 'recording.stop',
		parameters: { meetingId: byId(MEETING) },
		sent: { method: 'POST', ...PATH(`/meetings/${MEETING}/recordings/stop`) },
		output: { meetingId: MEETING, recording: 'stopped' },
	},
	{
		operation: 'recording.upload',
		parameters: { meetingId: byId(MEETING), additionalFields: { locale: byId('nl') } },
		sent: { method: 'POST', ...PATH('/upload/recordings') },
		output: {
			meetingId: MEETING,
			locale: 'nl',
			filename: 'opname é.mp3',
			mimetype: 'audio/mpeg',
			size: 9,
		},
		perItem: { parameter: 'meetingId', values: [MEETING, 'nobody', MEETING] },
	},
	{
		operation: 'team.getMany',
		parameters: { returnAll: true, filters: { search: 'audit' } },
		sent: {
			method: 'GET',
			...PATH('/teams'),
			query: { page: '1', per_page: '100', search: 'audit' },
		},
		output: { name: 'Audit', teamId: TEAM },
	},
	{
		operation: 'user.create',
		parameters: {
			email: 'new@kantoor.example',
			additionalFields: {
				firstName: 'Nora',
				lastName: 'Claes',
				role: byId('member'),
				extraFields: '{"phone": "1"}',
			},
		},
		sent: {
			method: 'POST',
			...PATH('/users'),
			body: {
				email: 'new@kantoor.example',
				first_name: 'Nora',
				last_name: 'Claes',
				role: 'member',
				phone: '1',
			},
		},
		output: { email: 'new@kantoor.example', firstName: 'Nora', role: 'member' },
		perItem: { parameter: 'email', values: ['a@x.example', 'no-address', 'b@x.example'] },
	},
	{
		operation: 'user.delete',
		parameters: { userId: byId(USER) },
		sent: { method: 'DELETE', ...PATH(`/users/${USER}`) },
		output: { deleted: true },
	},
	{
		operation: 'user.get',
		parameters: { userId: byId(USER) },
		sent: { method: 'GET', ...PATH(`/users/${USER}`) },
		output: { userId: USER, email: 'sofie.maes@kantoor.example' },
		perItem: { parameter: 'userId', values: [USER, '../x', USER] },
	},
	{
		operation: 'user.getMany',
		parameters: { filters: { search: 'maes' } },
		sent: {
			method: 'GET',
			...PATH('/users'),
			query: { page: '1', per_page: '50', search: 'maes' },
		},
		output: { userId: USER },
	},
	{
		operation: 'user.invite',
		parameters: {
			email: 'guest@kantoor.example',
			additionalFields: { role: byId('guest'), extraFields: '{"note": "hi"}' },
		},
		sent: {
			method: 'POST',
			...PATH('/users/invite'),
			body: { email: 'guest@kantoor.example', role: 'guest', note: 'hi' },
		},
		output: { email: 'guest@kantoor.example', invited: true },
		perItem: { parameter: 'email', values: ['a@x.example', '', 'b@x.example'] },
	},
	{
		operation: 'user.update',
		parameters: {
			userId: byId(USER),
			updateFields: {
				email: 's@kantoor.example',
				firstName: 'Sofia',
				lastName: 'M.',
				role: byId('admin'),
				extraFields: '{"phone": "2"}',
			},
		},
		sent: {
			method: 'PATCH',
			...PATH(`/users/${USER}`),
			body: {
				email: 's@kantoor.example',
				first_name: 'Sofia',
				last_name: 'M.',
				role: 'admin',
				phone: '2',
			},
		},
		output: { userId: USER, firstName: 'Sofia', role: 'admin' },
		perItem: { parameter: 'userId', values: [USER, 'nobody', USER] },
	},
	{
		operation: 'webhook.register',
		parameters: { webhookUrl: 'https://n8n.example/webhook/x' },
		sent: {
			method: 'POST',
			...PATH('/client/webhook'),
			body: { webhook_url: 'https://n8n.example/webhook/x' },
		},
		output: { webhook_url: 'https://n8n.example/webhook/x' },
		perItem: {
			parameter: 'webhookUrl',
			values: ['https://a.example', 'not an address', 'https://b.example'],
		},
	},
];

const OPERATIONS = resources.flatMap(({ value, operations }) =>
	operations.map((operation) => ({ address: `${value}.${operation.value}`, operation })),
);
const operationOf = (address: string) =>
	OPERATIONS.find((candidate) => candidate.address === address)!.operation;
const endpointOf = (address: string) => operationOf(address).endpoint;

/** Runs a case as a service account, which may do everything, with a recording in every item. */
async function run(operation: string, parameters: object, setup: ExecuteSetup = {}) {
	const [resource, name] = operation.split('.');
	if (operation === 'recording.stop') sandbox.store.activeRecordings.add(MEETING);
	const file = await n8n.storeBinary('recording', 'opname é.mp3', 'audio/mpeg');
	const items = (setup.items ?? [{}]).map((json) => ({
		json: json as IDataObject,
		binary: { data: file },
	}));
	const [output] = await n8n.execute('claritalk', {
		credentials: { claritalkApi: patOf(sandbox, sandbox.serviceToken) },
		...setup,
		items,
		parameters: { resource, operation: name, ...parameters } as INodeParameters,
	});
	return output;
}

it('the cases below cover every operation of the registry', () => {
	expect(CASES.map(({ operation }) => operation).sort()).toEqual(
		OPERATIONS.map(({ address }) => address).sort(),
	);
});

describe.each(CASES)('$operation', ({ operation, parameters, sent, output, perItem }) => {
	it('sends what the panel says and gives the answer', async () => {
		const [item] = await run(operation, parameters);
		expect(sandbox.requests).toHaveLength(1);
		expect(sandbox.requests[0]).toMatchObject(sent);
		if ('body' in sent) expect(sandbox.requests[0].body).toEqual(sent.body);
		expect(item).toEqual({ json: expect.objectContaining(output), pairedItem: { item: 0 } });
	});

	it('gives what its output schema says, and nothing that the schema does not know', async () => {
		if (!operationOf(operation).output) return expect(operation).toBe('api.request');
		const [resource, name] = operation.split('.');
		const file = join(SCHEMA_FOLDER, resource, `${name}.json`);
		const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
		const [{ json }] = await run(operation, parameters);
		expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(json)));
		const validate = new Ajv({ strict: false, allowUnionTypes: true }).compile(schema);
		return expect(validate(json) ? [] : validate.errors).toEqual([]);
	});

	it('sends only fields that the endpoint table knows', () => {
		const endpoint = endpointOf(operation);
		if (!endpoint) return expect(operation).toBe('api.request');
		const given = Object.keys({ ...(sent.body as object), ...(sent.query as object) });
		const extra = ['confidential', 'vat', 'phone', 'note', 'x'];
		const known = Object.keys({ ...endpoint.body, ...endpoint.query });
		return expect(given.filter((name) => !known.includes(name) && !extra.includes(name))).toEqual(
			[],
		);
	});

	if (perItem) {
		const { parameter, values } = perItem;
		const isLocator = parameter.endsWith('Id');
		const filled = {
			...parameters,
			[parameter]: isLocator ? byId('={{ $json.value }}') : '={{ $json.value }}',
		};
		const items = values.map((value) => ({ value }) as IDataObject);

		it('reads its parameters per item and stops at the second, which fails', async () => {
			const error = await failureOf(run(operation, filled, { items }));
			expect(error.context.itemIndex).toBe(1);
			expect(error.message).toBeTruthy();
			expect(error.description).toBeTruthy();
		});

		it('goes on after the second item under continue on fail', async () => {
			const results = await run(operation, filled, { items, continueOnFail: true });
			expect(results.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2].map((item) => ({ item })),
			);
			expect(Object.keys(results[1].json)).toEqual(['error']);
			expect(results[0].json).not.toHaveProperty('error');
			expect(results[2].json).not.toHaveProperty('error');
		});
	}

	// Each documented status, as the operation's user sees it.
	it.each([400, 401, 403, 404, 409, 422, 429, 500, 503])('explains a %i', async (status) => {
		sandbox.answerNext({ times: 100 }, { status, json: { message: 'The API says so' } });
		const error = await failureOf(run(operation, parameters));
		expect(error).toMatchObject({ httpCode: String(status), context: { itemIndex: 0 } });
		expect(error.description).toContain('Claritalk says: The API says so.');
		expect(error.message).not.toContain('unexpected');
	});

	it('says which credential is needed when only a service account may', async () => {
		const isServiceAccountOnly = endpointOf(operation)?.caller === 'serviceAccount';
		sandbox.answerNext({}, { status: 403, json: { message: 'This action is unauthorized.' } });
		const error = await failureOf(
			run(operation, parameters, { credentials: { claritalkApi: patOf(sandbox) } }),
		);
		expect(error.message).toBe(
			isServiceAccountOnly
				? 'Claritalk permits this call only to a service account'
				: 'Claritalk does not permit this call for the credential in use',
		);
	});

	it('takes an answer without content for a success, where it writes', async () => {
		if (sent.method === 'GET') return expect(output).not.toEqual({ success: true });
		sandbox.answerNext({}, { status: 204 });
		const [{ json }] = await run(operation, parameters);
		return expect(json).toEqual(
			operation === 'user.delete' ? { deleted: true } : { success: true },
		);
	});
});

describe('who may do what', () => {
	it.each(OPERATIONS.filter(({ operation }) => operation.endpoint?.caller === 'serviceAccount'))(
		'$address is refused to a user by the sandbox itself',
		async ({ address }) => {
			const { parameters } = CASES.find(({ operation }) => operation === address)!;
			const credentials = { claritalkApi: patOf(sandbox) };
			const error = await failureOf(run(address, parameters, { credentials }));
			expect(error.httpCode).toBe('403');
			expect(error.description).toContain(
				'Choose a Claritalk Service Account OAuth2 API credential',
			);
		},
	);
});

describe('user: update', () => {
	it.each([{}, { firstName: '' }, { extraFields: '{}' }])(
		'refuses the empty change %j before it calls',
		async (updateFields) => {
			const error = await failureOf(run('user.update', { userId: byId(USER), updateFields }));
			expect(error.message).toBe('Update Fields is empty: there is nothing to change');
			expect(error.description).toBe('Add at least one field and give it a value.');
			expect(sandbox.requests).toHaveLength(0);
		},
	);
});

describe('recording', () => {
	it('has words of its own for an active recording and a missing desktop client', async () => {
		sandbox.store.activeRecordings.add(MEETING);
		const active = await failureOf(run('recording.start', { meetingId: byId(MEETING) }));
		expect(active).toMatchObject({
			httpCode: '409',
			description: expect.stringMatching(/A recording is already active\. .*active recording/),
		});
		sandbox.store.connectConnected = false;
		const missing = await failureOf(run('recording.start', { meetingId: byId(MEETING) }));
		expect(missing).toMatchObject({
			httpCode: '503',
			description: expect.stringContaining('start Claritalk Connect, the desktop client'),
		});
	});

	it('uploads a file that n8n keeps in memory, and extra fields as text', async () => {
		const data = { data: Buffer.from('in memory').toString('base64'), mimeType: 'audio/wav' };
		const [output] = await n8n.execute('claritalk', {
			parameters: {
				resource: 'recording',
				operation: 'upload',
				meetingId: byId(MEETING),
				additionalFields: { extraFields: '{"speakers": 2, "tags": ["a"]}' },
			} as INodeParameters,
			items: [{ json: {}, binary: { data } }],
		});
		expect(output[0].json).toMatchObject({ filename: 'data', size: 9, mimetype: 'audio/wav' });
	});

	it('sends every byte of a large file', async () => {
		const { createHash, randomBytes } = await import('node:crypto');
		const bytes = randomBytes(5_000_000);
		const data = await n8n.storeBinary(bytes, 'large.mp4', 'video/mp4');
		await n8n.execute('claritalk', {
			parameters: {
				resource: 'recording',
				operation: 'upload',
				meetingId: byId(MEETING),
			} as INodeParameters,
			items: [{ json: {}, binary: { data } }],
		});
		expect(sandbox.store.recordings).toEqual([
			expect.objectContaining({
				filename: 'large.mp4',
				size: bytes.length,
				sha256: createHash('sha256').update(bytes).digest('hex'),
			}),
		]);
		expect(Number(sandbox.requests[0].headers['content-length'])).toBeGreaterThan(bytes.length);
	});

	it('uploads several files of an item, in their order, or none if one is missing', async () => {
		const file = async (name: string) => await n8n.storeBinary(name, name, 'audio/mpeg');
		const binary = { a: await file('a.mp3'), b: await file('b.mp3') };
		const upload = async (binaryPropertyName: string) =>
			await n8n.execute('claritalk', {
				parameters: {
					resource: 'recording',
					operation: 'upload',
					meetingId: byId(MEETING),
					binaryPropertyName,
				} as INodeParameters,
				items: [{ json: {}, binary }],
			});
		const error = await failureOf(upload('a, c'));
		expect(error.message).toContain("binary field 'c'");
		expect(sandbox.requests).toHaveLength(0);

		const [items] = await upload('b, a');
		expect(items.map(({ json, pairedItem }) => [json.filename, pairedItem])).toEqual([
			['b.mp3', { item: 0 }],
			['a.mp3', { item: 0 }],
		]);
	});

	it.each([
		[{}, /binary file 'data'/],
		[{ data: { data: '', mimeType: 'audio/wav' } }, /The file in "data" is empty/],
	])('refuses the binary data %j', async (binary, text) => {
		const parameters = { resource: 'recording', operation: 'upload', meetingId: byId(MEETING) };
		const error = await failureOf(
			n8n.execute('claritalk', {
				parameters: parameters as INodeParameters,
				items: [{ json: {}, ...(Object.keys(binary).length > 0 && { binary }) }],
			}),
		);
		expect(error.message).toMatch(text);
		expect(error.context.itemIndex).toBe(0);
		expect(sandbox.requests).toHaveLength(0);
	});
});
