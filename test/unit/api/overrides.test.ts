import type { INode, INodeType } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { endpointRows, endpoints } from '../../../nodes/api/endpoints';
import type { Target } from '../../../nodes/api/facts';
import {
	overriddenPathExpression,
	overrideFor,
	readOverrides,
	withOverrides,
} from '../../../nodes/api/overrides';

// They are for guesses that are wrong.
jest.mock('../../../nodes/api/table', () => jest.requireActual('../../harness/guessedTable'));

const { meeting, recording, user } = endpoints;
const pathOf = (target: Target, entries: unknown) =>
	withOverrides(target, readOverrides({ pathOverrides: entries })).path;

describe('a path of the table', () => {
	it.each<[string, Target, Record<string, string>]>([
		['/conversations', meeting.getMany, { '/meetings': '/conversations' }],
		['/conversations/{meetingId}', meeting.get, { '/meetings': '/conversations' }],
		['/v2/talks/{meetingId}/recordings/start', recording.start, { '/meetings': '/v2/talks' }],
		['/talk/{meetingId}/all', meeting.get, { '/meetings/{meetingId}': '/talk/{meetingId}/all' }],
		['/members', user.getMany, { 'GET /users': '/members' }],
		['/users', user.create, { 'GET /users': '/members' }],
		['/members', user.getMany, { '/users': '/people', 'GET /users': '/members' }],
		['/invitations', user.invite, { 'POST /users': '/members', '/users/invite': '/invitations' }],
		['/users', user.getMany, { '/user': '/members', '/users/invite': '/x', '/sers': '/y' }],
		['/v1/meetings', meeting.getMany, { '/': '/v1' }],
		['/webhook', endpoints.webhook.register, { '/client': '/' }],
		['/meetings', meeting.getMany, {}],
	])('is %s', (path, target, entries) => {
		expect(pathOf(target, JSON.stringify(entries))).toBe(path);
		expect(pathOf(target, entries)).toBe(path);
	});

	it('says what it stands for, and keeps all else of its row', () => {
		const moved = withOverrides(
			recording.upload,
			readOverrides({ pathOverrides: '{"/upload":"/u"}' }),
		);
		expect(moved).toEqual({
			...recording.upload,
			path: '/u/recordings',
			insteadOf: '/upload/recordings',
		});
	});
});

it("leaves the user's own path as it is", () => {
	expect(pathOf({ method: 'GET', path: '/meetings' }, { '/meetings': '/conversations' })).toBe(
		'/meetings',
	);
});

it('takes nothing, blanks and an empty object for none', () => {
	for (const pathOverrides of [undefined, null, '', ' \n', '{}', {}]) {
		expect(readOverrides({ pathOverrides })).toEqual([]);
	}
});

it('what to enter is told, unless an ID would get lost', () => {
	const two: Target = { method: 'GET', path: '/a/{x}/{y}' };
	expect(overrideFor(two, '/b/{y}/{x}')).toBe('"GET /a/{x}/{y}": "/b/{y}/{x}"');
	expect(overrideFor(two, '/b/{x}')).toBeUndefined();
});

it('an entry is shown up to 80 characters', () => {
	const refused = (length: number) => () =>
		readOverrides({ pathOverrides: { ['x'.repeat(length)]: '/a' } });
	// With its quotes.
	expect(refused(78)).toThrow(`. "${'x'.repeat(78)}" does not begin`);
	expect(refused(79)).toThrow(`. "${'x'.repeat(79)}… does not begin`);
});

