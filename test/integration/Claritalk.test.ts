import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { endpoints } from '../../nodes/api/endpoints';
import { byId, failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { type Sandbox, SHAPES } from '../sandbox';

let sandbox: Sandbox;
let n8n: Harness;

type Setup = Omit<ExecuteSetup, 'parameters'> & { parameters: object };
const run = async (setup: Setup) =>
	(
		await n8n.execute('claritalk', { ...setup, parameters: setup.parameters as INodeParameters })
	)[0];
const failure = async (setup: Setup) => await failureOf(run(setup));

const get = (meetingId: unknown, extra: object = {}) => ({
	resource: 'meeting',
	operation: 'get',
	meetingId: byId(meetingId),
	...extra,
});
const getMany = (extra: object = {}) => ({ resource: 'meeting', operation: 'getMany', ...extra });
const request = (path: string, extra: object = {}) => ({
	resource: 'api',
	operation: 'request',
	path,
	...extra,
});
const calls = () => sandbox.requests.map(({ method, path }) => `${method} ${path}`);
const meetingIds = (count = 3) =>
	sandbox.store.meetings.slice(0, count).map(({ meetingId }) => meetingId);

/** A meeting as the API answers it, without what wraps it. */
async function rawOf(id: string): Promise<IDataObject> {
	const headers = { authorization: `Bearer ${sandbox.token}` };
	const path = endpoints.meeting.get.path.replace('{meetingId}', id);
	const answer = await fetch(`${sandbox.url}/api${path}`, { headers });
	const { data } = (await answer.json()) as { data: IDataObject };
	return data;
}

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	describe('items', () => {
		it('links every result to its input item, with the parameters of that item', async () => {
			const ids = meetingIds();
			const items = await run({
				parameters: get('={{ $json.id }}'),
				items: ids.map((id) => ({ id })),
			});
			expect(items.map(({ json, pairedItem }) => [json.meetingId, pairedItem])).toEqual(
				ids.map((id, item) => [id, { item }]),
			);
		});

		it('gives one item per row of a list, linked to the item that asked', async () => {
			const items = await run({
				parameters: getMany({ limit: '={{ $json.count }}' }),
				items: [{ count: 2 }, { count: 1 }],
			});
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 0 },
				{ item: 1 },
			]);
		});

		it('stops at the first failed item and names it', async () => {
			const [first, , third] = meetingIds();
			const error = await failure({
				parameters: get('={{ $json.id }}', { options: { concurrency: 1 } }),
				items: [{ id: first }, { id: 'nobody' }, { id: third }],
			});
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.context.itemIndex).toBe(1);
			expect(error.httpCode).toBe('404');
			expect(sandbox.requests).toHaveLength(2);
		});

		it('tries every item under continue on fail, one error item per failed one, in order', async () => {
			const [first, , third] = meetingIds();
			const items = await run({
				parameters: get('={{ $json.id }}'),
				items: [{ id: first }, { id: 'nobody' }, { id: third }, { id: 'a/b' }],
				continueOnFail: true,
			});
			expect(items.map(({ json }) => json.meetingId)).toEqual([first, undefined, third, undefined]);
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2, 3].map((item) => ({ item })),
			);
			expect(items[1].json).toEqual({
				error: expect.stringContaining('Claritalk says: No query results'),
			});
			expect(items[3].json).toEqual({
				error: expect.stringMatching(/^Meeting: "a\/b" is not an ID\./),
			});
		});

		it('gives an error item per item when the credential itself cannot be used', async () => {
			const items = await run({
				parameters: get('x'),
				items: [{}, {}],
				continueOnFail: true,
				credentials: {
					claritalkApi: { ...patOf(sandbox), baseUrl: 'http://claritalk.example.com' },
				},
			});
			expect(items).toHaveLength(2);
			expect(items[1].json.error).toMatch(/Base URL.*https:\/\//);
			expect(sandbox.requests).toHaveLength(0);
		});
	});

	describe('meeting: get', () => {
		it('gives the meeting as the API answers it', async () => {
			const [meeting] = sandbox.store.meetings;
			const [{ json }] = await run({ parameters: get(meeting.meetingId, { simplify: false }) });
			expect(json).toEqual(await rawOf(meeting.meetingId));
			expect(calls()[0]).toBe(`GET /api/meetings/${meeting.meetingId}`);
			expect(sandbox.requests[0].headers).toMatchObject({
				authorization: `Bearer ${sandbox.token}`,
				accept: 'application/json',
			});
		});

		it('simplifies it: the summary as text, without what few read', async () => {
			const [meeting] = sandbox.store.meetings;
			const [{ json }] = await run({ parameters: get(meeting.meetingId) });
			const { title, status, todos, themes, discussionTopics, locale } = meeting;
			const { meetingId, userId, teamId, dossierId } = meeting;
			const isExpected = shape === 'expected';
			const time = isExpected ? meeting.createdAt : '2026-01-05T09:00:00.000000Z';
			const simplified = {
				title,
				status,
				summary: meeting.summary.general.content,
				todos,
				themes,
				discussionTopics,
				createdAt: time,
				updatedAt: time,
				locale,
				summaryQualityFlag: isExpected ? true : 1,
				meetingId,
				userId,
				teamId,
				dossierId,
			};
			expect(json).toEqual(simplified);
			expect(Object.keys(json)).toEqual(Object.keys(simplified));
		});

		it('takes an answer that is not wrapped in data, and one without a summary', async () => {
			sandbox.answerNext({}, { json: { meetingId: 'm', title: 't' } });
			const [{ json }] = await run({ parameters: get('m') });
			expect(json).toEqual({ meetingId: 'm', title: 't' });
		});

		it('takes the ID out of a web address', async () => {
			const [id] = meetingIds();
			const url = (value: string) => ({ __rl: true, mode: 'url', value });
			await run({
				parameters: get('', {
					meetingId: url(`https://app.claritalk.com/meetings/${id}?tab=summary`),
				}),
			});
			expect(calls()).toEqual([`GET /api/meetings/${id}`]);
		});

		it.each([
			['', 'Meeting is empty'],
			['  ', 'Meeting is empty'],
			[undefined, 'Meeting is empty'],
			['a/b', 'Meeting: "a/b" is not an ID'],
			['..', 'Meeting: ".." is not an ID'],
			['..%2f..%2foauth', 'is not an ID'],
			['//evil.example', 'is not an ID'],
			['https://evil.example/x', 'is not an ID'],
			['a\\b', 'is not an ID'],
			['a\u0000', 'is not an ID'],
		])('refuses the ID %j before it sends anything', async (id, text) => {
			const error = await failure({ parameters: get(id), items: [{}] });
			expect(error).toBeInstanceOf(NodeOperationError);
			expect(error.message).toContain(text);
			expect(error.description).toBeTruthy();
			expect(error.context.itemIndex).toBe(0);
			expect(sandbox.requests).toHaveLength(0);
		});
	});

	describe('meeting: get many', () => {
		it('returns 50 by default, in as few calls as it takes', async () => {
			sandbox.store.addMeetings(60);
			expect(await run({ parameters: getMany() })).toHaveLength(50);
			expect(sandbox.requests[0].query).toEqual({ page: '1', per_page: '50' });
			expect(sandbox.requests).toHaveLength({ expected: 1, contrary: 6 }[shape]);
		});

		it('returns all, page by page', async () => {
			sandbox.store.addMeetings(240);
			const items = await run({ parameters: getMany({ returnAll: true }) });
			expect(items.map(({ json }) => json.meetingId)).toEqual(meetingIds(252));
			const pages = { expected: 3, contrary: 27 }[shape];
			expect(sandbox.requests.map(({ query }) => query)).toEqual(
				Array.from({ length: pages }, (_, index) => ({ page: String(index + 1), per_page: '100' })),
			);
		});

		it.each([1, 100, 101, 250])('stops at a limit of %i', async (limit) => {
			sandbox.store.addMeetings(240);
			const items = await run({ parameters: getMany({ limit }) });
			expect(items.map(({ json }) => json.meetingId)).toEqual(meetingIds(limit));
			const most = { expected: Math.ceil(limit / 100), contrary: Math.ceil(limit / 10) + 1 }[shape];
			expect(sandbox.requests.length).toBeLessThanOrEqual(most);
		});

		it('keeps its filters on every page, also where the links forget them', async () => {
			sandbox.store.addMeetings(240);
			const { userId } = sandbox.store.meetings[0];
			const filters = { userId: byId(userId) };
			const items = await run({ parameters: getMany({ returnAll: true, filters }) });
			expect(items).toHaveLength(84);
			expect(items.every(({ json }) => json.userId === userId)).toBe(true);
		});

		it('gives a row once that moved to the next page in between', async () => {
			const row = (id: number) => ({ id, title: `t${id}` });
			const page = (rows: object[], next: number | null) => ({
				json: { data: rows, links: { next: next && `${sandbox.url}/?page=${next}` } },
			});
			sandbox.answerNext({}, page([row(1), row(2)], 2));
			sandbox.answerNext({}, page([row(2), row(3)], null));
			const items = await run({ parameters: getMany({ returnAll: true }) });
			expect(items.map(({ json }) => json.title)).toEqual(['t1', 't2', 't3']);
		});

		it('does not follow a page that names itself as the next one', async () => {
			const itself = { json: { data: [{ id: 1 }], links: { next: `${sandbox.url}/?page=1` } } };
			sandbox.answerNext({ times: 5 }, itself);
			expect(await run({ parameters: getMany({ returnAll: true }) })).toHaveLength(1);
			expect(sandbox.requests.length).toBeLessThanOrEqual(2);
		});

		it('keeps rows without an ID', async () => {
			sandbox.answerNext({}, { json: { data: [{ a: 1 }, { a: 1 }], links: { next: null } } });
			expect(await run({ parameters: getMany() })).toHaveLength(2);
		});

		it('simplifies each row, or leaves it as it is', async () => {
			const [meeting] = sandbox.store.meetings;
			const [simple] = await run({ parameters: getMany({ limit: 1 }) });
			expect(simple.json.summary).toBe(meeting.summary.general.content);
			const [raw] = await run({ parameters: getMany({ limit: 1, simplify: false }) });
			expect(raw.json).toEqual({
				...(await rawOf(meeting.meetingId)),
				...(shape === 'contrary' && { status: 'done' }),
			});
		});

		it('sends the filters that were set, and Custom Query last', async () => {
			const [{ teamId, userId, dossierId }] = sandbox.store.meetings;
			await run({
				parameters: getMany({
					filters: {
						status: byId('Meeting processed'),
						from: '2026-01-01T00:00:00Z',
						to: '={{ DateTime.fromISO("2026-12-31T00:00:00Z", { zone: "utc" }) }}',
						search: ' jaar ',
						userId: byId(userId),
						teamId: byId(teamId),
						dossierId: byId(dossierId),
						extraQuery: '{"sort": "-createdAt", "search": "replaced"}',
					},
				}),
			});
			expect(sandbox.requests[0].query).toEqual({
				page: '1',
				per_page: '50',
				status: 'Meeting processed',
				from: '2026-01-01T00:00:00Z',
				to: expect.stringMatching(/^2026-12-31T00:00:00(\.000)?Z$/),
				search: 'replaced',
				user_id: userId,
				team_id: teamId,
				dossier_id: dossierId,
				sort: '-createdAt',
			});
		});

		it('leaves out filters that were added and not filled in', async () => {
			const filters = { search: '', status: byId(''), userId: byId(''), extraQuery: '{}' };
			await run({ parameters: getMany({ filters }) });
			expect(sandbox.requests[0].query).toEqual({ page: '1', per_page: '50' });
		});

		it.each([
			[{ limit: 0 }, 'Limit: "0" is not a number of results'],
			[{ limit: '={{ null }}' }, 'Limit is empty'],
			[{ limit: '={{ "many" }}' }, 'Limit: "many" is not a number of results'],
			[{ filters: { from: 'yesterday-ish' } }, 'Created After: "yesterday-ish" is not a date'],
			[{ filters: { userId: byId('a/b') } }, 'User: "a/b" is not an ID'],
			[{ filters: { extraQuery: '[1]' } }, 'Custom Query (JSON) is not a JSON object'],
			[{ filters: { search: '={{ [1] }}' } }, 'Search is a list or an object, not a text'],
		])('refuses %j', async (extra, text) => {
			const error = await failure({ parameters: getMany(extra) });
			expect(error.message).toBe(text);
			expect(sandbox.requests).toHaveLength(0);
		});
	});
});

