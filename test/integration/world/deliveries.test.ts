/** Deliveries to the trigger in other forms than the documented one. */
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import { byId, patOf } from '../../harness/claritalk';
import { type Reply, useScriptedApi } from '../../harness/scriptedApi';

const api = useScriptedApi();

const publicUrl = 'https://n8n.example';
const UUID = '0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c';
const PDF = Buffer.from('%PDF-1.4\n%\u00e2\u00e3 with + and / in it: ??>>~~').toString('base64');

/** A PDF that was encoded so many bytes at a time. */
function inParts(length: number): string {
	const bytes = Buffer.from(PDF, 'base64');
	const starts = Array.from({ length: Math.ceil(bytes.length / length) }, (_, at) => at * length);
	return starts.map((at) => bytes.subarray(at, at + length).toString('base64')).join('');
}

/** A published trigger, and a way to send it what Claritalk would send. */
async function published(parameters: INodeParameters = {}) {
	api.answer({ json: {} });
	const trigger = api.n8n.trigger('claritalkTrigger', { publicUrl, parameters });
	await trigger.activate();
	const { webhook_url: address } = api.requests.at(-1)!.body as { webhook_url: string };
	const query = Object.fromEntries(new URL(address).searchParams);
	const send = async (body: unknown, headers: Record<string, string> = {}) =>
		await trigger.deliver({ body, query, headers });
	return { trigger, send };
}

let count = 0;
const envelope = (data: object = {}, more: object = {}) => ({
	event: 'meeting.processed',
	timestamp: new Date(Date.UTC(2026, 2, 1) + 1_000 * count++).toISOString(),
	data: { meetingId: 'm1', title: 'Board', ...data },
	meta: { source: 'claritalk', version: '1.0' },
	...more,
});
const itemOf = ({ items }: { items?: Array<Array<{ json: IDataObject }>> }) => items?.[0][0].json;

describe('JSON starts a run', () => {
	it.each([
		'application/hal+json',
		'text/plain',
		'application/x-www-form-urlencoded',
		'',
		// Not in the list of what was seen:
		'text/html',
		'text/json',
		'APPLICATION/JSON; charset=UTF-8',
		'application/cloudevents+json',
		'application/octet-stream',
	])('as %j', async (type) => {
		const { send } = await published();
		const title = 'Q&A = 1 &event=board';
		const body = JSON.stringify(envelope({ title }));
		expect(itemOf(await send(body, { 'content-type': type }))).toMatchObject({ title });
	});

	it.each([
		{ meta: [] },
		{ meta: null },
		{ timestamp: null },
		{ timestamp: 1_772_359_200 },
		// Not in the list of what was seen:
		{ meta: 'x' },
		{ timestamp: {} },
		{ timestamp: [] },
		{ timestamp: false },
	])('with %j', async (more) => {
		const { send } = await published();
		expect(itemOf(await send(envelope({}, more)))).toMatchObject({ title: 'Board' });
	});
});

it.each([
	[{ event: 'ping' }, 200],
	[{ event: 'meeting.deleted', data: null }, 200],
	[{ data: { meetingId: 'm1' } }, 400],
	// Not in the list of what was seen:
	[{ event: 'report.ready', data: 'text', meta: 1 }, 200],
	[{ event: 'users.created', data: [] }, 200],
	[{ event: { name: 'meeting.processed' }, data: {} }, 400],
	[[envelope()], 400],
])('%j is answered by %i and starts nothing', async (body, status) => {
	const { send } = await published();
	expect(await send(body)).toMatchObject({ status, items: undefined });
});

it('two changes of a status in the same second are two runs, the same twice is one', async () => {
	const { send } = await published({ events: ['meeting.status.changed'] });
	const changed = (data: object) => ({
		event: 'meeting.status.changed',
		timestamp: '2026-03-01T10:00:00Z',
		data: { meetingId: 'm1', ...data },
	});
	const deliveries = [
		{ status: 'Recording' },
		{ status: 'Transcribing' },
		{ status: 'Recording' },
		// Not in the list of what was seen:
		{ status: { name: 'Recording' } },
		{ status: 'Recording', updatedAt: '2026-03-01 10:00:00' },
		{ status: { name: 'Recording' }, files: { filename: 'x.pdf', content: PDF } },
	];
	const starts: boolean[] = [];
	for (const data of deliveries) starts.push((await send(changed(data))).items !== undefined);
	expect(starts).toEqual([true, true, false, true, true, false]);
});