describe('is refused, with the field, the entry and the cure', () => {
	it.each<[unknown, string]>([
		['/conversations', 'It is not a JSON object'],
		['["/conversations"]', 'It is not a JSON object'],
		['{"/meetings": }', 'It is not a JSON object'],
		[7, 'It is not a JSON object'],
		[{ meetings: '/a' }, '"meetings" does not begin with "/"'],
		[{ ' /meetings': '/a' }, '" /meetings" does not begin'],
		[{ 'get /meetings': '/a' }, '"get /meetings" does not begin'],
		[{ 'GET  /meetings': '/a' }, '"GET  /meetings" does not begin'],
		[{ 'GET meetings': '/a' }, '"GET meetings" does not begin'],
		[{ '/api/meetings': '/a' }, '"/api/meetings" repeats /api'],
		[{ '/meetings/': '/a' }, '"/meetings/" ends with "/"'],
		[{ '/meetings': '' }, '"/meetings", "", is empty'],
		[{ '/meetings': null }, '"/meetings", null, is not a text'],
		[{ '/meetings': ['/a'] }, 'is not a text'],
		[{ '/meetings': 'conversations' }, 'does not begin with "/"'],
		[{ '/meetings': 'https://evil.example/meetings' }, 'does not begin with "/"'],
		[{ '/meetings': '//evil.example' }, 'has an empty part ("//")'],
		[{ '/meetings': '/..' }, 'has a "." or ".." part'],
		[{ '/meetings': '/../oauth/token' }, 'has a "." or ".." part'],
		[{ '/meetings': '/a/%2e%2E/b' }, 'has a "." or ".." part'],
		[{ '/meetings': '/..%2foauth' }, 'has an escaped "/"'],
		[{ '/meetings': '/a\\..\\b' }, 'has a backslash or a control character'],
		[{ '/meetings': '/a%5c..' }, 'has a backslash or a control character'],
		[{ '/meetings': '/a\n' }, 'has a backslash or a control character'],
		[{ '/meetings': '/a%00' }, 'has a backslash or a control character'],
		[{ '/meetings': '/100%' }, 'has a "%" that escapes nothing'],
		[{ '/meetings': '/a?all=1' }, 'has a query (?…)'],
		[{ '/meetings': '/a#b' }, 'has a fragment (#…)'],
		[{ '/meetings': '/a b' }, 'has a blank'],
		[{ '/meetings': '/a/' }, 'ends with "/"'],
		[{ '/meetings': '/api/conversations' }, 'repeats /api'],
		[{ '/users/{userId}': '/me' }, 'must have the same parameters in braces'],
		[{ '/users': '/users/{userId}' }, 'must have the same parameters in braces'],
		[{ '/users/{userId}': '/users/{id}' }, 'must have the same parameters in braces'],
		[{ '/users/{userId}': '/{userId}/{userId}' }, 'must have the same parameters in braces'],
	])('%j', (given, problem) => {
		for (const pathOverrides of typeof given === 'object'
			? [given, JSON.stringify(given)]
			: [given]) {
			expect(() => readOverrides({ pathOverrides })).toThrow(
				/^The Path Overrides in the Claritalk credential cannot be used\. .*Enter: A JSON object such as \{ "\/meetings": "\/conversations" \}/s,
			);
			expect(() => readOverrides({ pathOverrides })).toThrow(problem);
		}
	});
});

/** What n8n makes of an expression in a credential's test. */
function resolve(expression: string, credentials: object): unknown {
	const node = { id: '1', name: 'N', type: 'n', typeVersion: 1, position: [0, 0], parameters: {} };
	const nodeType = { description: { properties: [] } };
	const workflow = new Workflow({
		nodes: [node as unknown as INode],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => nodeType as unknown as INodeType,
			getByNameAndVersion: () => nodeType as unknown as INodeType,
			getKnownTypes: () => ({}),
		},
	});
	return workflow.expression.getSimpleParameterValue(
		node as unknown as INode,
		expression,
		'internal',
		{
			$credentials: credentials,
		} as never,
	);
}

describe('the expression', () => {
	const targets = endpointRows()
		.map(({ endpoint }) => endpoint)
		.filter(({ path }) => !path.includes('{'));

	it.each([
		undefined,
		'',
		'{}',
		'{"/meetings":"/conversations"}',
		'{"GET /meetings":"/m","/meetings":"/conversations"}',
		'{"POST /meetings":"/m","/":"/v1"}',
		'{"/":"/v1","GET /":"/v2","/upload":"/up/load"}',
		'{"/client":"/"}',
		'{"/users":"/members","POST /users/invite":"/invitations"}',
	])('says the same as the code of %j', (pathOverrides) => {
		for (const target of targets) {
			expect(resolve(overriddenPathExpression(target), { pathOverrides })).toBe(
				pathOf(target, pathOverrides),
			);
		}
	});

	it('takes an object, and passes over what the credential refuses anyway', () => {
		const path = (pathOverrides: unknown) =>
			resolve(overriddenPathExpression(meeting.getMany), { pathOverrides });
		expect(path({ '/meetings': '/conversations' })).toBe('/conversations');
		for (const wrong of ['{', 'null', '7', '["/a"]', { '/meetings': 7 }, null]) {
			expect(path(wrong)).toBe('/meetings');
		}
	});
});
