/** What people type, paste and reach by expressions. */
import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { byId } from '../../harness/claritalk';
import { useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const MEETING = { meetingId: 'm1', title: 'Board', metadata: { a: 1 } };
const lists = () =>
	api.answer(({ query }) => ({
		json: {
			data: [{ teamId: `t${query.page}` }],
			meta: { current_page: Number(query.page), last_page: 2 },
		},
	}));
const one = () => api.answer({ json: { data: MEETING } });

describe('a switch', () => {
	const ON = [
		'={{ "true" }}',
		'={{ "1" }}',
		'={{ 1 }}',
		'={{ true }}',
		'={{ "yes" }}',
		'={{ "on" }}',
		'={{ "TRUE" }}',
		'={{ " Yes " }}',
	];
	const OFF = [
		'={{ "false" }}',
		'={{ "0" }}',
		'={{ 0 }}',
		'={{ false }}',
		'={{ "no" }}',
		'={{ "off" }}',
		'={{ "False" }}',
		'={{ " NO " }}',
	];
	const NEITHER = [
		'={{ "perhaps" }}',
		'={{ 2 }}',
		'={{ [] }}',
		'={{ {} }}',
		'={{ "truee" }}',
		'={{ -1 }}',
	];

	it.each(ON)('is on by %s', async (returnAll) => {
		lists();
		expect(await api.run('team.getMany', { returnAll, limit: 1 })).toHaveLength(2);
	});

	it.each(OFF)('is off by %s', async (returnAll) => {
		lists();
		expect(await api.run('team.getMany', { returnAll, limit: 1 })).toHaveLength(1);
	});

	it.each(NEITHER)('is refused with its name: %s', async (returnAll) => {
		lists();
		const error = await api.failure('team.getMany', { returnAll, limit: 1 });
		expect(error.message).toContain('Return All');
		expect(api.requests).toHaveLength(0);
	});

	it.each([
		['={{ "no" }}', true],
		['={{ "yes" }}', false],
	])('Simplify %s', async (simplify, isWhole) => {
		one();
		const [json] = await api.json('meeting.get', { meetingId: byId('m1'), simplify });
		expect('metadata' in json).toBe(isWhole);
	});

	it.each([
		['={{ "true" }}', 'GET'],
		['={{ "0" }}', 'POST'],
	])('Wait Until Processed %s', async (waitUntilProcessed, last) => {
		api.answer((_, count) => ({
			json: { data: { meetingId: 'm1', status: 'Meeting processed', updatedAt: count } },
		}));
		const items = [
			{ json: {}, binary: { data: await api.n8n.storeBinary('x', 'a.mp3', 'audio/mpeg') } },
		];
		const parameters = { meetingId: byId('m1'), waitUntilProcessed, maxWait: 0 };
		await api.run('recording.upload', parameters, { items });
		expect(api.requests.at(-1)!.method).toBe(last);
	});
});

describe('a date', () => {
	const sent = async (from: string, timezone = 'Europe/Brussels', item: IDataObject = {}) => {
		api.answer({ json: { data: [], links: { next: null } } });
		await api.run(
			'meeting.getMany',
			{ filters: { from } },
			{ items: [item], settings: { timezone } },
		);
		return api.requests[0].query.from;
	};

	it.each([
		['2026-03-01T09:00:00', 'Europe/Brussels', '2026-03-01T08:00:00Z'],
		// Not in the list of what was seen:
		['2026-07-01T09:00:00', 'Europe/Brussels', '2026-07-01T07:00:00Z'],
		['2026-03-01 09:00:00', 'Europe/Brussels', '2026-03-01T08:00:00Z'],
		['2026-03-01T09:00', 'America/New_York', '2026-03-01T14:00:00Z'],
		['2026-03-01T09:00:00.500', 'Asia/Kolkata', '2026-03-01T03:30:00.500Z'],
		['2026-03-01', 'Europe/Brussels', '2026-02-28T23:00:00Z'],
		['  2026-03-01T09:00:00 ', 'UTC', '2026-03-01T09:00:00Z'],
	])('without a zone is meant in that of the workflow: %s in %s', async (from, zone, moment) => {
		const text = await sent(from, zone);
		expect(Date.parse(text)).toBe(Date.parse(moment));
		expect(text).toMatch(/Z$/);
	});

	it.each([
		['2026-03-01T09:00:00Z', '2026-03-01T09:00:00Z'],
		['2026-03-01T09:00:00+02:00', '2026-03-01T07:00:00Z'],
		[
			'={{ DateTime.fromISO("2026-03-01T10:00:00", { zone: "America/New_York" }) }}',
			'2026-03-01T15:00:00Z',
		],
		['={{ new Date("2026-03-01T09:00:00Z") }}', '2026-03-01T09:00:00Z'],
		// Not in the list of what was seen:
		['2026-03-01 09:00:00-05:00', '2026-03-01T14:00:00Z'],
		['2026-03-01T09:00:00.000+0200', '2026-03-01T07:00:00Z'],
		['={{ DateTime.fromISO("2026-03-01T09:00:00Z").toISO() }}', '2026-03-01T09:00:00Z'],
		['={{ "2026-03-01T09:00:00Z".toDateTime() }}', '2026-03-01T09:00:00Z'],
	])('is the moment that it names: %s', async (from, moment) => {
		expect(Date.parse(await sent(from))).toBe(Date.parse(moment));
	});

	it.each([
		['Meeting 12'],
		['2026-02-30'],
		['={{ new Date("x") }}'],
		// Not in the list of what was seen:
		['={{ DateTime.fromISO("x") }}'],
		['2026-13-01'],
		['2026-02-29T10:00:00'],
		['2026-03-01T25:00:00'],
		['2026-03-01T09:61:00Z'],
		['yesterday'],
		['1'],
		['={{ true }}'],
		['={{ {} }}'],
		['={{ ["2026-03-01"] }}'],
		['={{ 1e18 }}'],
		['={{ 1772355600000000 }}'],
		['={{ DateTime.now().diff(DateTime.now().minus({ days: 1 })) }}'],
		['={{ DateTime.now().until(DateTime.now().plus({ days: 1 })) }}'],
		['0000-01-01'],
		['={{ 46082 }}'],
		['01/02'],
		['March'],
	])('that is none is refused with the name of its field: %s', async (from) => {
		const error = await api.failure('meeting.getMany', { filters: { from } });
		expect(error.message).toContain('Created After');
		expect(error.message).not.toContain('Invalid time value');
		expect(api.requests).toHaveLength(0);
	});
});

describe('blanks around', () => {
	it.each([' m1 ', 'm1\n', '\tm1', 'm1\r\n', '\u00A0m1', '\uFEFFm1', '\u200Bm1'])(
		'the ID %j are left out',
		async (id) => {
			one();
			await api.run('meeting.get', { meetingId: byId(id) });
			expect(api.calls).toEqual(['GET /meetings/m1']);
		},
	);

	it.each([' m1 ', 'm1\n'])('the ID %j of an expression are left out', async (id) => {
		one();
		await api.run('meeting.get', { meetingId: byId('={{ $json.id }}') }, { items: [{ id }] });
		expect(api.calls).toEqual(['GET /meetings/m1']);
	});

	it.each([
		' https://app.claritalk.com/meetings/m1',
		'https://app.claritalk.com/meetings/m1 \n',
		'https://app.claritalk.com/conversations/m1',
		'https://app.claritalk.com/nl/conversations/m1/summary?tab=1',
		'\thttps://app.claritalk.com/meetings/m1?tab=summary ',
		// Not in the list of what was seen:
		'https://app.claritalk.com/meetings/m1/#top ',
		'\u00A0https://app.claritalk.com/meetings/m1/',
	])('the address of a meeting %j are left out', async (value) => {
		one();
		await api.run('meeting.get', { meetingId: { __rl: true, mode: 'url', value } });
		expect(api.calls).toEqual(['GET /meetings/m1']);
	});

	it('addresses, mails and IDs that are sent are left out, also those that cannot be seen', async () => {
		one();
		await api.run('user.invite', { email: '\u200Ban@x.example\u2060' });
		await api.run('webhook.register', { webhookUrl: ' https://n8n.example/x\n' });
		await api.run('user.invite', { email: '\tan@x.example ' });
		await api.run('organisation.create', {
			name: 'x',
			additionalFields: { webhookUrl: 'https://n8n.example/y ' },
		});
		await api.run('meeting.create', {
			title: ' Board ',
			additionalFields: { teamId: byId(' t1\n') },
		});
		expect(api.requests.map(({ body }) => body)).toEqual([
			{ email: 'an@x.example' },
			{ webhook_url: 'https://n8n.example/x' },
			{ email: 'an@x.example' },
			{ name: 'x', webhook_url: 'https://n8n.example/y' },
			{ title: 'Board', team_id: 't1' },
		]);
	});

	it.each([' /teams', '/teams\n'])('the path %j are left out', async (path) => {
		one();
		await api.run('api.request', { path });
		expect(api.calls).toEqual(['GET /teams']);
	});

	it('Client ID and Client Secret are left out', async () => {
		api.answer(({ path }) => ({
			json: path === '/oauth/token' ? { access_token: 'fresh-token-1' } : MEETING,
		}));
		const claritalkServiceAccountOAuth2Api = {
			environment: 'custom',
			baseUrl: api.url,
			clientId: ' client-1\n',
			clientSecret: '\u200Bsecret-1\r\n',
		};
		const parameters = { meetingId: byId('m1'), authentication: 'serviceAccount' };
		const credentials = { claritalkServiceAccountOAuth2Api };
		await api.run('meeting.get', parameters, { credentials });
		expect(Object.fromEntries(new URLSearchParams(api.requests[0].text))).toMatchObject({
			client_id: 'client-1',
			client_secret: 'secret-1',
		});
	});

	it.each(['x', '/x'])('200,000 of them within %s take no time', async (start) => {
		const items = [{ value: `${start}${' '.repeat(200_000)}!` }];
		// A quadratic expression took a minute over this: the test would time out.
		for (const operation of ['meeting.get', 'api.request']) {
			const parameters = { meetingId: byId('={{ $json.value }}'), path: '={{ $json.value }}' };
			await api.run(operation, parameters, { items }).catch(() => undefined);
		}
	});

	it('the Base URL are left out', async () => {
		one();
		const claritalkApi = {
			environment: 'custom',
			baseUrl: ` ${api.url}/ \n`,
			accessToken: api.token,
		};
		await api.run('meeting.get', { meetingId: byId('m1') }, { credentials: { claritalkApi } });
		expect(api.requests).toHaveLength(1);
	});
});

it.each(['a%20b', 'é1', 'a.b', 'a:b'])('an address gives no part of the ID %j', async (id) => {
	const value = `https://app.claritalk.com/meetings/${id}`;
	const error = await api.failure('meeting.get', { meetingId: { __rl: true, mode: 'url', value } });
	expect(error.message).toContain('not an address');
	expect(api.requests).toHaveLength(0);
});

describe('API Request', () => {
	it.each([
		['[{"a": 1}, 2]', [{ a: 1 }, 2]],
		['={{ [1, 2] }}', [1, 2]],
		// Not in the list of what was seen:
		['[]', []],
		[' [["a"]] ', [['a']]],
		['\ufeff[1]\n', [1]],
		['={{ $json.rows }}', [{ id: 1 }]],
	])('sends the list %s as it is', async (body, expected) => {
		api.answer({ json: {} });
		const items = [{ rows: [{ id: 1 }] }];
		await api.run('api.request', { method: 'POST', path: '/any', body }, { items });
		expect(api.requests[0].body).toEqual(expected);
	});

	it.each([
		['={{ new Map([["a", new Set([1])]]) }}', { a: [1] }],
		['={{ new Set([1, 2]) }}', [1, 2]],
		[
			'={{ [DateTime.fromISO("2026-03-01T10:00:00Z", { setZone: true })] }}',
			['2026-03-01T10:00:00.000Z'],
		],
	])('sends all that %s holds', async (body, expected) => {
		api.answer({ json: {} });
		await api.run('api.request', { method: 'POST', path: '/any', body });
		expect(api.requests[0].body).toEqual(expected);
	});

	it.each(['7', '"text"', 'true', '{"a"', '={{ 7 }}', '={{ $now }}', '={{ new Date() }}'])(
		'refuses the body %s',
		async (body) => {
			const error = await api.failure('api.request', { method: 'POST', path: '/any', body });
			expect(error.message).toContain('Body');
			expect(api.requests).toHaveLength(0);
		},
	);

	/** How many of 40 calls are there at once at most: the twentieth is answered once another has come, if one comes. */
	const readsAtOnce = async () => {
		let goOn: () => void = () => undefined;
		const another = new Promise<void>((resolve) => (goOn = resolve));
		api.answer(async (_, count) => {
			if (count === 20) await another;
			if (count > 20) goOn();
			return { json: { count } };
		});
		const items = Array.from({ length: 40 }, (_, id) => ({ id }));
		return await api.run('api.request', { path: '=/things/{{ $json.id }}' }, { items });
	};

	it('reads several at once, in their order', async () => {
		expect(await readsAtOnce()).toHaveLength(40);
	});

	it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('writes one after another: %s', async (method) => {
		let open = 0;
		let most = 0;
		api.answer(async () => {
			most = Math.max(most, ++open);
			await new Promise((resolve) => setImmediate(resolve));
			open--;
			return { json: {} };
		});
		const items = Array.from({ length: 10 }, (_, id) => ({ id }));
		await api.run(
			'api.request',
			{ method, path: '=/things/{{ $json.id }}', body: '{}' },
			{ items },
		);
		expect(most).toBe(1);
		expect(api.requests.map(({ path }) => path)).toEqual(items.map(({ id }) => `/things/${id}`));
	});
});

describe('a token', () => {
	const withToken = (accessToken: string) => ({
		credentials: { claritalkApi: { environment: 'custom', baseUrl: api.url, accessToken } },
	});
	const get = { meetingId: byId('m1') };

	it.each([
		['Bearer abc|DEF_1-2.3'],
		['abc|DEF_1-2.3\n'],
		// Not in the list of what was seen:
		['bearer  abc|DEF_1-2.3'],
		['  Bearer abc|DEF_1-2.3 \r\n'],
		['\tabc|DEF_1-2.3'],
		['\u00A0abc|DEF_1-2.3\u00A0'],
		['BEARER abc|DEF_1-2.3'],
		['Authorization: Bearer abc|DEF_1-2.3'],
		['Bearer: abc|DEF_1-2.3'],
		['Bearer Bearer abc|DEF_1-2.3'],
		['"Bearer abc|DEF_1-2.3"'],
		['\uFEFFabc|DEF_1-2.3\u200B'],
	])('pasted as %j is taken', async (pasted) => {
		one();
		await api.run('meeting.get', get, withToken(pasted));
		expect(api.requests[0].headers.authorization).toBe('Bearer abc|DEF_1-2.3');
	});

	it.each([
		['tökén-of-mine'],
		// Not in the list of what was seen:
		['abc…def'],
		['abc def'],
		['abc\ndef'],
		['••••••••'],
		['abc\u0000def'],
		['abc\u200Bdef'],
	])('with a character that no token has is said to: %j', async (pasted) => {
		one();
		const error = await api.failure('meeting.get', get, withToken(pasted));
		expect(`${error.message} ${error.description}`).toMatch(/token/i);
		expect(`${error.message} ${error.description}`).toMatch(/character|blank|space|line/i);
		expect(`${error.message} ${error.description}`).not.toContain(pasted);
		expect(api.requests).toHaveLength(0);
	});

	it.each(['', '  ', 'Bearer '])('that is empty is said to be: %j', async (pasted) => {
		one();
		const error = await api.failure('meeting.get', get, withToken(pasted));
		expect(`${error.message} ${error.description}`).toMatch(/token/i);
		expect(api.requests).toHaveLength(0);
	});
});

describe('the dropdown shows what the search of the server found', () => {
	/** A server that finds a row by something that its name does not hold. */
	const finds = (word: string, row: IDataObject, others: IDataObject[]) =>
		api.answer(({ query }) => {
			const isFound = query.search?.toLowerCase() === word;
			const data = query.search === undefined ? [row, ...others] : isFound ? [row] : [];
			return { json: { data, meta: { current_page: 1, last_page: 1 } } };
		});

	it.each([
		[
			'searchMeetings',
			'jansen',
			{ meetingId: 'm1', title: 'Annual accounts' },
			{ meetingId: 'm2', title: 'Other' },
		],
		// Not in the list of what was seen:
		[
			'searchMeetings',
			'decouverte',
			{ meetingId: 'm1', title: 'Réunion de découverte' },
			{ meetingId: 'm2', title: 'Other' },
		],
		[
			'searchUsers',
			'0478',
			{ userId: 'm1', firstName: 'An', email: 'an@x.example' },
			{ userId: 'm2', firstName: 'Bo' },
		],
		[
			'searchDossiers',
			'be0123',
			{ dossierId: 'm1', name: 'Bakkerij' },
			{ dossierId: 'm2', name: 'Garage' },
		],
		[
			'searchTeams',
			'tax audit',
			{ teamId: 'm1', name: 'Audit (tax)' },
			{ teamId: 'm2', name: 'Advice' },
		],
	])('%s %s', async (method, filter, row, other) => {
		finds(filter, row, [other]);
		const { results } = await api.search(method, { filter });
		expect(results.map(({ value }) => value)).toEqual(['m1']);
	});

	it('and not everything where the server knows no search', async () => {
		api.answer({
			json: {
				data: [
					{ teamId: 'a', name: 'Audit' },
					{ teamId: 'b', name: 'Advice' },
				],
				links: { next: null },
			},
		});
		const { results } = await api.search('searchTeams', { filter: 'audit' });
		expect(results.map(({ value }) => value)).toEqual(['a']);
	});
});

describe('the panel', () => {
	const properties = () =>
		api.n8n.options.nodes.flatMap(({ description }) =>
			description.properties.map((property) => ({ node: description.name, property })),
		);
	/** A property and those inside it. */
	const inside = (property: INodeProperties): INodeProperties[] => [
		property,
		...((property.options ?? []) as Array<INodeProperties | INodePropertyOptions>)
			.filter((option): option is INodeProperties => 'type' in option)
			.flatMap(inside),
	];

	it('takes no expression for Authentication', () => {
		const fields = properties().filter(({ property }) => property.name === 'authentication');
		expect(fields.map(({ node }) => node)).toEqual(
			expect.arrayContaining(['claritalk', 'claritalkTrigger']),
		);
		for (const { property } of fields) expect(property.noDataExpression).toBe(true);
	});

	it('checks what is typed for an ID or an address, and forgives what the node forgives', () => {
		const locators = properties()
			.flatMap(({ property }) => inside(property))
			.filter(({ type, name }) => type === 'resourceLocator' && name.endsWith('Id'));
		expect(locators.length).toBeGreaterThan(5);
		for (const { modes } of locators) {
			for (const { name, validation } of modes!.filter((mode) => mode.name !== 'list')) {
				const [rule] = (validation ?? []) as Array<{ properties: { regex?: string } }>;
				const regex = rule?.properties.regex;
				expect(regex).toBeTruthy();
				const isTaken = (value: string) => new RegExp(`^(?:${regex})$`).test(value);
				const good = name === 'url' ? 'https://app.claritalk.com/meetings/m-1' : 'm-1_A';
				for (const value of [good, ` ${good} `, `${good}\n`])
					expect([value, isTaken(value)]).toEqual([value, true]);
				for (const value of ['a/b', '../x', 'a b'])
					expect([value, isTaken(value)]).toEqual([value, false]);
			}
		}
	});
});

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'Production', '', 'prod'])(
	'%j is no environment',
	async (environment) => {
		const claritalkApi = { environment, baseUrl: api.url, accessToken: api.token };
		const parameters = { meetingId: byId('m1'), options: { maxRetryWait: 0 } };
		const error = await api.failure('meeting.get', parameters, { credentials: { claritalkApi } });
		expect(`${error.message} ${error.description}`).toMatch(/environment/i);
		expect(error.message).not.toMatch(/is not a function|could not be reached/);
		expect(api.requests).toHaveLength(0);
	},
);