describe('a list that says nothing of pages', () => {
	useClaritalk((world) => ({ sandbox, n8n } = world));

	it.each([
		['data', false, 4],
		['data', true, 2],
		['array', false, 4],
		['array', true, 2],
	] as const)(
		'returns all of a list shaped as %s (the whole one on each page: %s)',
		async (shape, ignorePaging, requests) => {
			sandbox.store.addMeetings(240);
			sandbox.listShape = shape;
			sandbox.ignorePaging = ignorePaging;
			const items = await run({ parameters: getMany({ returnAll: true }) });
			expect(items.map(({ json }) => json.meetingId)).toEqual(meetingIds(252));
			expect(sandbox.requests).toHaveLength(requests);
		},
	);
});

describe('whatever the shape', () => {
	useClaritalk((world) => ({ sandbox, n8n } = world));

	describe('api: request', () => {
		it.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('sends %s', async (method) => {
			sandbox.answerNext({}, { json: { id: 1 } });
			const [{ json }] = await run({
				parameters: request('/any/thing', {
					method,
					queryParameters: '{"a": "1", "b": ["x", "y"]}',
					...(method !== 'GET' && { body: '{"c": {"d": 2}}' }),
				}),
			});
			expect(json).toEqual({ id: 1 });
			expect(sandbox.requests[0]).toMatchObject({ method, path: '/api/any/thing' });
			expect(decodeURIComponent(sandbox.requests[0].url)).toContain('a=1&b[0]=x&b[1]=y');
			expect(sandbox.requests[0].body).toEqual(method === 'GET' ? undefined : { c: { d: 2 } });
		});

		it('takes objects and expressions that differ per item', async () => {
			sandbox.answerNext({ times: 2 }, { json: {} });
			await run({
				parameters: request('=/things/{{ $json.id }}', {
					method: 'POST',
					body: '={{ { name: $json.name } }}',
					queryParameters: { fixed: 'yes' },
				}),
				items: [
					{ id: 1, name: 'one' },
					{ id: 2, name: 'two' },
				],
			});
			expect(sandbox.requests.map(({ path, query, body }) => [path, query, body])).toEqual([
				['/api/things/1', { fixed: 'yes' }, { name: 'one' }],
				['/api/things/2', { fixed: 'yes' }, { name: 'two' }],
			]);
		});

		it('sends a JSON list as it is', async () => {
			sandbox.answerNext({}, { json: {} });
			await run({ parameters: request('/x', { method: 'POST', body: '[{"a": 1}]' }) });
			expect(sandbox.requests[0].body).toEqual([{ a: 1 }]);
		});

		it('keeps a query that stands in the path', async () => {
			sandbox.answerNext({}, { json: {} });
			await run({ parameters: request('/meetings?page=2', { queryParameters: '{"x": "1"}' }) });
			expect(sandbox.requests[0].query).toEqual({ page: '2', x: '1' });
		});

		it.each([
			[{ json: [{ a: 1 }, 2] }, [{ a: 1 }, { data: 2 }]],
			[{ json: [] }, []],
			[{ json: { data: [1] } }, [{ data: [1] }]],
			[{ json: true }, [{ data: true }]],
			[{ status: 204 }, [{ success: true }]],
		])('turns the answer %j into items', async (reply, items) => {
			sandbox.answerNext({}, reply);
			const output = await run({ parameters: request('/x') });
			expect(output.map(({ json }) => json)).toEqual(items);
		});

		it.each(['any/thing', '/api/any/thing', 'ORIGIN/api/any/thing'])(
			'takes what people paste: %s',
			async (given) => {
				sandbox.answerNext({}, { json: { id: 1 } });
				await run({ parameters: request(given.replace('ORIGIN', sandbox.url)) });
				expect(sandbox.requests.map(({ path }) => path)).toEqual(['/api/any/thing']);
			},
		);

		it.each([
			'',
			'//evil.example/x',
			'https://evil.example/x',
			'/../oauth/token',
			'/meetings/%2e%2e/%2e%2e/oauth',
			'/meetings%2f..',
			'/meetings\\x',
			'/meet\u0007ings',
			'/api/api/meetings',
		])('refuses the path %j', async (path) => {
			const error = await failure({ parameters: request(path) });
			expect(error).toBeInstanceOf(NodeOperationError);
			expect(error.message).toMatch(/^Path: "/);
			expect(error.description).toContain('Enter a path below /api');
			expect(sandbox.requests).toHaveLength(0);
		});

		it.each([
			[{ queryParameters: '{"a"' }, 'Query Parameters (JSON) is not a JSON object'],
			[{ method: 'POST', body: '[' }, 'Body (JSON) is neither'],
		])('refuses %j', async (extra, text) => {
			expect((await failure({ parameters: request('/x', extra) })).message).toContain(text);
			expect(sandbox.requests).toHaveLength(0);
		});
	});

	describe('what goes wrong on the way', () => {
		it.each([
			['/elsewhere?code=secret', /\/elsewhere, which/],
			[
				'https://user:pw@evil.example/login?token=secret#x',
				/https:\/\/evil\.example\/login, which/,
			],
			['http://[', /an unreadable address, which/],
		])('follows no redirect to %s', async (location, named) => {
			sandbox.answerNext({}, { status: 302, headers: { location } });
			const error = await failure({ parameters: get('m') });
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.message).toMatch(named);
			expect(JSON.stringify([error.message, error.description])).not.toMatch(/secret|pw@/);
			expect(error.httpCode).toBe('302');
			expect(sandbox.requests).toHaveLength(1);
		});

		it.each([get('m'), getMany(), request('/x')])(
			'takes no web page for an answer: %j',
			async (parameters) => {
				sandbox.answerNext(
					{},
					{ headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Log in' },
				);
				const error = await failure({ parameters });
				expect(error.message).toContain('a web page');
				expect(error.description).toContain('Base URL');
			},
		);

		it('says that a host cannot be reached, and which', async () => {
			const credentials = { claritalkApi: { ...patOf(sandbox), baseUrl: 'http://127.0.0.1:9' } };
			const error = await failure({ parameters: get('m'), credentials });
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error.message).toBe('Claritalk could not be reached at http://127.0.0.1:9');
			expect(error.description).toContain('(ECONNREFUSED)');
			expect(error.context.itemIndex).toBe(0);
		});

		it('says that the connection was closed', async () => {
			sandbox.answerNext({ times: 3 }, { drop: true });
			const error = await failure({ parameters: get('m') });
			expect(error.message).toContain('could not be reached');
			expect(error.description).toContain('closed before an answer came');
		});

		it.each([
			'http://claritalk.example.com',
			'https://claritalk.example.com/api',
			'https://u:p@claritalk.example.com',
		])('sends nothing to the Base URL %s', async (baseUrl) => {
			const credentials = { claritalkApi: { ...patOf(sandbox), baseUrl } };
			const error = await failure({ parameters: get('m'), credentials });
			expect(error).toBeInstanceOf(NodeOperationError);
			expect(error.message).toContain('The Base URL in the Claritalk credential cannot be used');
			expect(error.message).toContain('https:// unless');
			expect(error.context.itemIndex).toBe(0);
		});

		it('shows no secret, even where the API echoes it', async () => {
			const echo = `You sent ${sandbox.token} and Bearer ${sandbox.token}`;
			sandbox.answerNext({}, { status: 422, json: { message: echo, errors: { token: [echo] } } });
			const error = await failure({ parameters: get('m') });
			expect(error.description).toContain('[hidden]');
			const everything = JSON.stringify(error) + error.message + error.description + error.stack;
			expect(everything).not.toContain(sandbox.token);
		});

		it('refuses a wrong token in words', async () => {
			const credentials = { claritalkApi: patOf(sandbox, 'wrong-token-1234') };
			const error = await failure({ parameters: get('m'), credentials });
			expect(error).toMatchObject({
				httpCode: '401',
				message: 'Claritalk refused the access token',
			});
			expect(error.description).toContain('Claritalk says: Unauthenticated.');
			expect(JSON.stringify(error)).not.toContain('wrong-token-1234');
		});

		it('refuses an operation that it does not have, such as the one n8n adds', async () => {
			const error = await failure({
				parameters: { resource: 'meeting', operation: '__CUSTOM_API_CALL__' },
			});
			expect(error.message).toBe('This node has no operation "__CUSTOM_API_CALL__" for "meeting"');
			expect(error.description).toContain('operation Request');
		});
	});

	describe('the errors of the API', () => {
		const validation: IDataObject = {
			message: 'The title field is required. (and 1 more error)',
			errors: { title: ['The title field is required.'], locale: ['Too long.', 'Not known.'] },
		};

		it.each<[number, unknown, string, RegExp]>([
			[400, { message: 'Bad' }, 'Bad', /Check the values/],
			[401, { message: 'Unauthenticated.' }, 'Unauthenticated.', /credential of this node/],
			[403, { message: 'No.' }, 'No.', /credential|right/],
			[404, { message: 'No query results' }, 'No query results', /"m"/],
			[409, { message: 'Active' }, 'Active', /state/],
			[422, validation, 'The title field is required.', /Too long\. *.*Not known\./],
			[422, { error: 'integration', error_description: 'The ERP said no' }, 'integration', /ERP/],
			[429, { message: 'Too Many Attempts.' }, 'Too Many Attempts.', /Max Retry Wait/],
			[500, { message: 'Server Error' }, 'Server Error', /Try again later/],
			[503, { message: 'Down' }, 'Down', /Try again later/],
		])('explains %i %j', async (status, json, says, cure) => {
			sandbox.answerNext({ times: 100 }, { status, json });
			const error = await failure({ parameters: get('m') });
			expect(error).toBeInstanceOf(NodeApiError);
			expect(error).toMatchObject({ httpCode: String(status), context: { itemIndex: 0 } });
			expect(error.description).toContain(`Claritalk says: ${says}`);
			expect(`${error.message} ${error.description}`).toMatch(cure);
			// The desktop client has to do with recordings only.
			expect(error.description).not.toContain('Claritalk Connect');
		});

		it.each([502, 418])('explains %i without a body', async (status) => {
			sandbox.answerNext({ times: 100 }, { status });
			const error = await failure({ parameters: get('m') });
			expect(error.httpCode).toBe(String(status));
			expect(error.message).toContain(String(status));
			expect(error.description).not.toContain('Claritalk says');
		});

		it('says of a path the user wrote only that it is not known', async () => {
			const error = await failure({ parameters: request('/nowhere') });
			expect(error.message).toBe('Claritalk does not know this address');
			expect(error.description).toContain(
				'Claritalk says: The route api/nowhere could not be found.',
			);
			expect(error.description).toContain('Check the path.');
		});

		it('leaves a web page out of its text, and shortens a long one', async () => {
			sandbox.answerNext(
				{ times: 3 },
				{ status: 500, body: '<html><body>stack trace</body></html>' },
			);
			expect((await failure({ parameters: get('m') })).description).not.toContain('stack');
			sandbox.answerNext({ times: 3 }, { status: 500, json: { message: 'long '.repeat(1_000) } });
			expect((await failure({ parameters: get('m') })).description!.length).toBeLessThan(800);
		});
	});
});
