/** API › Request: all pages of a list, and files as answers. */
import { createHash, randomBytes } from 'node:crypto';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { endpoints } from '../../nodes/api/endpoints';
import { serving } from '../harness/answering';
import { failureOf, patOf, useClaritalk } from '../harness/claritalk';
import type { Harness } from '../harness/harness';
import { type Reply, useScriptedApi } from '../harness/scriptedApi';
import { type Sandbox, SHAPES } from '../sandbox';

describe.each(SHAPES)('all pages in the %s shape', (shape) => {
	let sandbox: Sandbox;
	let n8n: Harness;
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	const all = async (path: string, more: object = {}) => {
		const requestOptions = { pagination: true };
		const parameters = { resource: 'api', operation: 'request', path, requestOptions, ...more };
		return (await n8n.execute('claritalk', { parameters: parameters as INodeParameters }))[0];
	};

	it('are an item for each row, linked to the item that asked', async () => {
		sandbox.store.addMeetings(200);
		for (const [path, rows] of [
			[endpoints.meeting.getMany.path, sandbox.store.meetings],
			[endpoints.team.getMany.path, sandbox.store.teams],
			[endpoints.user.getMany.path, sandbox.store.users],
			[endpoints.dossier.getMany.path, sandbox.store.dossiers],
		] as const) {
			const items = await all(path);
			expect(items).toHaveLength(rows.length);
			expect(new Set(items.map(({ json }) => JSON.stringify(json))).size).toBe(rows.length);
			expect(items.every(({ pairedItem }) => JSON.stringify(pairedItem) === '{"item":0}')).toBe(
				true,
			);
		}
	});

	it('keep a query, in the path or beside it', async () => {
		sandbox.store.addMeetings(100);
		const [one] = sandbox.store.meetings;
		one.title = 'Only this one';
		const { path, query } = endpoints.meeting.getMany;
		const { sent } = query.search;
		expect(await all(`${path}?${sent}=only%20this`)).toHaveLength(1);
		const queryParameters = JSON.stringify({ [sent]: 'only this' });
		expect(await all(path, { queryParameters })).toHaveLength(1);
	});
});

