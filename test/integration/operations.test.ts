/**
 * Every operation against both shapes of the sandbox: what is sent, what comes out, and that it behaves like all the
 * others for several items. The cases must cover the whole registry: an operation without one fails here.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import Ajv from 'ajv';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { endpoints } from '../../nodes/api/endpoints';
import { resources } from '../../nodes/Claritalk/resources';
import { SCHEMA_FOLDER } from '../../scripts/schemas/outputSchemas';
import { byId, failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { instantly } from '../harness/instantly';
import { type Sandbox, SHAPES } from '../sandbox';
import { adoptedParts } from '../sandbox/adopted';

let sandbox: Sandbox;
let n8n: Harness;

const MEETING = '00000000-0000-4000-8000-000500000001';
const USER = '00000000-0000-4000-8000-000100000003';
const TEAM = '00000000-0000-4000-8000-000200000001';
const DOSSIER = '00000000-0000-4000-8000-000300000001';
const PATH = (path: string) => ({ path: `/api${path}` });

/** Paths of which the second is none. */
const LISTS: [string, string, string] = [
	endpoints.team.getMany.path,
	'nowhere',
	endpoints.dossier.getMany.path,
];

interface Case {
	operation: string;
	parameters: object;
	/** The request as the sandbox must have seen it. */
	sent: { method: string; path: string; body?: unknown; query?: unknown };
	/** What the first output item must hold. */
	output: object;
	/** The same in the contrary shape, where the answer says something else. */
	contrary?: object;
	/** A parameter that an expression fills per item; its value for an item that fails, before or after the call. */
	perItem?: { parameter: string; values: [unknown, unknown, unknown] };
}

const CASES: Case[] = [
	{
		operation: 'api.request',
		parameters: { path: endpoints.team.getMany.path },
		sent: { method: 'GET', ...PATH('/teams') },
		output: { meta: expect.anything() },
		contrary: { data: expect.any(Array) },
		perItem: { parameter: 'path', values: LISTS },
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
				extraFields: JSON.stringify({
					confidential: true,
					[endpoints.meeting.create.body.locale.sent]: 'de',
				}),
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
		operation: 'meeting.getTodos',
		parameters: { meetingId: byId(MEETING) },
		sent: { method: 'GET', ...PATH(`/meetings/${MEETING}`) },
		output: { meetingId: MEETING, index: 0, text: expect.stringMatching(/\w/) },
		perItem: { parameter: 'meetingId', values: [MEETING, 'nobody', MEETING] },
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
		contrary: { success: true },
		perItem: { parameter: 'name', values: ['one', ' ', 'three'] },
	},
	{
		operation: 'recording.start',
		parameters: { meetingId: byId(MEETING) },
		sent: { method: 'POST', ...PATH(`/meetings/${MEETING}/recordings/start`) },
		output: { meetingId: MEETING, recording: 'active' },
		contrary: { success: true },
	},
	{
		operation: 'recording.stop',
		parameters: { meetingId: byId(MEETING) },
		sent: { method: 'POST', ...PATH(`/meetings/${MEETING}/recordings/stop`) },
		output: { meetingId: MEETING, recording: 'stopped' },
		contrary: { success: true },
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
		contrary: { success: true, message: 'Recording received' },
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
		contrary: { team_name: 'Audit', team_id: TEAM },
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
		contrary: { success: true, message: 'OK' },
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
		contrary: { user_id: USER, email: 'sofie.maes@kantoor.example' },
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
		contrary: { user_id: USER },
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
		contrary: { success: true },
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
		contrary: { success: true },
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
		output: { webhookUrl: 'https://n8n.example/webhook/x' },
		contrary: { success: true, message: 'OK' },
		perItem: {
			parameter: 'webhookUrl',
			values: ['https://a.example', 'not an address', 'https://b.example'],
		},
	},
];

// API › Check asks for every address of the table, and has tests of its own.
const OPERATIONS = resources
	.flatMap(({ value, operations }) =>
		operations.map((operation) => ({ address: `${value}.${operation.value}`, operation })),
	)
	.filter(({ address }) => address !== 'api.check');
const operationOf = (address: string) =>
	OPERATIONS.find((candidate) => candidate.address === address)!.operation;
const endpointOf = (address: string) => operationOf(address).endpoint;
const isWrite = ({ sent }: Case) => sent.method !== 'GET';

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

