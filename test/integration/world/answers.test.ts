/** Answers that succeed, fail or hold what was asked for in other ways than the documented ones. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { byId } from '../../harness/claritalk';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const WRITES: Array<[string, object]> = [
	['meeting.create', { title: 'Board' }],
	['user.invite', { email: 'an@x.example' }],
	['user.create', { email: 'an@x.example' }],
	['user.update', { userId: byId('u1'), updateFields: { firstName: 'An' } }],
	['organisation.create', { name: 'Peeters' }],
	['recording.start', { meetingId: byId('m1') }],
	['recording.stop', { meetingId: byId('m1') }],
	['recording.upload', { meetingId: byId('m1') }],
	['webhook.register', { webhookUrl: 'https://n8n.example/webhook/x' }],
];

/** An input item with a recording. */
const withFile = async (json: IDataObject = {}) => ({
	json,
	binary: { data: await api.n8n.storeBinary('recording', 'a.mp3', 'audio/mpeg') },
});
const write = async (operation: string, parameters: object) =>
	await api.json(operation, parameters, { items: [await withFile()] });
const getMeeting = { meetingId: byId('m1'), simplify: false };
const readOne = async () => await api.json('meeting.get', getMeeting);

describe.each(WRITES)('%s', (operation, parameters) => {
	it('has succeeded where it is answered by [], and is not sent again', async () => {
		api.answer({ json: [] });
		expect(await write(operation, parameters)).toEqual([{ success: true }]);
		expect(api.requests.filter(({ method }) => method !== 'GET')).toHaveLength(1);
	});

	if (operation !== 'webhook.register') {
		it('has failed where its answer says so', async () => {
			api.answer({ json: { success: false, message: 'No seats left' } });
			const error = await api.failure(operation, parameters, { items: [await withFile()] });
			expect(error.description).toContain('Claritalk says: No seats left');
		});
	}
});

describe('a write', () => {
	const DONE: Array<[string, Reply, object?]> = [
		['true', { json: true }],
		['null', { json: null }],
		['OK as text', { text: 'OK' }, { message: 'OK' }],
		// Not in the list of what was seen:
		['nothing', { status: 200 }],
		['204', { status: 204 }],
		['{}', { json: {} }],
		['1', { json: 1 }],
		['null in data', { json: { data: null } }],
		['an empty list in data', { json: { success: true, data: [] } }],
		['202 without a body', { status: 202, text: '' }],
		['OK as JSON', { json: 'OK' }, { message: 'OK' }],
		['no error, as PHP counts', { json: { error: 0, message: 'Sent' } }, { message: 'Sent' }],
		['"none" as its error', { json: { error: 'none', message: 'Sent' } }, { message: 'Sent' }],
		[
			'the error of code 0',
			{ json: { error: { code: 0, message: '' }, message: 'Sent' } },
			{ message: 'Sent' },
		],
		[
			'OK as a text that says it is a page',
			{ text: 'OK', headers: { 'content-type': 'text/html' } },
			{ message: 'OK' },
		],
	];
	it.each(DONE)('has succeeded where it is answered by %s', async (_, reply, more = {}) => {
		api.answer(reply);
		expect(await write('user.invite', { email: 'an@x.example' })).toEqual([
			{ success: true, ...more },
		]);
	});

	it.each([
		[{ id: 5 }, { id: 5 }],
		[{ data: { id: 5 }, message: 'Sent' }, { id: 5 }],
		[
			{ data: [1], id: 5 },
			{ data: [1], id: 5 },
		],
	])('answered by %j gives what it holds', async (json, held) => {
		api.answer({ json });
		expect(await write('user.invite', { email: 'an@x.example' })).toEqual([held]);
	});

	// Not in the list of what was seen:
	it.each([
		{ status: 'error', message: 'No seats left' },
		{ success: false, errors: { seats: ['No seats left'] } },
		{ success: false, error: 'No seats left' },
		{ success: 'FALSE', message: 'No seats left' },
		{ isSuccess: false, message: 'No seats left' },
		{ status: false, message: 'No seats left' },
		{ result: false, message: 'No seats left' },
		{ type: 'error', message: 'No seats left' },
		{ code: 422, message: 'No seats left' },
		{ errorCode: 17, errorMessage: 'No seats left' },
		{ status: 'fail', data: { seats: 'No seats left' } },
	])('has failed where it is answered by %j', async (json) => {
		api.answer({ json });
		const error = await api.failure('meeting.create', { title: 'Board' });
		expect(error.message).toContain('refused the request, though with the HTTP status 200');
		expect(error.description).toMatch(/Claritalk says: .*No seats left/);
	});

	it.each([
		{ id: 5, status: 'failed' },
		{ id: 5, status: false },
		{ id: 5, result: false },
		{ id: 5, error_message: 'of the recording' },
	])('has not failed where what it made says so of itself: %j', async (json) => {
		api.answer({ json });
		expect(await write('user.invite', { email: 'an@x.example' })).toEqual([json]);
	});
});

