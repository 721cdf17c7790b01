/** Uploads to a meeting that is made for them, and what a meeting is linked to in other systems. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { byId, failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { instantly } from '../harness/instantly';
import { type Sandbox, SHAPES } from '../sandbox';

let sandbox: Sandbox;
let n8n: Harness;

const SEEDED = 12;

type Setup = Omit<ExecuteSetup, 'parameters'>;
const upload = async (parameters: object = {}, setup: Setup = {}) => {
	const data = await n8n.storeBinary('recording', 'a.mp3', 'audio/mpeg');
	const second = await n8n.storeBinary('recording 2', 'b.mp3', 'audio/mpeg');
	const items: INodeExecutionData[] = [{ json: {}, binary: { data, second } }];
	const all = {
		resource: 'recording',
		operation: 'upload',
		uploadTo: 'newMeeting',
		title: 'Overleg',
		...parameters,
	} as INodeParameters;
	return (await n8n.execute('claritalk', { items, ...setup, parameters: all }))[0];
};
const sent = () =>
	sandbox.requests.map(({ method, path }) => `${method} ${path.slice('/api'.length)}`);
const made = () => sandbox.store.meetings.slice(SEEDED);
const CREATE = 'POST /meetings';
const UPLOAD = 'POST /upload/recordings';

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	it('makes the meeting with its fields, then uploads to it, and gives its ID', async () => {
		const [user] = sandbox.store.users;
		const [dossier] = sandbox.store.dossiers;
		const credentials = { claritalkApi: patOf(sandbox, sandbox.serviceToken) };
		const parameters = {
			additionalFields: {
				locale: byId('fr'),
				userId: byId(user.userId),
				dossierId: byId(dossier.dossierId),
				externalRelations: '{"crm": {"id": 1}}',
				extraFields: '{"confidential": true}',
			},
		};
		const [{ json, binary }] = await upload(parameters, { credentials });
		const [meeting] = made();
		expect(sent()).toEqual([CREATE, UPLOAD]);
		expect(sandbox.requests[0].body).toEqual({
			title: 'Overleg',
			locale: 'fr',
			user_id: user.userId,
			dossier_id: dossier.dossierId,
			external_relations: { crm: { id: 1 } },
			confidential: true,
		});
		expect(sandbox.store.recordings[0].form).toEqual([
			['meeting_id', meeting.meetingId],
			['locale', 'fr'],
			['confidential', '1'],
		]);
		expect(json.meetingId).toBe(meeting.meetingId);
		expect(Object.keys(binary!)).toEqual(['data', 'second']);
	});

	it('goes from the record to the summary in one node', async () => {
		instantly(() => made().forEach((meeting) => sandbox.store.process(meeting)));
		const meetingOutput = { markdown: true, fields: ['summary'] };
		const [{ json }] = await upload({ waitUntilProcessed: true, meetingOutput });
		const [{ meetingId, summary }] = made();
		expect(json).toMatchObject({ meetingId, meeting: { summary: summary.general.content } });
		expect((json.meeting as IDataObject).markdown).toContain('# Overleg\n');
	});

	it.each([
		[{ binaryPropertyName: 'nothing' }, /binary field 'nothing'/],
		[{ binaryPropertyName: 'data, nothing' }, /binary field 'nothing'/],
		[{ title: ' ' }, /^Title is empty/],
		[{ waitUntilProcessed: true, maxWait: '={{ "long" }}' }, /^Max Wait/],
		[
			{ waitUntilProcessed: true, meetingOutput: { markdown: '={{ "perhaps" }}' } },
			/^Markdown: "perhaps"/,
		],
		[{ additionalFields: { extraFields: '[]' } }, /^Custom Fields \(JSON\) is not a JSON object/],
	])('makes nothing where %j is refused', async (parameters, message) => {
		const error = await failureOf(upload(parameters));
		expect(error.message).toMatch(message);
		expect(sent()).toEqual([]);
	});

	const path = '/upload/recordings';
	const taken = { status: 201, json: { data: { recordingId: 'r1' } } };
	const refused = { status: 422, json: { message: 'Too short' } };

	it('names the meeting where something fails after it was made', async () => {
		sandbox.answerNext({ path }, { status: 413 });
		const error = await failureOf(upload());
		const [{ meetingId }] = made();
		expect(error.message).toBe(
			`The meeting with the ID "${meetingId}" is created. The request is too large for Claritalk`,
		);
		expect(error.description).toContain('send a smaller or more strongly compressed one');
		expect(error.description).toContain('set Upload To to Existing Meeting.');
		expect(error).toMatchObject({ httpCode: '413', context: { itemIndex: 0 } });
	});

	it('names it and the files that are stored where a later file or the waiting fails', async () => {
		sandbox.answerNext({ path }, taken);
		sandbox.answerNext({ path }, refused);
		const error = await failureOf(upload({ binaryPropertyName: 'data, second' }));
		expect(error.message).toMatch(
			/^The meeting with the ID ".+" is created\. Already uploaded: a\.mp3\. /,
		);
		expect(error.description).toMatch(
			/take out of Input Binary Field what is uploaded\. .*set Upload To to Existing Meeting\.$/,
		);
		const late = await failureOf(upload({ waitUntilProcessed: true, maxWait: 0.1 }));
		expect(late.message).toMatch(
			/^The meeting with the ID ".+" is created\. The recording is uploaded\. The meeting was not/,
		);
		const { meetingId } = made()[1];
		expect(late.description).toContain(
			`Wait Until Processed, waits on for the meeting with the ID "${meetingId}".`,
		);
		expect(late.description).not.toContain('Existing Meeting');
	});

	it('says where to upload again where the recording itself failed', async () => {
		instantly(() => made().forEach((meeting) => (meeting.status = 'Processing failed')));
		const error = await failureOf(upload({ waitUntilProcessed: true }));
		expect(error.message).toContain('its status is "Processing failed"');
		expect(error.description).toContain('set Upload To to Existing Meeting.');
		expect(error.description).not.toContain('Wait Until Processed');
	});

	const withId = (meetingId: unknown) => ({ data: { meetingId, title: 'Overleg' } });
	it.each([
		undefined,
		null,
		'OK',
		withId('../users'),
		withId('null'),
		withId('a b'),
		withId(true),
		withId({ uuid: 'x' }),
		withId(['x']),
	])('uploads nothing where the answer %j does not say which meeting was made', async (json) => {
		sandbox.answerNext({ path: '/meetings' }, { status: 201, json });
		const error = await failureOf(
			upload({}, { tries: 2, executionId: `${shape} ${JSON.stringify(json)}` }),
		);
		expect(error.message).toMatch(/^The meeting was created, but Claritalk does not say/);
		expect(sent()).toEqual([CREATE]);
	});

	describe('with Retry On Fail', () => {
		const again = { tries: 2, executionId: `again ${shape}` };

		it('makes no second meeting, and uploads no file a second time', async () => {
			sandbox.answerNext({ path }, taken);
			sandbox.answerNext({ path }, refused);
			const items = await upload({ binaryPropertyName: 'data, second' }, again);
			expect(items).toHaveLength(2);
			expect(sent()).toEqual([CREATE, UPLOAD, UPLOAD, UPLOAD]);
			expect(sandbox.store.recordings).toMatchObject([
				{ filename: 'b.mp3', meetingId: made()[0].meetingId },
			]);
			expect(made()).toHaveLength(1);
		});

		it('only waits again where the waiting failed', async () => {
			await failureOf(
				upload({ waitUntilProcessed: true, maxWait: 0.1 }, { ...again, executionId: `w ${shape}` }),
			);
			expect(sent().filter((call) => call.startsWith('POST'))).toEqual([CREATE, UPLOAD]);
		});

		it('makes the meeting where the first try made none', async () => {
			sandbox.answerNext({ path: '/meetings' }, refused);
			await upload({}, { ...again, executionId: `n ${shape}` });
			expect(sent()).toEqual([CREATE, CREATE, UPLOAD]);
			expect(made()).toHaveLength(1);
		});

		it('uploads no file a second time to a meeting that is there, either', async () => {
			sandbox.answerNext({ path }, taken);
			sandbox.answerNext({ path }, refused);
			const [{ meetingId }] = sandbox.store.meetings;
			await upload(
				{
					uploadTo: 'existingMeeting',
					meetingId: byId(meetingId),
					binaryPropertyName: 'data, second',
				},
				{ ...again, executionId: `e ${shape}` },
			);
			expect(sent()).toEqual([UPLOAD, UPLOAD, UPLOAD]);
		});
	});

	describe('external relations', () => {
		const relation = (system: unknown, identifier: unknown, identifierType?: unknown) => ({
			system: byId(system),
			identifier,
			...(identifierType !== undefined && { identifierType: byId(identifierType) }),
		});
		const create = async (additionalFields: object, setup: Setup = {}) =>
			await n8n.execute('claritalk', {
				...setup,
				parameters: {
					resource: 'meeting',
					operation: 'create',
					title: 'Overleg',
					additionalFields,
				} as INodeParameters,
			});
		const sentRelations = () =>
			(sandbox.requests.at(-1)!.body as IDataObject).external_relations as unknown;

		it('are sent under the lower-case name of their system', async () => {
			const relations = [
				relation('Silverfin', '42', 'company'),
				relation(' Fid-Manager ', 7, ''),
				relation('crm', 'C-1', 'client'),
				relation('', ''),
			];
			await create({ externalRelation: { relation: relations } });
			expect(sentRelations()).toEqual({
				silverfin: { external_identifier: '42', external_identifier_type: 'company' },
				'fid-manager': { external_identifier: '7' },
				crm: { external_identifier: 'C-1', external_identifier_type: 'client' },
			});
		});

		it('come from expressions, per item', async () => {
			const relations = [relation('={{ $json.system }}', '={{ $json.id }}', 'company')];
			await create(
				{ externalRelation: { relation: relations } },
				{ items: [{ system: 'AdminPulse', id: 1 }] },
			);
			expect(sentRelations()).toEqual({
				adminpulse: { external_identifier: '1', external_identifier_type: 'company' },
			});
		});

		it('go together with those in JSON, which count where both say something', async () => {
			await create({
				externalRelation: { relation: [relation('Silverfin', '42', 'company')] },
				externalRelations: { silverfin: { external_identifier: '43', firm: 9 }, crm: { id: 1 } },
			});
			expect(sentRelations()).toEqual({
				silverfin: {
					external_identifier: '43',
					external_identifier_type: 'company',
					firm: 9,
				},
				crm: { id: 1 },
			});
		});

		it.each([
			['the form', '={{ $json.relations }}'],
			['its rows', { relation: '={{ $json.relations }}' }],
		])('are refused where one expression stands for %s, which n8n drops', async (_, form) => {
			const items = [{ relations: [{ system: 'Silverfin', identifier: '42' }] }];
			const error = await failureOf(create({ externalRelation: form }, { items }));
			expect(error.message).toBe('External Relation holds no relation');
			expect(error.description).toMatch(/use External Relations \(JSON\)\.$/);
			expect(sandbox.requests).toHaveLength(0);
		});

		it('are sent once where JSON spells the system in another case', async () => {
			await create({
				externalRelation: { relation: [relation('Silverfin', '42', 'company')] },
				externalRelations: { SilverFin: { external_identifier: '43' }, Other: { id: 1 } },
			});
			expect(sentRelations()).toEqual({
				silverfin: { external_identifier: '43', external_identifier_type: 'company' },
				Other: { id: 1 },
			});
		});

		it.each(['__proto__', 'constructor', 'prototype', 'toString'])(
			'know a system named %s by its name',
			async (name) => {
				const json = `{"${name}": {"a": 1}}`;
				await create({
					externalRelation: { relation: [relation(name, '42')] },
					externalRelations: json,
					extraFields: json,
				});
				const key = name.toLowerCase();
				const body = sandbox.requests.at(-1)!.body as IDataObject;
				const [relations, extra] = [body.external_relations, body].map((one) =>
					new Map(Object.entries(one as IDataObject)).get(one === body ? name : key),
				);
				expect(relations).toEqual({ external_identifier: '42', a: 1 });
				expect(extra).toEqual({ a: 1 });
				expect(Object.prototype).not.toHaveProperty('a');
			},
		);

		it('are not sent where there are none', async () => {
			await create({ externalRelation: { relation: [relation('', '', '')] } });
			expect(sandbox.requests.at(-1)!.body).toEqual({ title: 'Overleg' });
		});

		it.each([
			[[['', '42', 'company']], 'External Relation › System is empty'],
			[[['Silverfin', '', 'company']], 'External Relation › Identifier is empty'],
			[
				[
					['Silverfin', '1'],
					['silverfin', '2'],
				],
				'External Relation: "silverfin" is there twice',
			],
		])('%j are refused: %s', async (given, message) => {
			const relations = given.map(([system, identifier, type]) =>
				relation(system, identifier, type),
			);
			const error = await failureOf(create({ externalRelation: { relation: relations } }));
			expect(error.message).toBe(message);
			expect(error.context.itemIndex).toBe(0);
			expect(sandbox.requests).toHaveLength(0);
		});

		it('have suggestions, and any other text', async () => {
			const names = async (method: string, filter?: string) =>
				(await n8n.listSearch('claritalk', method, { filter })).results.map(({ name }) => name);
			expect(await names('suggestSystems')).toEqual([
				'AdminPulse',
				'Brokercloud',
				'Fid-Manager',
				'Silverfin',
			]);
			expect(await names('suggestSystems', 'crm')).toEqual(['crm']);
			expect(await names('suggestIdentifierTypes')).toEqual(['company', 'party', 'relation']);
		});
	});
});