it('the cases cover every operation of the registry, beside what was adopted with an example', () => {
	const adopted = adoptedParts().examples.map(({ operation }) => operation);
	expect([...CASES.map(({ operation }) => operation), ...adopted].sort()).toEqual(
		OPERATIONS.map(({ address }) => address).sort(),
	);
});

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	describe.each(CASES)('$operation', (operationCase) => {
		const { operation, parameters, sent, perItem } = operationCase;
		const output =
			shape === 'contrary'
				? (operationCase.contrary ?? operationCase.output)
				: operationCase.output;

		it('sends what the panel says and gives the answer', async () => {
			const [item] = await run(operation, parameters);
			expect(sandbox.requests[0]).toMatchObject(sent);
			if ('body' in sent) expect(sandbox.requests[0].body).toEqual(sent.body);
			// A list that announces nothing is asked once more.
			const most = shape === 'contrary' && operation.endsWith('getMany') ? 2 : 1;
			expect(sandbox.requests.length).toBeLessThanOrEqual(most);
			expect(item).toMatchObject({ json: output, pairedItem: { item: 0 } });
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
				const namesOf = (item: number) => {
					const { json } = results.find(({ pairedItem }) =>
						isDeepStrictEqual(pairedItem, { item }),
					)!;
					return Object.keys(json);
				};
				expect(namesOf(0)).not.toContain('error');
				expect(namesOf(1)).toEqual(['error']);
				expect(namesOf(2)).not.toContain('error');
			});
		}

		it("fails with the API's own words and the item when it is refused", async () => {
			const text = 'The API says so';
			const json = shape === 'contrary' ? { errors: [text] } : { message: text };
			sandbox.answerNext({ times: 100 }, { status: 422, json });
			const error = await failureOf(run(operation, parameters));
			expect(error).toMatchObject({ httpCode: '422', context: { itemIndex: 0 } });
			expect(error.description).toContain(`Claritalk says: ${text}`);
			// A 422 may be an integration's, but only where the API says so.
			expect(error.message).not.toContain('integration');
		});
	});

	describe.each(CASES.filter(isWrite))('$operation', ({ operation, parameters }) => {
		it('passes the binary data of its item on', async () => {
			const [{ binary }] = await run(operation, parameters);
			expect(binary).toMatchObject({ data: { fileName: 'opname é.mp3' } });
		});
	});

	describe('who may do what', () => {
		const isForServiceAccounts = ({ operation }: Case) =>
			endpointOf(operation)?.caller === 'serviceAccount';
		const asUser = async ({ operation, parameters }: Case) =>
			await failureOf(
				run(operation, parameters, { credentials: { claritalkApi: patOf(sandbox) } }),
			);
		const textOf = ({ message, description }: { message: string; description?: string | null }) =>
			`${message} ${description}`;

		it.each(CASES.filter(isForServiceAccounts))(
			'$operation is refused to a user, and the error names who may',
			async (operationCase) => {
				const error = await asUser(operationCase);
				expect(error.httpCode).toBe('403');
				expect(textOf(error)).toContain('Claritalk says: This action is unauthorized.');
				expect(textOf(error)).toContain('Service Account');
			},
		);

		it('a refusal of what anybody may do sends nobody to a service account', async () => {
			sandbox.answerNext({}, { status: 403, json: { message: 'This action is unauthorized.' } });
			const error = await asUser(CASES.find(({ operation }) => operation === 'meeting.get')!);
			expect(error.httpCode).toBe('403');
			expect(textOf(error)).not.toMatch(/service account/i);
		});
	});

	it('user.delete has done its work where the user is gone after an answer that was lost', async () => {
		sandbox.answerNext({ method: 'DELETE' }, { status: 502 });
		sandbox.store.users.splice(2, 1);
		const [{ json }] = await run('user.delete', { userId: byId(USER) });
		expect(json).toEqual({ deleted: true });
		expect(sandbox.requests.map(({ status }) => status)).toEqual([502, 404]);
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
				description: expect.stringContaining('Claritalk says: A recording is already active.'),
			});
			sandbox.store.connectConnected = false;
			const missing = await failureOf(run('recording.start', { meetingId: byId(MEETING) }));
			expect(missing).toMatchObject({
				httpCode: '503',
				description: expect.stringMatching(/start Claritalk Connect, the desktop client/i),
			});
		});

		it('uploads a file that n8n keeps in memory, and extra fields as a form has them', async () => {
			const data = { data: Buffer.from('in memory').toString('base64'), mimeType: 'audio/wav' };
			await n8n.execute('claritalk', {
				parameters: {
					resource: 'recording',
					operation: 'upload',
					meetingId: byId(MEETING),
					additionalFields: {
						extraFields: '{"speakers": 2, "quiet": false, "tags": ["a", "b"], "note": null}',
					},
				} as INodeParameters,
				items: [{ json: {}, binary: { data } }],
			});
			const [{ form, ...recording }] = sandbox.store.recordings;
			expect(recording).toMatchObject({ filename: 'data.wav', size: 9, mimetype: 'audio/wav' });
			expect(form).toEqual([
				['meeting_id', MEETING],
				['speakers', '2'],
				['quiet', '0'],
				['tags[]', 'a'],
				['tags[]', 'b'],
			]);
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
			expect(sandbox.store.recordings.map(({ filename }) => filename)).toEqual(['b.mp3', 'a.mp3']);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 0 }]);
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
});

