import type { Sandbox } from '../../sandbox';
import { call, control, MEETING, startGuessed, startReceiver, USER } from './client';
import { textOf } from './pdfText';

let sandbox: Sandbox;
let receiver: Awaited<ReturnType<typeof startReceiver>>;

beforeAll(async () => {
	sandbox = await startGuessed();
});
beforeEach(async () => {
	sandbox.reset();
	receiver = await startReceiver();
});
afterEach(async () => await receiver.close());
afterAll(async () => await sandbox.close());

const register = async (url = `${receiver.url}/hook?token=t`) =>
	await call(sandbox, 'POST', '/client/webhook', { body: { webhook_url: url } });

interface Processed {
	event: string;
	timestamp: string;
	data: Record<string, unknown> & { files: { filename: string; content: string } };
	meta: object;
}
const received = () => receiver.received.map(({ body }) => JSON.parse(body) as Processed);

describe('registering', () => {
	it('keeps one address: a new one replaces the old one', async () => {
		expect(sandbox.webhookUrl).toBeUndefined();
		expect(await register('http://127.0.0.1:1/old')).toMatchObject({ status: 200 });
		await register('https://n8n.example/new?token=t');
		expect(sandbox.webhookUrl).toBe('https://n8n.example/new?token=t');
		await register('https://n8n.example/new?token=t');
		expect(sandbox.webhookUrl).toBe('https://n8n.example/new?token=t');
	});

	it('leaves the address as it was when the new one is refused', async () => {
		await register();
		await register('no address');
		expect(sandbox.webhookUrl).toBe(`${receiver.url}/hook?token=t`);
	});
});

describe('a processed meeting', () => {
	it('is delivered with what is documented and a PDF that can be read', async () => {
		await register();
		const { meeting, envelope, delivery } = await sandbox.processMeeting(MEETING);
		expect(delivery).toEqual({ status: 200, body: 'taken', ms: expect.any(Number) });
		expect(receiver.received).toMatchObject([
			{ method: 'POST', url: '/hook?token=t', type: 'application/json' },
		]);
		expect(received()).toEqual([envelope]);

		const [{ event, timestamp, data, meta }] = received();
		expect([event, meta]).toEqual(['meeting.processed', { source: 'claritalk', version: '1.0' }]);
		expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
		expect(Object.keys(data).sort()).toEqual(
			[
				...['userId', 'meetingId', 'title', 'locale', 'status', 'summaryQualityFlag'],
				...['createdAt', 'updatedAt', 'summary', 'themes', 'todos', 'discussionTopics'],
				...['metadata', 'files'],
			].sort(),
		);
		expect(data.status).toBe('Meeting processed');

		const pdf = Buffer.from(data.files.content, 'base64');
		expect(pdf.toString('latin1')).toMatch(/^%PDF-1\.\d[\s\S]*%%EOF\s*$/);
		expect(data.files.filename).toMatch(/\.pdf$/);
		for (const text of [meeting.title, meeting.todos[0].text]) {
			expect(textOf(pdf)).toContain(text);
		}
	});

	it('is a new one where none is named, and changes from created to processed', async () => {
		await register();
		const before = sandbox.store.meetings.length;
		const { meeting } = await sandbox.processMeeting(undefined, { title: 'Réunion', locale: 'fr' });
		expect(sandbox.store.meetings).toHaveLength(before + 1);
		expect(meeting).toMatchObject({ status: 'Meeting processed', locale: 'fr' });
		expect(meeting.summary.general.content).toContain('ventes');
		const { json } = await call(sandbox, 'GET', `/meetings/${meeting.meetingId}`);
		expect(json.data).toEqual(meeting);
		expect(json.data).not.toHaveProperty('files');
	});

	it('is none that is not there, and nothing is made where nothing is registered', async () => {
		await expect(sandbox.processMeeting('none')).rejects.toThrow('There is no meeting none');
		const before = sandbox.store.meetings.length;
		await expect(sandbox.processMeeting()).rejects.toThrow('No webhook is registered');
		expect(sandbox.store.meetings).toHaveLength(before);
	});
});