describe('all pages', () => {
	const api = useScriptedApi();
	const paged = { path: '/anything/rows', requestOptions: { pagination: true } };

	it('of an address that the package does not know follow its links', async () => {
		api.answer(({ query }) => {
			const page = Number(query.page);
			const next = page < 3 ? `https://elsewhere.example/x?page=${page + 1}&keep=1` : null;
			return { json: { rows: [{ n: page }], links: { next } } };
		});
		expect(await api.json('api.request', paged)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
		expect(api.calls).toEqual(Array(3).fill('GET /anything/rows'));
	});

	it.each([
		['/anything/rows?page=2&keep=a%20b&per_page=7', '{}'],
		['/anything/rows?keep=a%20b', '{"page": 2, "per_page": "7"}'],
		['/anything/rows?page=1&keep=a%20b&per_page=9', '{"page": 2, "per_page": 7}'],
	])('of %s with %s begin there, with pages of that size', async (path, queryParameters) => {
		api.answer(({ query }) => {
			const page = Number(query.page);
			return {
				json: { data: [{ n: page }], meta: { current_page: page, last_page: 4, total: 4 } },
			};
		});
		const rows = await api.json('api.request', { ...paged, path, queryParameters });
		expect(rows).toEqual([{ n: 2 }, { n: 3 }, { n: 4 }]);
		expect(api.requests.map(({ search }) => new URLSearchParams(search).toString())).toEqual(
			[2, 3, 4].map((page) => `keep=a+b&page=${page}&per_page=7`),
		);
	});

	it('are asked for with a query whose members cannot be made a text', async () => {
		api.answer({ json: { data: [{ n: 1 }], meta: { current_page: 1, last_page: 1 } } });
		const queryParameters = '{"filter": {"toString": 1}}';
		expect(await api.json('api.request', { ...paged, queryParameters })).toEqual([{ n: 1 }]);
		expect(api.requests[0].query).toMatchObject({ 'filter[toString]': '1' });
	});

	it('say so where the answer is no list', async () => {
		api.answer({ json: { data: { id: 1 } } });
		const error = await api.failure('api.request', paged);
		expect(error.message).toContain('a list of JSON objects');
		expect(error.description).toMatch(/^The answer holds no list: /);
	});

	it.each([
		[{ method: 'POST' }, { pagination: true }],
		[{}, { pagination: true, responseFormat: 'file' }],
	])('are refused with %j and %j', async (more, requestOptions) => {
		const error = await api.failure('api.request', { path: '/x', requestOptions, ...more });
		expect(error.message).toBe('Pagination reads lists, which are answers in JSON to GET');
		expect(error.description).toMatch(/^Turn Pagination off/);
		expect(api.requests).toHaveLength(0);
	});
});

describe('a call', () => {
	const api = useScriptedApi();

	it.each([
		[{ a: true, b: false }, 'a=1&b=0'],
		[{ 'a[]': [true, false, 'x'] }, 'a[]=1&a[]=0&a[]=x'],
		[{ a: [true, false], b: null }, 'a[0]=1&a[1]=0&b='],
		[{ filter: { active: true, none: null } }, 'filter[active]=1&filter[none]='],
		[{ a: [{ b: false, c: [true] }] }, 'a[0][b]=0&a[0][c][0]=1'],
	])('sends the query %j as PHP reads it', async (query, sent) => {
		const queryParameters = JSON.stringify(query);
		api.answer({ json: { ok: 1 } });
		await api.run('api.request', { path: '/things', queryParameters });
		expect(decodeURIComponent(api.requests[0].search)).toBe(`?${sent}`);
	});

	it('asks for JSON, or else Laravel would answer with a login page', async () => {
		api.answer({ json: { ok: 1 } });
		await api.run('api.request', { path: '/things' });
		expect(api.requests[0].headers.accept).toBe('application/json');
	});
});

describe('a body', () => {
	const api = useScriptedApi();
	const send = async (method: string, body: string) => {
		api.answer({ json: { ok: 1 } });
		await api.run('api.request', { path: '/things', method, body });
		return api.requests[0];
	};

	it.each(['POST', 'DELETE'])('that is left as it was is not sent with %s', async (method) => {
		const { text, headers } = await send(method, '{}');
		expect([text, headers['content-type']]).toEqual(['', undefined]);
	});

	it.each(['[]', '{"a":{"constructor":1,"__proto__":{"b":2}}}'])(
		'%s is sent whole',
		async (body) => {
			const { text, headers } = await send('POST', body);
			expect([text, headers['content-type']]).toEqual([body, 'application/json']);
		},
	);
});

describe('a file as answer', () => {
	const api = useScriptedApi();
	const options = { requestOptions: { responseFormat: 'file' } };
	const get = { path: '/meetings/m1/report', ...options };
	const pdf = Buffer.from('%PDF-1.7 é');
	const file = (headers: Record<string, string> = {}): Reply => ({
		bytes: pdf,
		headers: { 'content-type': 'application/pdf', ...headers },
	});
	const receive = async (reply: Reply, parameters: object = {}) => {
		api.answer(reply);
		return (await api.run('api.request', { ...get, ...parameters }))[0];
	};

	it('is binary data, byte for byte, also a large one', async () => {
		const bytes = randomBytes(5_000_000);
		const { json, binary, pairedItem } = await receive({
			bytes,
			headers: { 'content-type': 'audio/mpeg' },
		});
		const hash = (content: Buffer) => createHash('sha256').update(content).digest('hex');
		expect(hash(await api.n8n.readBinary(binary!.data))).toBe(hash(bytes));
		expect(binary!.data).toMatchObject({ fileName: 'report', mimeType: 'audio/mpeg' });
		expect(json).toEqual({ fileName: 'report', mimeType: 'audio/mpeg' });
		expect(pairedItem).toEqual({ item: 0 });
	});

	it.each(['={{ "File" }}', ' file '])('is one with the format %j, too', async (responseFormat) => {
		const item = await receive(file(), { requestOptions: { responseFormat } });
		expect(await api.n8n.readBinary(item.binary!.data)).toEqual(pdf);
	});

	it('is not asked for with a format that is none', async () => {
		const requestOptions = { responseFormat: '={{ "pdf" }}' };
		const error = await api.failure('api.request', { ...get, requestOptions });
		expect(error.message).toBe('Response Format: "pdf" is none of the choices');
		expect(api.requests).toHaveLength(0);
	});

	it('is asked for as JSON or anything, or else Laravel would answer with a login page', async () => {
		await receive(file());
		expect(api.requests[0].headers.accept).toBe('application/json, */*');
	});

	it.each([
		['attachment; filename="Overleg 1.pdf"', 'Overleg 1.pdf'],
		['attachment; filename=report.pdf', 'report.pdf'],
		['attachment;filename=report.pdf;size=3', 'report.pdf'],
		[`attachment; filename="x.pdf"; filename*=UTF-8''Verslag%20%C3%A9.pdf`, 'Verslag é.pdf'],
		[`attachment; filename*=iso-8859-1'nl'Verslag%20%E9.pdf`, 'Verslag é.pdf'],
		[`attachment; filename*=utf8''Verslag%20%C3%A9.pdf`, 'Verslag é.pdf'],
		[`attachment; filename*=utf-8''Verslag%20%E9.pdf`, 'Verslag é.pdf'],
		[`attachment; filename*=utf-8''Verslag%20%E9`, 'Verslag é'],
		[`attachment; filename*=windows-1252''Bilan%20%80%201%96.pdf`, 'Bilan € 1–.pdf'],
		[`attachment; filename*=ISO-8859-15''%A4.pdf`, '€.pdf'],
		[`attachment; filename*=Shift_JIS''%89%EF%8Bc.pdf`, '会議.pdf'],
		[`attachment; filename*=none-such''Verslag%20%E9.pdf`, 'Verslag é.pdf'],
		[`attachment; filename*=''Verslag%20%C3%A9.pdf`, 'Verslag é.pdf'],
		[Buffer.from('inline; filename="Verslag é.pdf"').toString('latin1'), 'Verslag é.pdf'],
		['inline; filename="Verslag \u00e9.pdf"', 'Verslag é.pdf'],
		['attachment; filename="a \\"b\\".pdf"', 'a "b".pdf'],
		['attachment; filename="../../etc/passwd"', 'etc-passwd'],
		[`attachment; filename*=UTF-8''..%2F..%2Fx.pdf`, 'x.pdf'],
		['attachment; filename=""', 'report'],
		['attachment; filename="..."', 'report'],
		['attachment; filename=Verslag maart.pdf', 'Verslag maart.pdf'],
		['attachment; filename=a.pdf, attachment; filename=b.pdf', 'a.pdf'],
		['attachment; filename="a.pdf"; filename="b.pdf"', 'a.pdf'],
		['attachment; filename="C:\\docs\\a.pdf"', 'C:-docs-a.pdf'],
		[`attachment; filename*=UTF-8''; filename="a.pdf"`, 'a.pdf'],
		[`attachment; filename*=UTF-8'' ; filename="a.pdf"`, 'a.pdf'],
		[`attachment; filename*="UTF-8''Verslag%20%C3%A9.pdf"`, 'Verslag é.pdf'],
		['attachment; filename="=?UTF-8?B?VmVyc2xhZyDDqS5wZGY=?="', 'Verslag é.pdf'],
		[
			'attachment; filename="=?iso-8859-1?q?Verslag_=E9?= =?utf-8?Q?=C3=A9=2Epdf?="',
			'Verslag éé.pdf',
		],
		['attachment; filename="=?windows-1252?Q?Bilan_=80.pdf?="', 'Bilan €.pdf'],
		['attachment; filename="=?ISO-2022-JP?B?GyRCMnE1RBsoQi5wZGY=?="', '会議.pdf'],
		['attachment; filename="Overleg 1.pdf', 'Overleg 1.pdf'],
		[`attachment; filename='Overleg 1.pdf'; size=3`, 'Overleg 1.pdf'],
		[`attachment; filename='s-Gravenhage.pdf`, `'s-Gravenhage.pdf`],
		['attachment; filename=', 'report'],
		['attachment', 'report'],
		['inline; xfilename="no.pdf"', 'report'],
	])('named by %j is %s', async (disposition, name) => {
		const { binary } = await receive(file({ 'content-disposition': disposition }));
		expect(binary!.data).toMatchObject({ fileName: name, mimeType: 'application/pdf' });
	});

	it.each([
		['application/pdf; charset=binary', 'application/pdf'],
		['', 'application/octet-stream'],
	])('of the type %j is %s', async (type, expected) => {
		const { binary } = await receive(file({ 'content-type': type }));
		expect(binary!.data.mimeType).toBe(expected);
	});

	it('stands in the field that was chosen, beside the files of a write', async () => {
		const data = await api.n8n.storeBinary('x', 'x.txt', 'text/plain');
		api.answer(file());
		const requestOptions = { ...options.requestOptions, outputPropertyName: 'pdf' };
		const [{ binary }] = await api.run(
			'api.request',
			{ path: '/exports', method: 'POST', body: '[{"id": 1}]', requestOptions },
			{ items: [{ json: {}, binary: { data } }] },
		);
		expect(Object.keys(binary!)).toEqual(['data', 'pdf']);
		expect(api.requests[0].body).toEqual([{ id: 1 }]);
	});

	it.each<[string, Reply, string]>([
		['JSON', { json: { a: 1 } }, '{"a":1}'],
		['JSON that tells of an error', { json: { id: 1, error: 'x' } }, '{"id":1,"error":"x"}'],
		[
			'a web page',
			{ text: '<html><title>Login</title><p>Minutes' },
			'<html><title>Login</title><p>Minutes',
		],
		['a text', { text: 'success: false' }, 'success: false'],
		['a blank', { bytes: Buffer.from([0]) }, '\0'],
	])('may be %s', async (_, reply, text) => {
		const { binary } = await receive(reply);
		expect((await api.n8n.readBinary(binary!.data)).toString()).toBe(text);
	});

	it.each([1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 300_000])(
		'comes whole with %i bytes',
		async (length) => {
			const bytes = randomBytes(length);
			// A blank by itself is no file.
			bytes[0] = 0xff;
			const { binary } = await receive({ bytes });
			expect((await api.n8n.readBinary(binary!.data)).equals(bytes)).toBe(true);
		},
	);

	const login = `<!doctype html><form action="/login"><input name="password" type="password"></form>`;
	it.each<[string, Reply, RegExp]>([
		['nothing', { text: '' }, /^Claritalk answered with an empty body where a file was expected/],
		['a page to log in', { text: login, headers: { 'content-type': 'text/html' } }, /web page/],
		['a failure', { json: { success: false } }, /where a file was expected|did not give a file/],
		[
			'a failure of another type',
			{ text: '{"ok":false,"message":"Not ready"}' },
			/did not give a file/,
		],
	])('is none where the API answers 200 with %s', async (_, reply, message) => {
		api.answer(reply);
		const error = await api.failure('api.request', get);
		expect(error.message).toMatch(message);
		expect(error.context.itemIndex).toBe(0);
		expect(api.requests).toHaveLength(1);
	});

	it.each<[string, Reply, string]>([
		['JSON', { status: 422, json: { message: 'Not ready' } }, 'Claritalk says: Not ready'],
		['a text', { status: 400, text: 'Not ready' }, 'Claritalk says: Not ready'],
		[
			'JSON of another type',
			{ status: 409, text: '{"error": "Not ready"}' },
			'Claritalk says: Not ready',
		],
	])('that is refused with %s fails in words', async (_, reply, words) => {
		api.answer(reply);
		const error = await api.failure('api.request', get);
		expect(error.httpCode).toBe(String(reply.status));
		expect(error.description).toContain(words);
	});

	it.each<[string, Reply, RegExp]>([
		['nothing', { status: 204 }, /where a file was expected/],
		['a redirect', { status: 302, headers: { location: 'https://files.example/x' } }, /redirect/],
		['half of it', { bytes: pdf, drop: true }, /did not arrive as a whole/],
	])('of which comes %s fails', async (_, reply, message) => {
		api.answer(reply);
		const error = await api.failure('api.request', get);
		expect(error.message).toMatch(message);
		expect(error.description).not.toMatch(/JSON only|before an answer/);
		expect(error.context.itemIndex).toBe(0);
	});

	it.each<[string, Reply[]]>([
		['GET', [{ status: 204 }]],
		['DELETE', [{ status: 502 }, { status: 404 }]],
	])('is none where %s gives no content', async (method, replies) => {
		api.answerInTurn(...replies);
		const error = await api.failure('api.request', { ...get, method });
		expect(error.message).toBe('Claritalk answered with an empty body where a file was expected');
		expect(error.httpCode).toBe('204');
	});

	it.each([
		[{}, 3_600],
		[{ 'content-length': '1000' }, 300],
		[{ 'content-length': String(600 * 64 * 1024) }, 600],
	])('with the headers %j may take %i seconds', async (headers, seconds) => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		api.answer({ bytes: pdf, headers, drop: 'content-length' in headers });
		await api.run('api.request', get).catch(() => undefined);
		const [[answer], [whole]] = timeout.mock.calls;
		expect([answer, whole]).toEqual([300_500, seconds * 1_000 + 500]);
	});

	describe('whose end never comes', () => {
		/** What it fails with once its time is over, which is at once. */
		const failure = async (onBegin = () => {}, setup: object = {}) => {
			const timeout = AbortSignal.timeout.bind(AbortSignal);
			jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
				const isOfFile = ms > 3_600_000;
				if (isOfFile) onBegin();
				return timeout(isOfFile ? 20 : ms);
			});
			return await serving(
				(_, response) => void response.writeHead(200).write(pdf),
				async (url) => {
					const credentials = { claritalkApi: patOf({ url, token: api.token }) };
					return await failureOf(api.run('api.request', get, { credentials, ...setup }));
				},
			);
		};

		it('fails in words', async () => {
			const { message, description } = await failure();
			expect(message).toBe('The file from Claritalk did not arrive as a whole');
			expect(description).toMatch(/^It took too long \(ETIMEDOUT\)/);
		});

		it('is called off with its execution', async () => {
			const cancel = new AbortController();
			const setup = { abortSignal: cancel.signal };
			const { message } = await failure(() => cancel.abort(), setup);
			expect(message).toBe('The execution was cancelled');
		});
	});

	it('is refused without words where these break off', async () => {
		api.answer({ status: 403, bytes: Buffer.from('{"message":"No'), drop: true });
		const { httpCode, description } = await api.failure('api.request', get);
		expect(httpCode).toBe('403');
		expect(description).not.toContain('Claritalk says');
	});

	it('is asked for again after a rate limit and a failure that passes', async () => {
		api.answerInTurn(
			{ status: 429, headers: { 'retry-after': '7' }, json: { message: 'Too Many Attempts.' } },
			{ status: 503, text: 'Busy' },
			file(),
		);
		const [{ binary }] = await api.run('api.request', get);
		expect((await api.n8n.readBinary(binary!.data)).equals(pdf)).toBe(true);
		expect(api.requests).toHaveLength(3);
	});

	it('is received with a renewed login', async () => {
		let isRenewed = false;
		api.answer(({ path, headers }) => {
			if (path === '/oauth/token') {
				isRenewed = true;
				const access_token = 'fresh-token-1';
				return { json: { access_token, refresh_token: 'r2', token_type: 'Bearer' } };
			}
			const isFresh = headers.authorization === 'Bearer fresh-token-1';
			return isFresh ? file() : { status: 401, json: { message: 'Unauthenticated.' } };
		});
		const oauthTokenData = {
			access_token: 'stored-token-1',
			refresh_token: 'stored-refresh-1',
			token_type: 'Bearer',
		};
		const credentials = {
			claritalkOAuth2Api: {
				...patOf(api),
				clientId: 'client-1',
				clientSecret: 'a-client-secret-1',
				oauthTokenData,
			},
		};
		const parameters = { ...get, authentication: 'oAuth2' };
		const [{ binary }] = await api.run('api.request', parameters, { credentials });
		expect((await api.n8n.readBinary(binary!.data)).equals(pdf)).toBe(true);
		expect(isRenewed).toBe(true);
	});

	it('needs a field to be put in', async () => {
		const requestOptions = { ...options.requestOptions, outputPropertyName: ' ' };
		const error = await api.failure('api.request', { ...get, requestOptions });
		expect(error.message).toBe('Output Binary Field is empty');
		expect(api.requests).toHaveLength(0);
	});

	it('gives an error item under continue on fail, and the others their files', async () => {
		api.answer(({ path }) => (path === '/b' ? { status: 404 } : file()));
		const items = ['/a', '/b', '/c'].map((path) => ({ path }) as IDataObject);
		const output = await api.run(
			'api.request',
			{ path: '={{ $json.path }}', ...options },
			{ items, continueOnFail: true },
		);
		expect(output.map(({ json, binary }) => [Object.keys(json), binary?.data.fileName])).toEqual([
			[['fileName', 'mimeType'], 'a'],
			[['error'], undefined],
			[['fileName', 'mimeType'], 'c'],
		]);
	});
});
