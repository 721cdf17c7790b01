import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { table as knownTable } from '../../../nodes/api/table';
import { adopt, shownField } from '../../../scripts/apiAdopt/adopted';
import { readResourceIndex, resourceIndexFile } from '../../../scripts/apiAdopt/indexFiles';
import { readMaps } from '../../../scripts/apiAdopt/maps';
import { matchFields, matchRows, rowsOf } from '../../../scripts/apiAdopt/matching';
import { spokenWords } from '../../../scripts/apiAdopt/naming';
import { operationFile } from '../../../scripts/apiAdopt/operationFile';
import { documentRows } from '../../../scripts/apiAdopt/rowNames';
import { safeExample, withoutSecrets } from '../../../scripts/apiAdopt/secrets';
import { tableFile } from '../../../scripts/apiAdopt/tableFile';
import { describe as describeField } from '../../../scripts/apiAdopt/texts';
import { readCollection } from '../../../scripts/collection/read';
import { table } from '../../harness/guessedTable';

const ROOT = join(__dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Call {
	name?: string;
	folder?: string;
	method?: string;
	url: unknown;
	json?: object;
	description?: string;
	answer?: unknown;
	body?: object;
}

const readCalls = (...calls: Call[]) =>
	readCollection({
		item: calls.map(({ name = 'It', folder, method = 'GET', answer, json, ...request }) => {
			const body = json && { mode: 'raw', raw: JSON.stringify(json) };
			const item = {
				name,
				request: { method, ...(body && { body }), ...request },
				...(answer !== undefined && {
					response: [{ code: 200, body: JSON.stringify(answer) }],
				}),
			};
			return folder ? { name: folder, item: [item] } : item;
		}),
	}).requests;
const adoptAll = (...calls: Call[]) => {
	const requests = readCalls(...calls);
	const taken = new Set<string>();
	return requests.map((request) => {
		const made = adopt(request, table, spokenWords(requests), undefined, (resource, operation) =>
			taken.has(`${resource}.${operation}`),
		);
		taken.add(`${made.resource.value}.${made.operation.value}`);
		return made;
	});
};
const namesOf = (...calls: Call[]) =>
	adoptAll(...calls).map(({ resource, operation }) => `${resource.value}.${operation.value}`);
const matched = (calls: Call[], maps: string[] = []) => {
	const read = readMaps(maps);
	const { matches, questions } = matchRows(table, readCalls(...calls), read);
	return {
		calls: matches.flatMap(({ row, request }) =>
			request ? [`${row.resource}.${row.operation}: ${request.method} ${request.path}`] : [],
		),
		questions: questions.map(({ map }) => map),
	};
};
const fieldsOf = (json: object, maps: string[] = []) => {
	const row = rowsOf(table).find(
		({ resource, operation }) => resource === 'meeting' && operation === 'create',
	)!;
	const [request] = readCalls({ method: 'POST', url: '{{u}}/api/meetings', json });
	const result = matchFields(row, request, readMaps(maps));
	return { ...result, questions: result.questions.map(({ map }) => map) };
};

describe('a row is matched', () => {
	it.each([
		['by the same call', 'GET', '/meetings/:id', 'meeting.get: GET /meetings/{}'],
		['by another spelling', 'GET', '/Meeting/:id', 'meeting.get: GET /Meeting/{}'],
		['by a kept alternative', 'GET', '/conversations/:id', 'meeting.get: GET /conversations/{}'],
		[
			'by an alternative of what it begins with',
			'POST',
			'/conversations/:id/recordings/start',
			'recording.start: POST /conversations/{}/recordings/start',
		],
		[
			"by a name with the resource's before it",
			'POST',
			'/users/user-invite',
			'user.invite: POST /users/user-invite',
		],
	])('%s', (_, method, path, match) => {
		expect(matched([{ method, url: `{{u}}/api${path}` }])).toEqual({
			calls: [match],
			questions: [],
		});
	});

	it('not where two may be meant, or only the method differs: that is asked', () => {
		expect(
			matched([
				{ url: '{{u}}/api/meeting/:id' },
				{ url: '{{u}}/api/conversations/:id' },
				{ method: 'PUT', url: '{{u}}/api/users/:id' },
				{ url: '{{u}}/api/v2/teams' },
			]),
		).toEqual({
			calls: [],
			questions: [
				'GET /meetings/{}=GET /meeting/{}',
				'PATCH /users/{}=PUT /users/{}',
				'GET /teams=GET /v2/teams',
			],
		});
	});

	it('by a map, and given up by one', () => {
		const calls = [
			{ url: '{{u}}/api/meeting/:id' },
			{ url: '{{u}}/api/conversations/:id' },
			{ method: 'PUT', url: '{{u}}/api/users/:id' },
		];
		const maps = ['GET /meetings/{}=GET /conversations/{}', 'PATCH /users/{}=-'];
		expect(matched(calls, maps)).toEqual({
			calls: ['meeting.get: GET /conversations/{}'],
			questions: [],
		});
	});

	it('by no map that names what is not there', () => {
		expect(() => matched([{ url: '{{u}}/api/x' }], ['GET /users=GET /people'])).toThrow(
			"--map 'GET /users=GET /people': the collection has no GET /people",
		);
		expect(() => readMaps(['users=people'])).toThrow("--map 'users=people' is neither");
	});

	it.each([
		[
			'makes two of ours one of theirs',
			['GET /users=GET /people', 'GET /teams=GET /people'],
			'--map: GET /users and GET /teams cannot both be GET /people',
		],
		[
			'makes one of ours another that is there',
			['GET /teams=GET /dossiers'],
			'--map: GET /teams and GET /dossiers cannot both be GET /dossiers',
		],
		[
			'decides one thing twice',
			['GET /users=GET /people', 'GET /users=-'],
			"--map 'GET /users=-': it is mapped to GET /people already",
		],
		[
			'loses an ID',
			['GET /users/{}=GET /people'],
			"--map 'GET /users/{}=GET /people': the two do not have as many IDs",
		],
		[
			'makes a question an order',
			['GET /users=DELETE /people'],
			"--map 'GET /users=DELETE /people': one reads, and the other writes",
		],
	])('by no map that %s', (_, maps, message) => {
		const calls = [
			{ url: '{{u}}/api/people' },
			{ url: '{{u}}/api/dossiers' },
			{ method: 'DELETE', url: '{{u}}/api/people' },
		];
		expect(() => matched(calls, maps)).toThrow(new Error(message));
	});

	it('by what is proposed for each: that can be said as it is', () => {
		const rows = { getMany: table.endpoints.team.getMany, all: table.endpoints.dossier.getMany };
		const two = { all: { ...rows.all, path: '/v1/teams' }, getMany: rows.getMany };
		const own = { ...table, endpoints: { team: two } };
		const requests = readCalls({ url: '{{u}}/api/v1/v2/teams' });
		const asked = (maps: string[]) =>
			matchRows(own, requests, readMaps(maps)).questions.map(({ map }) => map);
		const questions = asked([]);
		expect(questions).toHaveLength(2);
		expect(asked(questions)).toEqual([]);
	});
});

describe('a field is matched', () => {
	const rest = { user_id: '1', team_id: '1', dossier_id: '1', external_relations: {} };

	it('by its name, another spelling of it, or a kept alternative', () => {
		const { endpoint, respelled, questions, unpublished } = fieldsOf({
			meetingName: 'x',
			language: 'nl',
			...rest,
			userId: '1',
		});
		expect(questions).toEqual([]);
		expect(unpublished).toEqual([]);
		expect(respelled).toEqual([
			'POST /meetings title → meetingName',
			'POST /meetings locale → language',
		]);
		expect(endpoint.body).toMatchObject({
			title: { sent: 'meetingName', evidence: 'documented' },
			locale: { sent: 'language', evidence: 'documented' },
			userId: { sent: 'user_id', evidence: 'documented' },
		});
	});

	it('else it is asked, each of theirs for that of ours which it is likest', () => {
		expect(fieldsOf({ title: 'x', spoken_locale: 'nl', colour: 'red', ...rest }).questions).toEqual(
			['POST /meetings locale=spoken_locale'],
		);
		const maps = ['POST /meetings locale=spoken_locale'];
		const { endpoint, more, questions } = fieldsOf(
			{ title: 'x', spoken_locale: 'nl', ...rest },
			maps,
		);
		expect(questions).toEqual([]);
		expect(more).toEqual([]);
		expect(endpoint.body?.locale).toMatchObject({ sent: 'spoken_locale' });
	});

	it.each([
		[
			['POST /meetings locale=language', 'POST /meetings title=language'],
			'--map: POST /meetings title and POST /meetings locale cannot both be language',
		],
		[
			['POST /meetings locale=title'],
			'--map: POST /meetings title and POST /meetings locale cannot both be title',
		],
		[
			['POST /meetings locale=language', 'POST /meetings locale=title'],
			"--map 'POST /meetings locale=title': it is mapped to language already",
		],
	])('but not by %j', (maps, message) => {
		expect(() => fieldsOf({ title: 'x', language: 'nl', ...rest }, maps)).toThrow(
			new Error(message),
		);
	});

	it('but a file is no text', () => {
		const row = rowsOf(table).find(({ endpoint }) => endpoint.path === '/upload/recordings')!;
		const [request] = readCalls({
			method: 'POST',
			url: '{{u}}/api/upload/recordings',
			body: { mode: 'formdata', formdata: [{ key: 'note', type: 'text', value: 'x' }] },
		});
		const match = (maps: string[]) => matchFields(row, request, readMaps(maps));
		const map = 'POST /upload/recordings file=note';
		expect(() => match([map])).toThrow(`--map '${map}': one is a file, and the other is none`);
		const all = match([]).questions.flatMap(({ map: first, others }) => [first, ...others]);
		expect(all).not.toContain(map);
	});

	it('or is not published any more: that is marked', () => {
		const gone = fieldsOf({ title: 'x', ...rest });
		expect(gone.unpublished).toEqual(['POST /meetings locale']);
		expect(gone.endpoint.body?.locale).toMatchObject({ sent: 'locale', unpublished: true });
		const given = fieldsOf({ title: 'x', colour: 'red', ...rest }, ['POST /meetings locale=-']);
		expect(given.questions).toEqual([]);
		expect(given.more.map(({ published }) => published.name)).toEqual(['colour']);
	});

	it('is required where the collection says so', () => {
		const row = rowsOf(table).find(({ endpoint }) => endpoint.path === '/users')!;
		const [request] = readCalls({
			method: 'POST',
			url: '{{u}}/api/users',
			json: { email: 'x', role: 'x' },
			description: '- email: required\n- role: optional',
		});
		const { endpoint } = matchFields(row, request, readMaps([]));
		expect(endpoint.body).toMatchObject({ email: { required: true } });
		expect(endpoint.body?.role).not.toHaveProperty('required');
	});
});

describe('a name', () => {
	const url = (path: string) => `{{u}}/api${path}`;

	it.each([
		[
			'the usual calls',
			[
				['GET', '/templates'],
				['POST', '/templates'],
				['GET', '/templates/1'],
				['PUT', '/templates/1'],
				['DELETE', '/templates/1'],
			],
			['template.getMany', 'template.create', 'template.get', 'template.update', 'template.delete'],
		],
		[
			'what is done to one',
			[
				['POST', '/templates/1/restore'],
				['DELETE', '/templates/1/force'],
				['GET', '/templates/trashed'],
			],
			['template.restore', 'template.deleteForce', 'template.getTrashed'],
		],
		[
			'what would get one name',
			[
				['PUT', '/templates/1'],
				['PATCH', '/templates/1'],
				['POST', '/templates/1'],
			],
			['template.update', 'template.patch', 'template.create'],
		],
		[
			'words that are reserved',
			[
				['GET', '/class/1'],
				['POST', '/class/new'],
			],
			['classResource.get', 'classResource.new'],
		],
		[
			'words that every object has',
			[
				['GET', '/constructor/1'],
				['POST', '/to-locale-string/has-own-property'],
			],
			['constructorResource.get', 'toLocaleStringResource.createHasOwnProperty'],
		],
	] as Array<[string, string[][], string[]]>)('is made for %s', (_, calls, names) => {
		expect(
			namesOf(
				...calls.map(([method, path]) => ({ name: `${method} ${path}`, method, url: url(path) })),
			),
		).toEqual(names);
	});

	it.each([
		['2. Card Issuance', 'Validate address', 'cardIssuance.validateAddress'],
		['Klassé', 'Získať všetko', 'klasse.ziskatVsetko'],
		['日本語', '日本語', 'thing.createThings'],
		['API', 'Send it', 'thing.send'],
		['/things/{id}', 'Send the thing', 'thing.send'],
		['Operation', 'Index', 'operationResource.index'],
		['会議', 'Send it', 'thing.send'],
	])('is made of the folder "%s" and the request "%s"', (folder, name, expected) => {
		const call = { folder, name, method: 'POST', url: url('/v1/things/1/things/2/') };
		expect(namesOf(call)[0]).toBe(expected);
	});

	it.each([
		['Constructor of things', 'thing.constructor'],
		['HasOwnProperty', 'thing.hasOwnProperty'],
		['To string', 'thing.toString'],
		['__proto__', 'thing.proto'],
	])('is made of the request "%s", a member of every object', (name, expected) => {
		expect(namesOf({ folder: 'Things', name, url: url('/things/1/parts') })[0]).toBe(expected);
	});

	it('that a form has for the method is believed where it is one', () => {
		const call = (told: string) => ({
			method: 'POST',
			url: url('/things/1'),
			json: { _method: told },
		});
		expect(namesOf(call('PUT'), call('constructor'))).toEqual(['thing.update']);
		expect(namesOf({ ...call('constructor'), url: url('/things') })).toEqual(['thing.create']);
	});

	it('that differs from another only in its capitals is the same', () => {
		const [request] = readCalls({ folder: 'MEET-ING', url: url('/meet-ing') });
		expect(adopt(request, table, new Set(), undefined, () => false).resource.value).toBe('meeting');
	});

	it('of a resource is the known one where its folder or path is that of a known list', () => {
		const moved = { ...table.endpoints.meeting.getMany, path: '/talks' };
		const meeting = { ...table.endpoints.meeting, getMany: moved };
		const known = { ...table, endpoints: { ...table.endpoints, meeting } };
		const resourceOf = (folder: string | undefined, path: string) => {
			const [request] = readCalls({ folder, url: url(path) });
			return adopt(request, known, new Set(['talk']), undefined, () => false).resource;
		};
		const expected = { value: 'meeting', name: 'Meeting' };
		expect(resourceOf('Meetings', '/talks/1/transcript')).toEqual(expected);
		expect(resourceOf(undefined, '/talks/1')).toEqual(expected);
	});

	it('of a path parameter is the same for the same thing', () => {
		const pathOf = (path: string) => adoptAll({ url: url(path) })[0].endpoint.path;
		expect(pathOf('/meetings/:meeting/notes')).toBe('/meetings/{meetingId}/notes');
		expect(pathOf('/meetings/{{id}}/notes/:id')).toBe('/meetings/{meetingId}/notes/{noteId}');
		expect(pathOf('/meetings/7/users/{user_uuid}')).toBe('/meetings/{meetingId}/users/{userId}');
		expect(pathOf('/files/{{name}}.pdf')).toBe('/files/{name}.pdf');
		expect(pathOf('/a/:id/a/:id')).toBe('/a/{aId}/a/{aId2}');
		expect(pathOf('/talks/会議/:id')).toBe('/talks/%E4%BC%9A%E8%AD%B0/{talkId}');
	});

	it.each([
		['/überweisung/ä ö', ['uberweisung.getAO']],
		['/会議', ['other.get', 'other.get2']],
		['/things/:id/会議', ['thing.get', 'thing.get2']],
	])('is made of the letters of %s, or has a number', (path, names) => {
		const call = { name: '', url: url(path) };
		expect(namesOf(call)).toEqual(names.slice(0, 1));
		const other = { ...call, name: '会議', url: url(`${path}録音`) };
		expect(namesOf(call, other)).toEqual(expect.arrayContaining(names));
	});

	it('in letters of another alphabet is no other name, and no ID', () => {
		const calls = [{ url: url('/meetings/会議') }, { url: url('/会議') }];
		expect(matched(calls)).toEqual({ calls: [], questions: [] });
	});

	it('tells the fields apart that differ in no more than their spelling', () => {
		const [made] = adoptAll({
			method: 'POST',
			url: url('/talks/:id/:id'),
			json: { 'a-b': 'x', a_b: 'x', aB: 'x', 会議: 'x', 録音: 'x', resource: 'x' },
		});
		expect(made.endpoint.path).toBe('/talks/{talkId}/{talkId2}');
		expect(made.parameters.map(({ field }) => field.kind).slice(0, 2)).toEqual(['id', 'id']);
		const labels = [...operationFile(made).matchAll(/displayName: "([^"]*)"/g)];
		expect(labels.map(([, label]) => label).sort()).toEqual([
			'A B',
			'A B 2',
			'A B 3',
			'Field5',
			'Field6',
			'Resource',
			'Talk ID',
			'Talk ID 2',
		]);
		expect(operationFile(made)).toContain('sent as a_b');
	});

	it('is found for each field of an operation that was written by hand', () => {
		const taken: string[] = ['aB'];
		const shown = ['a-b', 'a_b', '会議', '録音', 'resource'].map((name) => {
			const published = { name, example: true, description: '', isRequired: false };
			const [own, { label }] = shownField(published, 'body', 'meeting', table, taken);
			taken.push(own);
			return `${own}: ${label}`;
		});
		expect(shown).toEqual([
			'aB2: A B 2',
			'aB3: A B 3',
			'field: Field',
			'field2: Field2',
			'resourceValue: Resource',
		]);
	});
});

describe('an operation', () => {
	it('has the kinds, the rate class and the caller that the collection shows', () => {
		const [{ endpoint }] = adoptAll({
			method: 'POST',
			url: '{{u}}/api/things?dry_run=true&page=2&tag[]=a',
			description: 'Only service accounts may do this. At most 50 requests per minute.',
			json: {
				name: 'x',
				size: 1.5,
				open: false,
				parts: [{ a: 1 }],
				more: {},
				at: '2026-03-01T10:00:00Z',
				user_id: '1',
				'with-dash.and dot': 'x',
				resource: 'x',
			},
		});
		expect(endpoint).toMatchObject({ rateClass: 'upload', caller: 'serviceAccount' });
		expect(Object.entries(endpoint.body!).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual([
			'name: text',
			'size: number',
			'open: boolean',
			'parts: list',
			'more: object',
			'at: date',
			'userId: id',
			'withDashAndDot: text',
			'resourceValue: text',
		]);
		expect(endpoint.body!.open.asWords).toBeUndefined();
		expect(endpoint.query).toMatchObject({
			dryRun: { sent: 'dry_run', kind: 'boolean', asWords: true },
			page: { sent: 'page', kind: 'number' },
			tag: { sent: 'tag[]', kind: 'list' },
		});
	});

	it('reads a list page by page where the collection numbers pages, else as far as it is linked', () => {
		const works = adoptAll(
			{ url: '{{u}}/api/a?pageNumber=1&pageSize=10', answer: { data: [{ id: 1 }] } },
			{ url: '{{u}}/api/b', answer: { data: [{ id: 1 }] } },
			{ url: '{{u}}/api/c?limit=5&skip=0', answer: [{ id: 1 }] },
			{ url: '{{u}}/api/d', answer: { id: 1, tags: ['x'] } },
			{ url: '{{u}}/api/e' },
		);
		expect(works.map(({ work, endpoint }) => [work, endpoint.paging])).toEqual([
			['list', undefined],
			['list', 'linked'],
			['rows', 'linked'],
			['read', undefined],
			['any', undefined],
		]);
		expect(works[0].endpoint.query).toMatchObject({
			page: { sent: 'pageNumber' },
			perPage: { sent: 'pageSize' },
		});
	});

	it('is written as one that was written by hand', () => {
		const [made] = adoptAll({
			folder: 'Recordings',
			name: 'Pause a recording',
			method: 'POST',
			url: '{{u}}/api/meetings/:meeting_id/recordings/pause',
			description: '<p>Pauses the recording of a meeting.</p>',
			json: { reason: 'Coffee' },
		});
		const text = operationFile(made);
		expect(text).toContain("import { meetingLocator } from '../../../shared/locators'");
		expect(text).toContain('const endpoint = endpoints.recording.pause;');
		expect(text).toContain("const ids = { meetingId: parameters.id('meetingId') };");
		expect(text).toContain("const body = parameters.fields('additionalFields', endpoint.body);");
		expect(text).toContain('return await client.write(endpoint, { ids, body });');
	});
});

describe('words', () => {
	const told = (call: Partial<Call>) =>
		adoptAll({ folder: 'Talks', url: '{{u}}/api/talks/1/x', ...call })[0];

	it.each<[string, Partial<Call>, string]>([
		[
			'say what it does',
			{ description: 'Shares a talk with others.', name: 'Share a talk' },
			'Share a talk with others',
		],
		['as an order', { description: 'Lists all parts of a talk.' }, 'List all parts of a talk'],
		[
			'and not who may do it',
			{ description: 'Only a service account may do this. The token is shown once.' },
			'The token is shown once',
		],
		[
			'more than the name',
			{ name: 'Stop it now', description: 'Stop it now!' },
			'Stop it now in Claritalk',
		],
		['more than nothing', { name: 'Stop it now' }, 'Stop it now in Claritalk'],
	])('of an operation %s', (_, call, text) => {
		const { description } = told({ method: 'POST', ...call });
		expect(description).toBe(text);
	});

	it.each<[string, Partial<Call>, string]>([
		['a list', { url: '{{u}}/api/talks', answer: [{ id: 1 }] }, 'list talks'],
		['a question', { name: 'Who am I' }, 'make this call'],
		['any other call', { method: 'POST', name: 'Share a talk' }, 'share a talk'],
	])('of a right follow "may" for %s', (_, call, text) => {
		expect(told(call).endpoint.right).toBe(text);
	});

	it.each([
		['', 'text', ['expires', 'at'], 'of the talk', 'When it expires'],
		['', 'date', ['scheduled', 'at'], 'of the talk', 'When it is scheduled'],
		['', 'text', ['talk', 'id'], 'of the talk', 'The ID of the talk'],
		[
			'',
			'list',
			['team', 'ids'],
			'to send',
			'The team IDs to send, separated by commas or as a JSON list',
		],
		['', 'boolean', ['is', 'open'], 'to send', 'Whether it is open'],
		['', 'boolean', ['timestamps'], 'to ask for', 'Whether timestamps are on'],
		['Required. How long it took.', 'number', ['length'], 'of the talk', 'How long it took'],
	] as const)('of a field are made of %j (%s, %j)', (said, kind, words, owner, text) => {
		expect(describeField(said, kind, [...words], owner)).toBe(text);
	});

	it('of a field that is not published any more stay in the panel', () => {
		const [made] = adoptAll({ method: 'POST', url: '{{u}}/api/talks', json: { name: 'x' } });
		const gone = {
			sent: 'colour',
			evidence: 'documented',
			kind: 'text',
			unpublished: true,
		} as const;
		const known = {
			resource: made.resource,
			operation: made.operation.value,
			endpoint: { ...made.endpoint, body: { ...made.endpoint.body, colour: gone } },
		};
		const again = adopt(made.request, table, new Set(), known, () => false);
		expect(again.endpoint.body).toMatchObject({ name: { sent: 'name' }, colour: gone });
		expect(operationFile(again)).toContain('displayName: "Colour"');
	});
});

describe('the names of what is read', () => {
	it('are learnt from the answers with such a row alone, and stay where they were learnt before', () => {
		const [request] = readCalls({ url: '{{u}}/api/x', answer: { data: { mail: 'x', name: 'y' } } });
		const rowOf = (resource: string, operation: string) => ({
			row: { resource, operation, endpoint: table.endpoints.user.get },
			request,
		});
		const { user } = documentRows(table.rows, [rowOf('user', 'get')]);
		expect(user.email).toEqual({
			names: ['mail', 'email', 'emailAddress'],
			evidence: 'documented',
		});
		expect(user.role).toEqual(table.rows.user.role);
		const again = documentRows({ ...table.rows, user }, [rowOf('user', 'get')]);
		expect(again.user).toEqual(user);
		expect(documentRows(table.rows, [rowOf('user', 'createToken')])).toEqual(table.rows);
	});
});

describe('secrets', () => {
	it.each([
		['mail an.peeters@kantoor.example now', 'mail name@example.com now'],
		['Bearer abcdefgh12345', 'Bearer <token>'],
		['11|TzlhyLtipwnAWIMgudGWbbDGBKPhGdy5AEpJQMnA48nw0308', '<token>'],
		['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-DEF', '<token>'],
		['call +32 470 12 34 56 or 0470123456', 'call +32 000 00 00 00 or +32 000 00 00 00'],
		['0123456789abcdef0123456789abcdef', '<token>'],
		['6f0c7f3a-52a5-4c0e-9d2e-0b6f2f1c9a11', '6f0c7f3a-52a5-4c0e-9d2e-0b6f2f1c9a11'],
		['2026-03-02 09:00:00', '2026-03-02 09:00:00'],
		['https://n8n.example.com/webhook/1', 'https://n8n.example.com/webhook/1'],
		['Annual accounts 2026', 'Annual accounts 2026'],
		['call 0475 12 34 56 or 02/123.45.67.', 'call +32 000 00 00 00 or +32 000 00 00 00.'],
		['bel 0475/12.34.56, (02) 123 45 67', 'bel +32 000 00 00 00, +32 000 00 00 00'],
		['NL 06-12345678, FR 06.12.34.56.78', 'NL +32 000 00 00 00, FR +32 000 00 00 00'],
		['Jan (0475 12 34 56)', 'Jan (+32 000 00 00 00)'],
		['tel:+32 (0)475 12 34 56', 'tel:+32 000 00 00 00'],
		['?ref=0475%2012%2034%2056&x=1', '?ref=+32 000 00 00 00&x=1'],
		['?ref=bel%200475%2F12.34.56', '?ref=bel%20+32 000 00 00 00'],
		['?ref=%2B32%20475123456', '?ref=+32 000 00 00 00'],
		['jan@münchen.de, jan%40kantoor.be', 'name@example.com, name@example.com'],
		['https://x.example/hook?token=s3cr3t&page=2', 'https://x.example/hook?token=<token>&page=2'],
		['https://jan:hunter2@host.example/x', 'https://host.example/x'],
		[
			'/x?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F2026&X-Amz-Expires=60',
			'/x?X-Amz-Credential=<token>&X-Amz-Expires=60',
		],
		['AKIAIOSFODNN7EXAMPLE', '<token>'],
		['85.07.30-033.28', '00.00.00-000.00'],
		['BE68539007547034, LU28 0019 4006 4475 0000', 'BE00 0000 0000 0000, BE00 0000 0000 0000'],
		['01-03-2026 10:00', '01-03-2026 10:00'],
		['01/03/2026 10 uur', '01/03/2026 10 uur'],
		['2026-03-01T09:00:00+01:00', '2026-03-01T09:00:00+01:00'],
		['BE0123456789, BE 0123.456.789', 'BE0123456789, BE 0123.456.789'],
		['01234567-8912-4abc-8def-012345678901', '01234567-8912-4abc-8def-012345678901'],
		['2026/0012, 1.000.000,00', '2026/0012, 1.000.000,00'],
		['0.123456789 of 12 345 678,90', '0.123456789 of 12 345 678,90'],
		['1772355600', '1772355600'],
	])('in %j become placeholders', (text, safe) => {
		expect(withoutSecrets(text)).toBe(safe);
	});

	it('are found by the names of their fields, too', () => {
		const example = { data: [{ api_key: 'k1', password: 'p', phone: '12345', id: 12 }] };
		expect(safeExample(example)).toEqual({
			data: [{ api_key: '<token>', password: '<token>', phone: '+32 000 00 00 00', id: 12 }],
		});
	});

	it.each(['gsm', 'telefoon', 'tel', 'work_tel', 'mobile', 'mobielNummer', 'portable'])(
		'are found in a field named %s',
		(name) => {
			expect(safeExample({ [name]: '12 34' })).toEqual({ [name]: '+32 000 00 00 00' });
		},
	);

	it('and what no server takes stay outside', () => {
		const example = JSON.parse('{"a": {"__proto__": 1, "b": 1}}') as object;
		expect(JSON.stringify(safeExample(example))).toBe('{"a":{"b":1}}');
	});

	it('are found below a field that is named so', () => {
		const example = {
			accessToken: { value: 'k', expires_at: '2026-03-01', id: 3 },
			credentials: { user: 'jan', value: ['p'], pin: 1234 },
			phone: { number: '12 34', type: 'home' },
			hotel: 'Room 12',
			secretKey: ['x1'],
			iban: 'be68 x',
			rijksregisternummer: '85073003328',
		};
		expect(safeExample(example)).toEqual({
			accessToken: { value: '<token>', expires_at: '2026-03-01', id: 3 },
			credentials: { user: '<token>', value: ['<token>'], pin: 0 },
			phone: { number: '+32 000 00 00 00', type: 'home' },
			hotel: 'Room 12',
			secretKey: ['<token>'],
			iban: 'BE00 0000 0000 0000',
			rijksregisternummer: '00.00.00-000.00',
		});
	});

	it('do not get into an operation by its name, or by the words of a field or file', () => {
		const [made] = adoptAll({
			name: 'Call 0475 12 34 56',
			method: 'POST',
			url: '{{u}}/api/talks/1/call',
			description: 'Mail jan@kantoor.be or call 02/123.45.67.',
			body: {
				mode: 'formdata',
				formdata: [
					{ key: 'tel', type: 'text', value: '0475 12 34 56', description: 'As 0475 12 34 56' },
					{ key: 'sound', type: 'file', description: 'Ask 0475 12 34 56 for it' },
				],
			},
		});
		expect(operationFile(made)).not.toMatch(/0475|12 34|123\.45|jan@/);
	});
});

describe('what is written anew', () => {
	it('is the table byte for byte, as long as nothing is changed', async () => {
		const file = read('nodes/api/table.ts');
		expect(await tableFile(file, knownTable)).toBe(file);
	});

	it.each(Object.keys(knownTable.endpoints))(
		'is the index of %s byte for byte',
		async (resource) => {
			const file = read(`nodes/Claritalk/resources/${resource}/index.ts`);
			const names: Record<string, string> = {};
			const index = readResourceIndex(file);
			// In the order in which they stand there.
			const order = /operations: \[([^\]]*)\]/
				.exec(file)![1]
				.split(',')
				.map((one) => one.trim());
			for (const [name, constant] of index.operations)
				names[name] = String(order.indexOf(constant));
			expect(await resourceIndexFile(index, (name) => names[name])).toBe(file);
		},
	);
});