it.each<[string, Reply, object]>([
	[
		'a web page',
		{ text: '<!doctype html><p>Saved', headers: { 'content-type': 'text/html' } },
		{ success: true },
	],
	['a text', { text: 'saved' }, { success: true, message: 'saved' }],
	[
		'broken JSON',
		{ text: '{"saved', headers: { 'content-type': 'application/json' } },
		{ success: true, message: '{"saved' },
	],
	['a list', { json: [{ id: 1 }] }, { id: 1 }],
	['a refusal', { json: { success: false } }, { success: true }],
])('a registration succeeds whatever stands in the body: %s', async (_, reply, expected) => {
	api.answer(reply);
	const parameters = { webhookUrl: 'https://n8n.example/webhook/x' };
	expect(await api.json('webhook.register', parameters)).toEqual([expected]);
});

it.each<[Reply]>([
	[{ json: [] }],
	[{ text: 'OK' }],
	[{ json: true }],
	[{ json: null }],
	[{ status: 204 }],
	// Not in the list of what was seen:
	[{ json: { message: 'User deleted' } }],
	[{ json: { user_id: 'u1' } }],
	[{ json: 'deleted' }],
	[{ json: { deleted: true } }],
	[{ json: { data: { deleted: 1 } } }],
	[{ json: { deleted: null } }],
	[{ json: { id: 'u1', deleted_at: '2026-03-01' } }],
])('a user is deleted where the answer is %j', async (reply) => {
	api.answer(reply);
	expect(await api.json('user.delete', { userId: byId('u1') })).toEqual([{ deleted: true }]);
});

it.each<[unknown, RegExp]>([
	[{ deleted: false, message: 'Last admin' }, /Claritalk says: Last admin/],
	[{ success: true, data: { deleted: false, message: 'Last admin' } }, /says: .*Last admin/],
	[{ success: true, data: { deleted: false } }, /./],
	[{ data: false }, /./],
	[{ user: { is_deleted: 0 } }, /./],
	[{ deleted: 'No' }, /./],
	[false, /./],
	[0, /./],
])('a user is not deleted where the answer is %j', async (json, description) => {
	api.answer({ json });
	const error = await api.failure('user.delete', { userId: byId('u1') });
	expect(error.message).toContain('refused the request, though with the HTTP status 200');
	expect(error.description).toMatch(description);
	expect(api.calls).toEqual(['DELETE /users/u1']);
});

it('what was written may say that it is not deleted', async () => {
	api.answer({ json: { id: 'u1', deleted: false } });
	const parameters = { userId: byId('u1'), updateFields: { firstName: 'An' } };
	expect(await api.json('user.update', parameters)).toEqual([{ id: 'u1', deleted: false }]);
});