it.each([
	{ event: 'board', timestamp: 'never' },
	{ event: null, timestamp: 0 },
	JSON.parse('{"__proto__":{"event":"board"}}') as object,
])('the event and its time win over %j', async (data) => {
	const { send } = await published();
	const sent = envelope(data);
	const item = itemOf(await send(sent))!;
	expect(item).toMatchObject({ event: sent.event, timestamp: sent.timestamp });
	expect([Object.keys(item)[0], Object.keys(item).at(-1)]).toEqual(['event', 'timestamp']);
});

it("the time of a meeting does not take the place of the envelope's, which has none", async () => {
	const { send } = await published();
	const item = itemOf(await send(envelope({ timestamp: 'never' }, { timestamp: undefined })));
	expect(item).toMatchObject({ title: 'Board' });
	expect(item).not.toHaveProperty('timestamp');
});

describe('what cannot be made a text', () => {
	const odd = { toString: 1, valueOf: 1 };

	it.each([
		{ files: { x: { y: odd } } },
		{ files: { 'a.pdf': { filename: odd, content: PDF } } },
		{ todos: { x: { y: odd } } },
		{ discussionTopics: { x: { y: odd } } },
	])('starts a run: %j', async (data) => {
		const { send } = await published({ options: { markdown: true, report: 'drop' } });
		expect(itemOf(await send(envelope(data)))).toMatchObject({ title: 'Board' });
	});

	it.each<[Reply]>([
		[{ json: { success: odd } }],
		[{ json: { status: odd, code: odd, statusCode: odd } }],
		[{ json: { data: { x: { y: odd } } } }],
		[{ status: 422, json: { errors: [{ loc: [odd], msg: 'Bad', source: { pointer: odd } }] } }],
		[{ status: 422, json: { errors: [{ source: { pointer: odd }, detail: 'Bad' }] } }],
	])('is no reason to fail where Claritalk answers %j', async (reply) => {
		const { send } = await published({ options: { verifyWithApi: true } });
		api.answer(reply);
		expect(itemOf(await send(envelope()))?.verificationError ?? '').not.toContain('primitive');
	});
});

it('a team that is named and not identified is looked up', async () => {
	const { send } = await published({ options: { teamId: byId(UUID) } } as INodeParameters);
	const runs = async (team_id: string, data: object) => {
		api.answer({ json: { data: { id: 'm1', team_id } } });
		return (await send(envelope(data))).items?.length;
	};
	const other = UUID.replace(/0/g, '1');
	for (const data of [{ team: 'Audit' }, { team: { name: 'Audit' } }]) {
		expect(await runs(UUID, data)).toBe(1);
		expect(await runs(other, data)).toBeUndefined();
	}
});

it('a user who is named and not identified is looked up', async () => {
	const { send } = await published({ options: { userId: byId('u-1') } } as INodeParameters);
	const runs = async (user_id: string) => {
		api.answer({ json: { data: { id: 'm1', user_id } } });
		return (await send(envelope({ user: { name: 'An' } }))).items?.length;
	};
	expect([await runs('u-1'), await runs('u-2')]).toEqual([1, undefined]);
});

describe('an envelope in `data`', () => {
	const meeting = { meetingId: 'm1', title: 'Board', files: { filename: 'a.pdf', content: PDF } };

	it.each([
		[{ data: meeting }, {}],
		[{ meeting }, {}],
		[{ success: true, data: { Meeting: meeting } }, { success: true }],
		[{ conversation: meeting, status: 'Processed' }, { status: 'Processed' }],
	])('is opened, and what stands beside the meeting stays: %j', async (data, beside) => {
		const { send } = await published();
		const { items } = await send(envelope({}, { data }));
		const { event, timestamp, ...json } = items![0][0].json;
		expect([event, typeof timestamp]).toEqual(['meeting.processed', 'string']);
		expect(json).toEqual({ meetingId: 'm1', title: 'Board', ...beside });
		expect(Object.keys(items![0][0].binary ?? {})).toEqual(['report']);
	});

	it('is that of a user, too', async () => {
		const { send } = await published({ events: ['users.created'] });
		const sent = { event: 'users.created', data: { user: { id: 'u1', email: 'an@example.com' } } };
		expect(itemOf(await send(sent))).toMatchObject({ id: 'u1', email: 'an@example.com' });
	});

	it.each([
		[{ meetingId: 'm1', data: { id: 'x' }, meeting: { id: 'm0' } }],
		[{ title: 'Board', data: { speakers: 2 } }],
		[{ data: { data: { data: { data: meeting } } } }],
		[{ user: { id: 'u1' } }],
	])('is none in %j', async (data) => {
		const { send } = await published({ simplify: false, options: { report: 'base64' } });
		const sent = envelope({}, { data });
		expect(itemOf(await send(sent))).toEqual(sent);
	});
});