describe('API › Request by expressions', () => {
	const body = '{"title": "x"}';

	it.each(['={{ "post" }}', '={{ " Post\\n" }}', 'POST'])(
		'sends its body by the method %s',
		async (method) => {
			one();
			await api.json('api.request', { method, path: '/x', body });
			expect(api.calls).toEqual(['POST /x']);
			expect(api.requests[0].body).toEqual({ title: 'x' });
		},
	);

	it.each(['={{ null }}', '={{ "FETCH" }}', '={{ ["POST"] }}'])(
		'refuses the method %s by its name, and sends nothing',
		async (method) => {
			const error = await api.failure('api.request', { method, path: '/meetings', body });
			expect(error.message).toMatch(/^Method: .* is none of the choices/);
			expect(api.requests).toHaveLength(0);
		},
	);

	it('tells of a method that cannot be used for its item alone', async () => {
		one();
		const parameters = { method: '={{ $json.method }}', path: '/meetings/m1' };
		const items = ['GET', 'LOOK', 'get'].map((method) => ({ method }));
		const output = await api.json('api.request', parameters, { items, continueOnFail: true });
		expect(output.map((json) => 'error' in json)).toEqual([false, true, false]);
	});

	it.each(['={{ {a: 1} }}', '={{ ["/meetings"] }}'])('refuses the path %s', async (path) => {
		const error = await api.failure('api.request', { method: 'GET', path });
		expect(error.message).toBe('Path is a list or an object, not a text');
	});

	it('writes switches of a query as Laravel reads them', async () => {
		lists();
		const queryParameters = '{"archived": true, "all": false, "only": [true]}';
		await api.json('api.request', { method: 'GET', path: '/teams', queryParameters });
		expect(api.requests[0].query).toMatchObject({ archived: '1', all: '0' });
	});
});