describe('a meeting', () => {
	const MEETING = { meeting_id: 'm1', title: 'Board', locale: 'nl' };

	it.each([
		[{ success: false, message: 'No such meeting' }],
		// Not in the list of what was seen:
		[{ data: null, message: 'No such meeting' }],
		[{ status: 'error', message: 'No such meeting' }],
		[{ success: false, error: { message: 'No such meeting' } }],
		[{ success: false, data: [], message: ['No such meeting'] }],
	])('that is not in %j is an error with these words', async (json) => {
		api.answer({ json });
		const error = await api.failure('meeting.get', getMeeting);
		expect(error.description).toContain('Claritalk says: No such meeting');
	});

	it.each<[Reply, string]>([
		[{ json: { data: null } }, 'a JSON object'],
		[{ json: { data: [] } }, 'a JSON object'],
		// Not in the list of what was seen:
		[{ json: [] }, 'an empty list'],
		[{ json: [1] }, 'a list'],
		[{ json: {} }, 'a JSON object'],
		[{ json: { data: {} } }, 'a JSON object'],
		[{ json: { success: true, data: null } }, 'a JSON object'],
		[{ json: 7 }, 'the JSON type number'],
		[{ json: null }, 'an empty body'],
		[{ text: '' }, 'an empty body'],
		[{ status: 204 }, 'an empty body'],
	])('that is not in %j is an error', async (reply, kind) => {
		api.answer(reply);
		expect((await api.failure('meeting.get', getMeeting)).message).toBe(
			`Claritalk answered with ${kind} where one meeting was expected`,
		);
	});

	it.each([
		[[MEETING]],
		[{ data: [MEETING] }],
		// Not in the list of what was seen:
		[{ meeting: MEETING }],
		[{ data: { meeting: MEETING } }],
		[{ success: true, data: MEETING }],
		[{ status: 'success', message: 'OK', data: MEETING, meta: {}, links: {} }],
		[{ success: true, data: { data: MEETING } }],
		[{ data: [MEETING], meta: { current_page: 1, last_page: 1 } }],
		[{ meetings: [MEETING] }],
		[{ data: { '3': MEETING } }],
		[{ result: MEETING }],
		[{ response: { meeting: MEETING } }],
		[{ Meeting: MEETING }],
		[{ conversation: MEETING }],
		[{ data: MEETING, jsonapi: { version: '1.0' }, included: [] }],
		[{ error: 0, message: 'OK', data: MEETING }],
		[{ data: MEETING, request_id: 'r' }],
		[{ success: true, data: { meeting: MEETING }, timestamp: '2026-03-01T10:00:00Z' }],
		[{ Status_Code: 200, Data: MEETING, 'X-Request-Id': 'r', took: 3, api_version: '1' }],
		[{ data: [MEETING], traceId: 't', warnings: [] }],
		[{ items: [MEETING] }],
		[{ data: { items: [MEETING], total: 1 } }],
		[
			{
				current_page: 1,
				data: [MEETING],
				from: 1,
				last_page: 1,
				path: '/x',
				per_page: 15,
				total: 1,
			},
		],
	])('is found in %j', async (json) => {
		api.answer({ json });
		expect(await readOne()).toEqual([MEETING]);
	});

	it.each([
		[[MEETING, MEETING]],
		[{ data: [MEETING, { ...MEETING, meeting_id: 'm2' }] }],
		// Not in the list of what was seen:
		[{ current_page: 1, data: [MEETING, MEETING], last_page: 1, per_page: 15, total: 2 }],
		[{ data: { items: [MEETING, MEETING], total: 2 } }],
		[{ meetings: [MEETING, MEETING] }],
	])('is not one of several: %j', async (json) => {
		api.answer({ json });
		expect((await api.failure('meeting.get', getMeeting)).message).toContain(
			'where one meeting was expected',
		);
	});

	it.each([
		[{ ...MEETING, data: { speakers: 2 } }],
		// Not in the list of what was seen:
		[{ ...MEETING, data: [] }],
		[{ ...MEETING, data: null }],
		[{ ...MEETING, data: [{ id: 'x' }], meta: {} }],
		[{ ...MEETING, success: true, message: 'said in the meeting' }],
		[{ ...MEETING, meeting: { id: 'm0', title: 'the one before' } }],
		[{ ...MEETING, items: [{ id: 'i1' }], error: null }],
		[{ data: MEETING, speakers: 2 }],
		[{ data: MEETING, speakers: 2, timestamp: '2026-03-01T10:00:00Z' }],
		[{ data: 'x', version: 2 }],
		[{ ...MEETING, data: { ...MEETING, meeting_id: 'm0' }, timestamp: 'now', type: 'board' }],
		[{ data: MEETING, from: 'An', to: 'Bo' }],
		[{ ...MEETING, result: { id: 'r1' }, total: 1 }],
	])('keeps fields of its own that look like an envelope: %j', async (json) => {
		api.answer({ json });
		expect(await readOne()).toEqual([json]);
	});

	it.each<[string, Reply]>([
		[
			'that says it is a page',
			{ text: JSON.stringify(MEETING), headers: { 'content-type': 'text/html' } },
		],
		['without a type', { text: JSON.stringify(MEETING), headers: { 'content-type': '' } }],
		[
			'of HAL',
			{ text: JSON.stringify(MEETING), headers: { 'content-type': 'application/hal+json' } },
		],
		[
			'after a byte order mark',
			{
				text: `\uFEFF${JSON.stringify({ data: MEETING })}`,
				headers: { 'content-type': 'application/json' },
			},
		],
	])('is read from JSON %s', async (_, reply) => {
		api.answer(reply);
		expect(await readOne()).toEqual([MEETING]);
	});
});

describe('a user whose deletion', () => {
	const remove = { userId: byId('u1') };
	const gone: Reply = { status: 404, json: { message: 'No query results for model [User].' } };

	it.each<[Reply]>([
		[{ status: 502 }],
		// Not in the list of what was seen:
		[{ drop: true }],
		[{ status: 504 }],
		[{ status: 524, text: 'A timeout occurred' }],
	])('was answered by %j, and 404 after that, is gone', async (lost) => {
		api.answerInTurn(lost, gone);
		expect(await api.json('user.delete', remove)).toEqual([{ deleted: true }]);
		expect(api.calls).toEqual(['DELETE /users/u1', 'DELETE /users/u1']);
	});

	it('was lost, and 410 after that, is gone', async () => {
		api.answerInTurn({ status: 502 }, { status: 410, json: { message: 'Gone' } });
		expect(await api.json('user.delete', remove)).toEqual([{ deleted: true }]);
	});

	it.each<[string, Reply[]]>([
		['was answered by 404 at once', [gone]],
		['was refused for the rate limit, and then answered by 404', [{ status: 429 }, gone]],
	])('%s was not there', async (_, replies) => {
		api.answerInTurn(...replies);
		expect((await api.failure('user.delete', remove)).httpCode).toBe('404');
	});
});