/** What an answer without content is told as: its properties are no part of what the API shows. */
const OF_EMPTY_ANSWERS = ['success', 'message'];

const MEETING_SWITCHES = [
	{ simplify: false },
	{ meetingOutput: { markdown: true, report: true } },
	{ meetingOutput: { markdown: true, report: true }, simplify: false },
	{ meetingOutput: { fields: ['title', 'status'] } },
];
/** How an operation can be set to give something else: its schema is that of all its outputs together. */
const SWITCHES: Record<string, object[]> = {
	'meeting.create': [{ simplify: false }],
	'meeting.get': MEETING_SWITCHES,
	'meeting.getMany': MEETING_SWITCHES,
	'meeting.waitUntilProcessed': MEETING_SWITCHES,
	'recording.upload': MEETING_SWITCHES.map((one) => ({ ...one, waitUntilProcessed: true })),
};
const PDF = Buffer.from('%PDF-1.7').toString('base64');

describe('the output schemas', () => {
	useClaritalk((world) => ({ sandbox, n8n } = world));

	interface Schema {
		properties?: Record<string, Schema>;
	}
	const strictly = ({ properties, ...schema }: Schema): object => ({
		...schema,
		...(properties && {
			properties: Object.fromEntries(
				Object.entries(properties).map(([name, inner]) => [name, strictly(inner)]),
			),
			additionalProperties: false,
		}),
	});
	const pathsOf = ({ properties = {} }: Schema): string[][] =>
		Object.entries(properties).flatMap(([name, inner]) => [
			[name],
			...pathsOf(inner).map((path) => [name, ...path]),
		]);
	const isIn = (output: unknown, path: string[]) =>
		path.reduce((value, name) => (value as IDataObject | undefined)?.[name], output) !== undefined;

	/** All that an operation gives, whichever way it is set, also of a meeting whose report is none. */
	async function outputsOf({ operation, parameters }: Case): Promise<IDataObject[]> {
		const outputs: IDataObject[] = [];
		for (const switches of [{}, ...(SWITCHES[operation] ?? [])]) {
			for (const content of [PDF, 'bm9uZQ==']) {
				sandbox.store.reset();
				const [meeting] = sandbox.store.meetings;
				Object.assign(meeting, { files: { filename: 'report.pdf', content } });
				if (operation === 'recording.upload') {
					meeting.status = 'Meeting created';
					instantly(() => sandbox.store.process(meeting));
				}
				const [{ json }] = await run(operation, { ...parameters, ...switches });
				outputs.push(json);
			}
		}
		return outputs;
	}

	it.each(CASES.filter(({ operation }) => operationOf(operation).output))(
		'know all that $operation gives in the expected shape, and nothing else',
		async (operationCase) => {
			const [resource, name] = operationCase.operation.split('.');
			const file = join(SCHEMA_FOLDER, resource, `${name}.json`);
			const schema = JSON.parse(readFileSync(file, 'utf8')) as Schema;
			const outputs = await outputsOf(operationCase);
			// The schemas require and forbid nothing: n8n shows them, and the API may change.
			const validate = new Ajv({ strict: false, allErrors: true }).compile(strictly(schema));
			for (const output of outputs) expect(validate(output) ? [] : validate.errors).toEqual([]);
			const missing = pathsOf(schema).filter((path) => !outputs.some((one) => isIn(one, path)));
			expect(missing.filter(([name]) => !OF_EMPTY_ANSWERS.includes(name))).toEqual([]);
		},
	);
});