it.each([undefined, null, [], {}, '', [null], false])(
	'there is no binary data where the files are %j',
	async (files) => {
		const { send } = await published();
		const { items } = await send(envelope({ files }));
		expect(items![0][0]).not.toHaveProperty('binary');
	},
);

it.each<[string, IDataObject | undefined]>([
	['emptied', { accessToken: '' }],
	['deleted', undefined],
	// Not in the list of what was seen:
	['given no token', { accessToken: null }],
	['given no address', { baseUrl: '' }],
])('a wrong token is 401 once the credential was %s', async (_, data) => {
	const { trigger } = await published();
	const credentials: Record<string, ICredentialDataDecryptedObject> = {};
	if (data) credentials.claritalkApi = { ...patOf(api), ...(data as object) };
	const later = api.n8n.trigger('claritalkTrigger', { publicUrl, credentials });
	later.staticData = trigger.staticData;
	const query = { token: 'w'.repeat(43) };
	expect(await later.deliver({ body: envelope(), query })).toMatchObject({ status: 401 });
});

describe('Verify With API', () => {
	const verified = async (reply: Reply, data: object = {}) => {
		const { send } = await published({ options: { verifyWithApi: true } });
		api.answer(reply);
		return await send(envelope(data));
	};
	const missing = (message: string): Reply => ({ status: 404, json: { message } });

	it.each([
		'No query results for model [App\\Models\\Meeting] m1',
		'Meeting not found.',
		// Not in the list of what was seen:
		'No such meeting',
		'The conversation m1 does not exist',
		'No query results.',
	])('refuses what is certainly not there: %s', async (message) => {
		expect(await verified(missing(message))).toMatchObject({ status: 401, items: undefined });
	});

	it.each<[Reply]>([
		[missing('The route api/meetings/m1 could not be found.')],
		[{ status: 403, json: { message: 'This action is unauthorized.' } }],
		// Not in the list of what was seen:
		[missing('No such route')],
		[missing('Endpoint does not exist')],
		[missing('The requested URL was not found on this server.')],
		[missing('Organisation does not exist')],
		[missing('No query results for model [App\\Models\\Tenant] 7')],
		[missing('User not found')],
		[missing('Not Found')],
		[{ status: 404, text: 'Cannot GET /api/meetings/m1' }],
		[{ status: 404, text: '<html>404', headers: { server: 'cloudflare' } }],
		[{ status: 410 }],
		[{ json: { data: null } }],
		[{ json: { success: false, message: 'No such meeting' } }],
		[{ text: '<html>Log in' }],
	])('lets pass with a doubt what is answered by %j', async (reply) => {
		const item = itemOf(await verified(reply));
		expect(item?.verificationError).toEqual(expect.stringMatching(/\w/));
	});

	it.each([{ meetingId: undefined, reference: 'm1' }, { meetingId: '../x' }])(
		'lets pass with a doubt what has no ID: %j',
		async (data) => {
			const item = itemOf(await verified({ json: {} }, data));
			expect(item?.verificationError).toEqual(expect.stringMatching(/\w/));
		},
	);
});