describe('a delivery', () => {
	it('may be anything, and go to another address of this machine', async () => {
		const url = receiver.url.replace('127.0.0.1', 'localhost');
		await sandbox.deliver('{broken', { url: `${url}/a` });
		await sandbox.deliver([1], { url: `${receiver.url}/b` });
		expect(receiver.received.map(({ url: path, body }) => [path, body])).toEqual([
			['/a', '{broken'],
			['/b', '[1]'],
		]);
	});

	it.each([
		'https://n8n.example/x?token=secret',
		'http://localhost.n8n.example/x',
		'http://127.0.0.1.n8n.example/x',
		'http://10.0.0.1/x',
		'http://[2001:db8::1]/x',
		'http://0.0.0.0/x',
	])('never goes to %s', async (url) => {
		await register(url);
		const { host } = new URL(url);
		await expect(sandbox.deliver({})).rejects.toThrow(
			`The stand-in delivers to this machine only, not to ${host}`,
		);
	});

	it('follows no redirect', async () => {
		receiver.redirectTo('http://n8n.example/');
		expect(await sandbox.deliver({}, { url: receiver.url })).toMatchObject({ status: 307 });
		expect(receiver.received).toHaveLength(1);
	});

	it('says who did not answer, without the secret in the address', async () => {
		await register();
		await receiver.close();
		const error = await sandbox.deliver({}).catch((reason: Error) => reason);
		expect(error).toEqual(new Error(`${receiver.url} did not answer: ECONNREFUSED`));
		receiver = await startReceiver();
	});
});

describe('the controls', () => {
	it('process a meeting, and answer without the base64', async () => {
		await register();
		const wanted = { title: 'Overleg', locale: 'fr' };
		const { status, json } = await control(sandbox, 'POST', '/meetings', wanted);
		const [{ data }] = received();
		expect(data).toMatchObject(wanted);
		expect(status).toBe(200);
		const size = Buffer.from(data.files.content, 'base64').length;
		expect(json).toMatchObject({
			meeting: wanted,
			envelope: {
				event: 'meeting.processed',
				data: { files: { filename: data.files.filename, size } },
			},
			delivery: { status: 200, body: 'taken' },
		});
		expect(JSON.stringify(json)).not.toContain(data.files.content.slice(0, 40));
		expect((await control(sandbox, 'POST', '/meetings')).status).toBe(200);
	});

	it.each([
		['meeting.processed', { meetingId: MEETING, files: { content: expect.any(String) } }],
		['meeting.status.changed', { meetingId: MEETING, status: 'Meeting processed' }],
		['users.created', { userId: USER, email: 'an.peeters@kantoor.example' }],
	])('deliver %s with plausible data, or with data of its own', async (event, data) => {
		await register();
		const { json } = await control(sandbox, 'POST', '/events', { event });
		await control(sandbox, 'POST', '/events', { event, data: { own: 1 } });
		expect(received()).toMatchObject([
			{ event, data },
			{ event, data: { own: 1 } },
		]);
		expect(json).toMatchObject({ envelope: { event }, delivery: { status: 200 } });
		expect(JSON.stringify(json)).not.toContain('JVBERi');
	});

	it('say why they cannot', async () => {
		expect(await control(sandbox, 'POST', '/meetings')).toMatchObject({
			status: 409,
			json: { message: expect.stringContaining('No webhook is registered') },
		});
		expect(await control(sandbox, 'POST', '/events', { event: 'other' })).toMatchObject({
			status: 422,
			json: { message: expect.stringContaining('meeting.processed') },
		});
	});

	it('tell the state with the token hidden, and are not counted themselves', async () => {
		await register(`${receiver.url}/hook?a=1&token=secret`);
		await register(`${receiver.url}/hook?a=1&token=secret`);
		await call(sandbox, 'GET', '/teams');
		expect((await control(sandbox, 'GET', '/state')).json).toEqual({
			webhookUrl: `${receiver.url}/hook?a=1&token=[hidden]`,
			requests: 3,
			calls: { 'POST /api/client/webhook': 2, 'GET /api/teams': 1 },
		});
		sandbox.reset();
		expect((await control(sandbox, 'GET', '/state')).json).toEqual({
			webhookUrl: null,
			requests: 0,
			calls: {},
		});
	});
});