describe('API Request', () => {
	it.each<[Reply, object]>([
		[{ json: [] }, { success: true }],
		[{ text: 'OK' }, { success: true, message: 'OK' }],
		[{ status: 204 }, { success: true }],
		[{ json: null }, { success: true }],
		[{ json: true }, { success: true }],
	])('takes %j for a success of a write', async (reply, expected) => {
		api.answer(reply);
		const parameters = { method: 'POST', path: '/any', body: '{}' } as INodeParameters;
		expect(await api.json('api.request', parameters)).toEqual([expected]);
		expect(api.requests).toHaveLength(1);
	});

	it.each<[string, Reply, object[]]>([
		['POST', { json: [{ id: 1 }, { id: 2 }] }, [{ id: 1 }, { id: 2 }]],
		['POST', { json: { data: { id: 1 }, message: 'OK' } }, [{ data: { id: 1 }, message: 'OK' }]],
		['POST', { json: false }, [{ data: false }]],
		['GET', { json: true }, [{ data: true }]],
		['GET', { json: [] }, []],
		['GET', { text: ' \n' }, [{ success: true }]],
	])('with %s gives what is in %j', async (method, reply, expected) => {
		api.answer(reply);
		expect(await api.json('api.request', { method, path: '/any' })).toEqual(expected);
	});

	it.each(['GET', 'POST'])('with %s takes a web page for no answer', async (method) => {
		api.answer({ text: '<!doctype html>', headers: { 'content-type': 'text/html' } });
		const { message } = await api.failure('api.request', { method, path: '/any' });
		expect(message).toBe('Claritalk answered with a web page where JSON was expected');
	});

	it('says what to do where a read is answered by a text', async () => {
		api.answer({ text: 'Nothing here' });
		const error = await api.failure('api.request', { path: '/any' });
		expect(error.message).toBe('Claritalk did not give JSON');
		expect(error.description).toMatch(/^This operation takes answers in JSON only: check the path/);
	});
});

describe('a write that was carried out', () => {
	it.each<[string, Reply]>([
		['in XML', { text: '<?xml version="1.0"?><ok/>', headers: { 'content-type': 'text/xml' } }],
		['by a record with a status of its own', { json: { id: 'm1', status: 500, title: 'Board' } }],
	])('is none that failed where it is answered %s', async (_, reply) => {
		api.answer(reply);
		expect(await write('meeting.create', { title: 'Board' })).toHaveLength(1);
		expect(api.calls).toEqual(['POST /meetings']);
	});

	it.each([
		['https://claritalk.example/api/meetings/m9', { success: true, meetingId: 'm9' }],
		['/api/meetings/m9/?lang=nl', { success: true, meetingId: 'm9' }],
		['/api/meetings', { success: true }],
		['/api/meetings/m9/files/f1', { success: true }],
		['/api/jobs/j1', { success: true }],
	])('gives the ID that only its Location says: %s', async (location, expected) => {
		api.answer({ status: 201, headers: { location } });
		expect(await write('meeting.create', { title: 'Board' })).toEqual([expected]);
	});

	it.each<[Reply, object]>([
		[{ status: 201, json: { id: 'm1' } }, { id: 'm1' }],
		[{ status: 202, json: {} }, { success: true }],
	])('has no other ID than its answer says: %j', async (reply, expected) => {
		api.answer({ ...reply, headers: { location: '/api/meetings/m9' } });
		const create = { title: 'Board', simplify: false };
		expect(await write('meeting.create', create)).toEqual([expected]);
	});

	it('is gone on with by the ID in its Location', async () => {
		api.answer(({ path }) =>
			path === '/meetings'
				? { status: 201, headers: { location: '/api/meetings/m9' } }
				: { json: { id: 'r1' } },
		);
		const upload = { uploadTo: 'newMeeting', title: 'Board' };
		expect(await write('recording.upload', upload)).toMatchObject([{ meetingId: 'm9' }]);
	});

	it('has failed where a page in XML says so', async () => {
		api.answer({ text: '<?xml version="1.0"?><!DOCTYPE html><html><body>Login</body></html>' });
		const { message } = await api.failure('meeting.create', { title: 'Board' });
		expect(message).toBe('Claritalk answered with a web page where JSON was expected');
	});
});

it.each(['-5', 'soon', 'in a while'])(
	'quotes no time to come back that is none: %s',
	async (told) => {
		api.answer({ status: 503, headers: { 'retry-after': told }, json: { message: 'Down' } });
		const { description } = await api.failure('meeting.create', { title: 'Board' });
		expect(description).not.toContain('come back');
	},
);