describe('the report', () => {
	const reportOf = async (files: unknown, options: IDataObject = {}) => {
		const { send } = await published({ options } as INodeParameters);
		const { items } = await send(envelope({ files }));
		const [[item]] = items!;
		const report = item.binary?.report;
		return { ...item, report, bytes: report && (await api.n8n.readBinary(report)) };
	};

	it.each([
		['a data URL', `data:application/pdf;base64,${PDF}`],
		['lines', PDF.replace(/.{8}/g, '$&\r\n')],
		['the alphabet of addresses', Buffer.from(PDF, 'base64').toString('base64url')],
		// Not in the list of what was seen:
		['a data URL that is escaped', `data:application/pdf;base64,${encodeURIComponent(PDF)}`],
		['a data URL with a name', `DATA:application/pdf;name=x.pdf;BASE64,${PDF}`],
		['a data URL of no type', `data:;base64,${PDF}`],
		['the end of a data URL', `base64,${PDF}`],
		['a text that PHP escaped', PDF.replace(/\//g, '\\/')],
		['escaped line ends', PDF.replace(/.{8}/g, '$&\\r\\n')],
		['a text in quotes', `"${PDF}"`],
		['a text after a byte order mark', `\uFEFF ${PDF}`],
		['a text without its end', PDF.replace(/=+$/, '')],
		['parts with padding of their own', inParts(4)],
		['parts of all lengths', inParts(5)],
		['a text after a blank without width', `\u200b${PDF}`],
		['a data URL with a comma in a name', `data:application/pdf;name=a,b.pdf;base64,${PDF}`],
	])('is read as %s', async (_, content) => {
		const { bytes, json } = await reportOf({ filename: 'x.pdf', content });
		expect(bytes?.toString('base64')).toBe(PDF);
		expect(json).not.toHaveProperty('reportError');
	});

	it.each([`${PDF}A`, `${PDF}=A`, PDF.slice(0, 13)])(
		'is none where it broke off',
		async (content) => {
			const { json, report } = await reportOf({ filename: 'x.pdf', content });
			expect(report).toBeUndefined();
			expect(json.reportError).toBe('The report is not valid base64.');
		},
	);

	it.each(['\n', '\uFEFF', '\r\n\r\n', '\0', 'HTTP/1.1 200 OK\r\n\r\n', ' '.repeat(1_000)])(
		'may begin with %j',
		async (before) => {
			const content = Buffer.from(`${before}%PDF-1.4`).toString('base64');
			expect((await reportOf({ content })).report).toMatchObject({ mimeType: 'application/pdf' });
		},
	);

	it.each([
		['Overleg 12/03/2026.pdf', 'Overleg 12-03-2026.pdf'],
		// Not in the list of what was seen:
		['Réunion 1\\2.pdf', 'Réunion 1-2.pdf'],
		['../../etc/passwd', 'etc-passwd'],
		['a\tb\0.pdf', 'ab.pdf'],
		['/', 'report.pdf'],
		[7, 'report.pdf'],
		[{ toString: 1 }, 'report.pdf'],
		[`${'a'.repeat(3_000)}.pdf`, `${'a'.repeat(196)}.pdf`],
		['a'.repeat(3_000), 'a'.repeat(200)],
		[`${'a'.repeat(195)} b.pdf`, `${'a'.repeat(195)}.pdf`],
		[`${'😀'.repeat(3_000)}.pdf`, `${'😀'.repeat(62)}.pdf`],
		[`${'.'.repeat(300)}${'a.'.repeat(3_000)}pdf`, `${'a.'.repeat(98)}.pdf`],
	])('is named by %j: %s', async (filename, name) => {
		expect((await reportOf({ filename, content: PDF })).report?.fileName).toBe(name);
	});

	it.each([
		{ filename: 'x.pdf', content: 'bm8gcGRm' },
		// Not in the list of what was seen:
		{ filename: 'x.pdf', content: '%%%' },
		{ filename: 'x.pdf', content: { data: 'bm8gcGRm' } },
		{ filename: 'x.pdf', content: `${'bm8gcGRm'.repeat(1_000)}!` },
	])('that is none is dropped, too', async (files) => {
		const { json } = await reportOf(files, { report: 'drop' });
		expect(json.files).toEqual({ filename: 'x.pdf' });
	});
});

// A quadratic expression takes from half a minute to minutes over each of these: the test would time out.
it.each<[string, object]>([
	['blanks as a report', { files: { content: `${' '.repeat(200_000)}!` } }],
	// Not in the list of what was seen:
	['blanks in an ID', { meetingId: `x${' '.repeat(200_000)}!` }],
	['blanks in a title and a file name', { title: `x${' '.repeat(200_000)}!` }],
	['signs in a to-do', { todos: [{ x: `${'@'.repeat(200_000)} x` }] }],
	['breaks in a summary', { summary: `${'\r\n'.repeat(100_000)}x${'\n'.repeat(100_000)}x` }],
	['markup in a theme', { themes: [{ a: `${'<a '.repeat(70_000)}${'['.repeat(70_000)}` }] }],
	['digits in a time', { createdAt: `2026-03-01T10:00${':0'.repeat(100_000)}x` }],
	[
		'blanks in a team',
		{ team: `x${' '.repeat(200_000)}!`, user: { name: '\u200b'.repeat(200_000) } },
	],
	['parts of a report', { files: { pdf: { content: 'JV=='.repeat(50_000) } } }],
	['dots and signs in a file name', { files: { filename: '.😀'.repeat(70_000), content: PDF } }],
	['words in a status', { status: `${'meeting is fully '.repeat(12_000)}!` }],
])('200,000 %s take no time', async (_, data) => {
	const options = { markdown: true, verifyWithApi: true, teamId: byId(UUID) };
	const { send } = await published({ options } as INodeParameters);
	const began = performance.now();
	expect(await send(envelope(data))).toMatchObject({ status: 200 });
	expect(performance.now() - began).toBeLessThan(2_000);
});
