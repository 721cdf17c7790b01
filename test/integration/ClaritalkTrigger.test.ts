import type { IDataObject, INodeParameterResourceLocator, INodeParameters } from 'n8n-workflow';

import * as fc from 'fast-check';

import { byId, failureOf, patOf, useClaritalk } from '../harness/claritalk';
import { mutatedDeliveries } from '../harness/envelopes';
import type { Harness, NodeSetup } from '../harness/harness';
import { instantly } from '../harness/instantly';
import { logged } from '../harness/logged';
import { type Reply, type Sandbox, SHAPES, startSandbox } from '../sandbox';

const NODE = 'node:Claritalk Trigger';
/** A team, or a dossier, to filter by. */
const T1 = byId('t-1') as INodeParameterResourceLocator;

let sandbox: Sandbox;
let n8n: Harness;

const triggerOf = (parameters: INodeParameters = {}, setup: Omit<NodeSetup, 'parameters'> = {}) =>
	n8n.trigger('claritalkTrigger', { parameters, ...setup });
const withToken = (token: string) => ({ credentials: { claritalkApi: patOf(sandbox, token) } });
const registered = () => new URL(sandbox.webhookUrl!);
const token = () => registered().searchParams.get('token')!;

/** Activates a trigger and gives a way to send it what Claritalk would send. */
async function activated(parameters: INodeParameters = {}) {
	const trigger = triggerOf(parameters);
	await trigger.activate();
	const query = { token: token() };
	return {
		trigger,
		send: async (
			body: unknown,
			more: {
				query?: Record<string, string>;
				headers?: Record<string, string>;
				noExecution?: boolean;
			} = {},
		) => await trigger.deliver({ body, query, ...more }),
	};
}

let count = 0;
/** A `meeting.processed` that was never sent before. */
async function processed(more: object = {}) {
	const envelope = await sandbox.envelopeAbout('meeting.processed');
	const timestamp = new Date(Date.UTC(2026, 2, 1) + 1000 * count++).toISOString();
	return { ...envelope, timestamp, ...more };
}

/** A file in base64 with something before its content. */
const after = (before: string, base64: string) =>
	Buffer.concat([Buffer.from(before), Buffer.from(base64, 'base64')]).toString('base64');

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	describe('registration', () => {
		it('registers the production URL with a token, and remembers no secret in clear', async () => {
			const trigger = triggerOf();
			expect(await trigger.activate()).toEqual({ existed: false, created: true });
			expect(sandbox.requests).toHaveLength(1);
			expect(sandbox.requests[0]).toMatchObject({ method: 'POST', path: '/api/client/webhook' });
			expect(registered().href).toMatch(
				/^http:\/\/localhost:5678\/webhook\/[\w-]+\/webhook\?token=[\w-]{43}$/,
			);
			const hash = expect.stringMatching(/^[\w-]{43}$/);
			expect(trigger.staticData[NODE]).toEqual({
				tokenHash: hash,
				registration: hash,
				registeredAt: expect.any(Number),
			});
			expect(JSON.stringify(trigger.staticData)).not.toContain(token());
		});

		it('registers again whenever someone publishes: another may have replaced it', async () => {
			const trigger = triggerOf();
			await trigger.activate();
			const first = sandbox.webhookUrl;
			for (const mode of ['activate', 'update'] as const) {
				expect(await trigger.activate(mode)).toEqual({ existed: false, created: true });
			}
			expect(sandbox.webhookUrl).toBe(first);
			expect(sandbox.requests).toHaveLength(3);
		});

		describe('when n8n only starts', () => {
			/** What happens at the start of an n8n that is set up otherwise than at the activation. */
			async function start(setup: Omit<NodeSetup, 'parameters'> = {}) {
				const { trigger } = await activated();
				const restarted = triggerOf({}, setup);
				restarted.staticData = trigger.staticData;
				sandbox.requests.length = 0;
				return await restarted.activate('init');
			}

			it('registers nothing if nothing changed, so that it takes nothing from other workflows', async () => {
				expect(await start()).toEqual({ existed: true, created: false });
				expect(sandbox.requests).toHaveLength(0);
			});

			it.each<[string, () => Omit<NodeSetup, 'parameters'>]>([
				["n8n's public address", () => ({ publicUrl: 'http://127.0.0.1:5679' })],
				['the credential', () => withToken(sandbox.serviceToken)],
			])('registers again if %s changed', async (_, setup) => {
				expect(await start(setup())).toEqual({ existed: false, created: true });
				expect(sandbox.requests).toHaveLength(1);
			});

			it('registers again if the environment changed', async () => {
				const other = await startSandbox({ shape });
				const credentials = { claritalkApi: patOf(other) };
				const started = await start({ credentials }).finally(async () => await other.close());
				expect(started).toEqual({ existed: false, created: true });
				expect(other.webhookUrl).toBeDefined();
			});

			it('registers after a deactivation', async () => {
				const { trigger } = await activated();
				await trigger.deactivate();
				expect(await trigger.activate('init')).toEqual({ existed: false, created: true });
			});
		});

		it('says that Claritalk cannot reach this n8n, with the cure, and registers nothing', async () => {
			const credentials = { claritalkApi: { environment: 'production', accessToken: 'x' } };
			const error = await failureOf(triggerOf({}, { credentials }).activate());
			// n8n shows no more than the message of an error in publishing.
			expect(error.message).toMatch(
				/^This n8n calls itself http:\/\/localhost:5678, where Claritalk cannot send events\. Set .*WEBHOOK_URL/,
			);
		});

		it('survives five failed tries with a delete after each, and leaves nothing half-done', async () => {
			sandbox.answerNext({ times: 15 }, { status: 500, json: { message: 'down' } });
			const trigger = triggerOf();
			for (let attempt = 0; attempt < 5; attempt++) {
				await failureOf(trigger.activate());
				expect(await trigger.deactivate()).toBe(true);
			}
			expect(trigger.staticData[NODE] ?? {}).toEqual({});
			expect(await trigger.activate()).toEqual({ existed: false, created: true });
		});

		it('sends nothing at deactivation: no way to remove an address is documented', async () => {
			const { trigger } = await activated();
			expect(await trigger.deactivate()).toBe(true);
			expect(sandbox.requests).toHaveLength(1);
		});

		it('registers production again after a test, with a token that production accepts', async () => {
			const { trigger: production } = await activated();
			const productionUrl = sandbox.webhookUrl;

			const test = triggerOf();
			test.isTest = true;
			await test.activate();
			expect(registered().pathname).toMatch(/^\/webhook-test\//);
			expect(registered().searchParams.get('token')).toBe(
				new URL(productionUrl!).searchParams.get('token'),
			);

			await test.deactivate();
			expect(sandbox.webhookUrl).toBe(productionUrl);
			const delivery = await production.deliver({
				body: await processed(),
				query: { token: token() },
			});
			expect(delivery.items).toHaveLength(1);
		});

		it('derives no token from a credential without a secret', async () => {
			const error = await failureOf(triggerOf({}, withToken('')).activate());
			expect(error.message).toContain('The Claritalk credential has no secret. Open it');
			expect(sandbox.requests).toHaveLength(0);
		});

		it('tells the user why it failed', async () => {
			const error = await failureOf(triggerOf({}, withToken('wrong-token-1')).activate());
			// n8n shows no more than the message of an error in publishing.
			expect(error.message).toContain('Claritalk says: Unauthenticated.');
			expect(error.message).toContain('credential');
			expect(error.httpCode).toBe('401');
		});

		it('hides the token where the API echoes the address it refused', async () => {
			sandbox.answerNext(
				{},
				{ status: 422, json: { message: 'Not reachable: http://n8n/webhook/x?token=abcdef' } },
			);
			const error = await failureOf(triggerOf().activate());
			expect(error.message).toContain('token=[hidden]');
		});
	});

	describe('a delivery', () => {
		it('gives the event with its meeting, and the report as binary', async () => {
			const { send } = await activated();
			const envelope = await processed();
			const { files, summary, ...meeting } = envelope.data as {
				files: { filename: string; content: string };
				summary: { general: { content: string } };
			};
			delete (meeting as IDataObject).metadata;
			const pdf = Buffer.from(files.content, 'base64');

			const { status, items } = await send(envelope);
			expect(status).toBe(200);
			const [[item]] = items!;
			expect(item.json).toEqual({
				event: 'meeting.processed',
				timestamp: envelope.timestamp,
				...meeting,
				summary: summary.general.content,
			});
			const names = Object.keys(item.json);
			expect([...names.slice(0, 4), names.at(-1)]).toEqual([
				'event',
				'title',
				'status',
				'summary',
				'timestamp',
			]);
			expect(item.binary!.report).toMatchObject({
				fileName: files.filename,
				mimeType: 'application/pdf',
			});
			expect((await n8n.readBinary(item.binary!.report)).equals(pdf)).toBe(true);
		});

		it('gives the whole envelope when it is not simplified', async () => {
			const { send } = await activated({ simplify: false });
			const envelope = await processed();
			const { items } = await send(envelope);
			const { event, timestamp, meta } = envelope;
			expect(items![0][0].json).toMatchObject({
				event,
				timestamp,
				meta,
				data: { meetingId: envelope.data.meetingId, files: { size: expect.any(Number) } },
			});
			expect(JSON.stringify(items![0][0].json)).not.toContain('"content":"JVBERi0');
		});

		it('gives several reports of an array', async () => {
			const { send } = await activated();
			const envelope = await processed();
			const { content } = envelope.data.files as { content: string };
			const files = [
				{ filename: 'a.pdf', content },
				{ filename: 'b.pdf', content: 'bm8gcGRm' },
				{ filename: '../../c.pdf', content },
			];
			const { items } = await send({ ...envelope, data: { ...envelope.data, files } });
			const [{ json, binary }] = items![0];
			expect(Object.keys(binary!)).toEqual(['report', 'report_1']);
			expect(binary!.report_1.fileName).toBe('c.pdf');
			expect(json.files).toEqual([
				{ filename: 'a.pdf', size: expect.any(Number) },
				files[1],
				{ filename: '../../c.pdf', size: expect.any(Number) },
			]);
			expect(json.reportError).toBe('The report is not a PDF.');
		});

		it.each([
			[{ filename: 'x.pdf', content: '%%%' }, 'The report is not valid base64.'],
			[{ filename: 'x.pdf', content: 'bm8gcGRm' }, 'The report is not a PDF.'],
			[{ filename: 'x.pdf' }, 'The report has no content.'],
			['report', 'The report has no content.'],
		])('gives the event all the same when its file is %j', async (files, reportError) => {
			const { send } = await activated();
			const envelope = await processed();
			const { status, items } = await send({ ...envelope, data: { ...envelope.data, files } });
			expect(status).toBe(200);
			expect(items![0][0].json).toMatchObject({ reportError, files });
			expect(items![0][0]).not.toHaveProperty('binary');
		});

		it.each([
			['a data URL', (base64: string) => `data:application/pdf;base64,${base64}`],
			['lines', (base64: string) => base64.replace(/.{76}/g, '$&\r\n')],
			[
				'the alphabet of URLs',
				(base64: string) => Buffer.from(base64, 'base64').toString('base64url'),
			],
			['a file that begins with a break', (base64: string) => after('\r\n', base64)],
			['a file that begins with a byte order mark', (base64: string) => after('\ufeff', base64)],
		])('gives the report also as %s', async (_, spelled) => {
			const { send } = await activated();
			const envelope = await processed();
			const { content } = envelope.data.files as { content: string };
			const files = { filename: 'x.pdf', content: spelled(content) };
			const { items } = await send({ ...envelope, data: { ...envelope.data, files } });
			expect(items![0][0].binary!.report.mimeType).toBe('application/pdf');
			expect(items![0][0].json).not.toHaveProperty('reportError');
		});

		it.each([
			['Overleg 12/03/2026.pdf', 'Overleg 12-03-2026.pdf'],
			['A\\B 1.pdf', 'A-B 1.pdf'],
			['../../x.pdf', 'x.pdf'],
			['..', 'report.pdf'],
			['\n', 'report.pdf'],
		])('names the report %j %j', async (filename, expected) => {
			const { send } = await activated();
			const envelope = await processed();
			const files = { ...(envelope.data.files as object), filename };
			const { items } = await send({ ...envelope, data: { ...envelope.data, files } });
			expect(items![0][0].binary!.report.fileName).toBe(expected);
		});

		it('lets no name in the data stand for the event and its time', async () => {
			const { send } = await activated();
			const envelope = await processed();
			const data = { timestamp: 'never', event: 'board', ...envelope.data };
			const { items } = await send({ ...envelope, data });
			const { event, timestamp } = envelope;
			const [[{ json }]] = items!;
			expect(json).toMatchObject({ event, timestamp });
			expect(Object.keys(json).at(-1)).toBe('timestamp');
		});

		it('takes no time over blanks in place of a report', async () => {
			const { send } = await activated();
			const envelope = await processed();
			const files = { filename: 'x.pdf', content: `${' '.repeat(200_000)}!` };
			// A quadratic expression took half a minute over this: the test would time out.
			const { items } = await send({ ...envelope, data: { ...envelope.data, files } });
			expect(items![0][0].json.reportError).toBe('The report is not valid base64.');
		});

		it('drops what is no report, too', async () => {
			const { send } = await activated({ options: { report: 'drop' } });
			const envelope = await processed();
			const files = { filename: 'x.pdf', content: 'bm8gcGRm' };
			const { items } = await send({ ...envelope, data: { ...envelope.data, files } });
			expect(items![0][0].json.files).toEqual({ filename: 'x.pdf' });
		});

		it.each(['application/hal+json', 'text/plain', 'application/x-www-form-urlencoded'])(
			'is read as %s, too',
			async (type) => {
				const { send } = await activated();
				const { status, items } = await send(await processed(), {
					headers: { 'content-type': type },
				});
				expect(status).toBe(200);
				expect(items).toHaveLength(1);
			},
		);

		it('is read as JSON, and not as the form that it is said to be', async () => {
			const { send } = await activated();
			const { data, ...envelope } = await processed();
			const title = 'Q&A &event=board';
			const { items } = await send(
				{ ...envelope, data: { ...data, title } },
				{ headers: { 'content-type': 'application/x-www-form-urlencoded' } },
			);
			expect(items).toMatchObject([[{ json: { event: 'meeting.processed', title } }]]);
		});

		it.each(['binary', 'drop'])(
			'keeps no report in its JSON (%s) where the files come as PHP writes a keyed list',
			async (report) => {
				const { send } = await activated({ options: { onlyWithReport: true, report } });
				const { data, ...envelope } = await processed();
				const files = { 0: data.files, 1: data.files };
				const { items } = await send({ ...envelope, data: { ...data, files } });
				const [[{ json, binary }]] = items!;
				const described = { filename: expect.any(String), size: expect.any(Number) };
				expect(json.files).toEqual([described, described]);
				const names = report === 'drop' ? [] : ['report', 'report_1'];
				expect(Object.keys(binary ?? {})).toEqual(names);
			},
		);

		it('is refused with a wrong token, and not with an error, once the credential was emptied', async () => {
			const { trigger } = await activated();
			const credentials = { claritalkApi: { ...patOf(sandbox), accessToken: '' } };
			const emptied = triggerOf({}, { credentials });
			emptied.staticData = trigger.staticData;
			const { status } = await emptied.deliver({
				body: await processed(),
				query: { token: 'w'.repeat(43) },
			});
			expect(status).toBe(401);
		});

		it('names a report that comes without a name', async () => {
			const { send } = await activated();
			const envelope = await processed();
			const { content } = envelope.data.files as { content: string };
			const { items } = await send({ ...envelope, data: { ...envelope.data, files: { content } } });
			expect(items![0][0].binary!.report.fileName).toBe('report.pdf');
		});

		it('starts a run for the selected events only', async () => {
			const { send } = await activated({ events: ['users.created', 'meeting.status.changed'] });
			const [user] = sandbox.store.users;
			const created = await send(await sandbox.envelopeAbout('users.created'));
			const { json } = created.items![0][0];
			expect(json).toMatchObject({ event: 'users.created', email: user.email });
			// As the table shows it: who it is first, the IDs last.
			const names = Object.keys(json);
			expect(names[0]).toBe('event');
			expect(names.findIndex((name) => /id$/i.test(name))).toBeGreaterThan(names.indexOf('email'));

			const other = await send(await processed());
			expect(other).toEqual({
				status: 200,
				text: '{"message":"Event not selected: ignored"}',
				items: undefined,
			});
		});

		it('is no envelope as a multipart form, of which n8n keeps no raw body', async () => {
			const { trigger } = await activated();
			const headers = { 'content-type': 'multipart/form-data; boundary=x' };
			const body =
				'--x\r\ncontent-disposition: form-data; name="event"\r\n\r\nmeeting.processed\r\n--x--';
			const delivery = await trigger.deliver({ body, headers, query: { token: token() } });
			expect(delivery).toMatchObject({ status: 400, items: undefined });
		});

		it('is judged by the whole name of its event, also when an expression gives one as text', async () => {
			const { send } = await activated({ events: '={{ "meeting.processed" }}' });
			expect((await send({ ...(await processed()), event: 'meeting' })).items).toBeUndefined();
			expect((await send(await processed())).items).toHaveLength(1);
		});

		it.each<Record<string, string>>([
			{},
			{ token: '' },
			{ token: 'wrong' },
			{ token: 'w'.repeat(43) },
		])('is refused with the query %j', async (query) => {
			const { send } = await activated();
			expect(await send(await processed(), { query })).toMatchObject({
				status: 401,
				items: undefined,
			});
		});

		it.each([
			{},
			[],
			{ event: 'meeting.processed' },
			{ event: 1, data: {} },
			{ data: { meetingId: 'm' } },
		])('is no envelope: %j', async (body) => {
			const { send } = await activated();
			expect(await send(body)).toMatchObject({ status: 400, items: undefined });
		});

		it('runs or is a redelivery, and is answered with 200, whatever else is in it', async () => {
			const events = ['meeting.processed', 'meeting.status.changed', 'users.created'];
			const { send } = await activated({ events });
			const deliveries = fc.asyncProperty(mutatedDeliveries(events), async (delivery) => {
				const isPlain = delivery.text.startsWith('\ufeff');
				const headers = { 'content-type': isPlain ? 'text/plain' : 'application/json' };
				const { status, text, items } = await send(delivery.text, { headers });
				expect(status).toBe(200);
				if (!delivery.isSelected) expect(items).toBeUndefined();
				else if (!items) expect(text).toContain('Redelivery');
			});
			await fc.assert(deliveries, { numRuns: 150 });
		}, 120_000);

		it('that is refused is logged with the reason, without its body or the token', async () => {
			const { send } = await activated();
			const lines = logged();
			const query = { token: 'a-wrong-token-of-someone' };
			await send({ event: 'meeting.processed', data: { title: 'Secret' } }, { query });
			await send({ event: 'meeting.processed', data: 'Secret' });
			await send('{"title":"Secret"}');
			await send({ event: 'users.created', data: { title: 'Secret' } });
			expect(lines.map(({ level, message }) => [level, message])).toEqual([
				[
					'warn',
					'The Claritalk Trigger of the workflow "Test workflow" refused a delivery with 401: The token in the address is missing or wrong',
				],
				['warn', expect.stringMatching(/ with 400: "data" must be an object$/)],
				[
					'warn',
					expect.stringMatching(/ with 400: The body is not a JSON object with an "event"$/),
				],
			]);
			for (const { metadata } of lines) {
				expect(metadata).toEqual({ workflowId: expect.any(String), node: NODE.split(':')[1] });
			}
			expect(JSON.stringify(lines)).not.toMatch(/Secret|a-wrong-token/);
		});

		it('is accepted with the old token after the credential was renewed, and with the new one', async () => {
			const { trigger } = await activated();
			const old = token();
			const renewed = triggerOf({}, withToken(sandbox.serviceToken));
			renewed.staticData = trigger.staticData;
			const withOld = await renewed.deliver({ body: await processed(), query: { token: old } });
			expect(withOld.items).toHaveLength(1);

			await renewed.activate();
			expect(token()).not.toBe(old);
			const withNew = await renewed.deliver({ body: await processed(), query: { token: token() } });
			expect(withNew.items).toHaveLength(1);
		});
	});

	describe('a redelivery', () => {
		const ignored = { status: 200, text: '{"message":"Redelivery: ignored"}', items: undefined };
		const starts = (deliveries: Array<{ items?: unknown }>) =>
			deliveries.filter(({ items }) => items !== undefined);

		it('starts no second run, a later event of the same meeting does', async () => {
			const { send } = await activated();
			const envelope = await processed();
			expect(await send(envelope)).toMatchObject({
				status: 200,
				text: '{"message":"Accepted"}',
				items: [[{ json: { event: 'meeting.processed' } }]],
			});
			expect(await send(envelope)).toEqual(ignored);
			expect((await send(await processed())).items).toHaveLength(1);
		});

		it('is none where it comes to another workflow, or to another node', async () => {
			const { send } = await activated();
			const envelope = await processed();
			expect((await send(envelope)).items).toHaveLength(1);
			for (const setup of [{ workflow: { id: 'other', name: 'Other' } }, { name: 'Other' }]) {
				const other = triggerOf({}, setup);
				await other.activate();
				const delivery = await other.deliver({ body: envelope, query: { token: token() } });
				expect(delivery.items).toHaveLength(1);
			}
		});

		it('starts one run of twenty at once', async () => {
			const { send } = await activated();
			const envelope = await processed();
			const deliveries = await Promise.all(
				Array.from({ length: 20 }, async () => await send(envelope)),
			);
			expect(deliveries.every(({ status }) => status === 200)).toBe(true);
			expect(starts(deliveries)).toHaveLength(1);
		});

		it('is seen by someone who listens for a test event', async () => {
			const { trigger, send } = await activated();
			const envelope = await processed();
			await send(envelope);
			trigger.isTest = true;
			expect((await send(envelope)).items).toHaveLength(1);
		});

		it('starts the run after all when the first delivery could not be stored', async () => {
			const { send } = await activated();
			const envelope = await processed();
			const read = jest.spyOn(Buffer.prototype, 'subarray').mockImplementationOnce(() => {
				throw new Error('no memory');
			});
			await expect(send(envelope)).rejects.toThrow('no memory');
			read.mockRestore();
			expect((await send(envelope)).items).toHaveLength(1);
		});

		it('starts the run after all when n8n could not create the execution', async () => {
			const { send } = await activated();
			const envelope = await processed();
			await expect(send(envelope, { noExecution: true })).rejects.toThrow('executing the workflow');
			expect((await send(envelope)).items).toHaveLength(1);
			expect(await send(envelope)).toEqual(ignored);
		});

		it('is remembered in static data, as hashes', async () => {
			const { trigger, send } = await activated();
			await send(await processed());
			const { recentDeliveries } = trigger.staticData[NODE] as { recentDeliveries: object };
			const keys = Object.keys(recentDeliveries);
			expect(keys.length).toBeGreaterThan(0);
			expect(keys.filter((key) => !/^[\w-]{16}$/.test(key))).toEqual([]);
		});
	});

	describe('manual registration', () => {
		const parameters = { registration: 'manual', webhookToken: 'a-long-text-of-my-own' };

		it('registers nothing and lets in who has the chosen token', async () => {
			const trigger = triggerOf(parameters);
			expect(await trigger.activate()).toEqual({ existed: false, created: true });
			expect(await trigger.deactivate()).toBe(true);
			expect(sandbox.requests).toHaveLength(0);

			const body = await processed();
			expect(await trigger.deliver({ body, query: { token: 'another' } })).toMatchObject({
				status: 401,
			});
			const accepted = await trigger.deliver({ body, query: { token: parameters.webhookToken } });
			expect(accepted.items).toHaveLength(1);
		});

		it.each([
			'base64-with+a-plus',
			'a-text-with&another',
			'a-text-with#another',
			'one-with-a-blank-%20',
		])(
			'is not published with the token %j, which an address would change',
			async (webhookToken) => {
				const error = await failureOf(triggerOf({ ...parameters, webhookToken }).activate());
				expect(error.message).toMatch(/^Webhook Token holds characters .* digits/);
				expect(error.message).not.toContain(webhookToken);
			},
		);

		it('takes a token of 16 characters', async () => {
			const trigger = triggerOf({ ...parameters, webhookToken: '16-characters-ok' });
			expect(await trigger.activate()).toEqual({ existed: false, created: true });
			const query = { token: '16-characters-ok' };
			expect((await trigger.deliver({ body: await processed(), query })).items).toHaveLength(1);
		});

		it.each(['', 'short', '={{ null }}'])(
			'lets nobody in with the chosen token %j',
			async (webhookToken) => {
				const trigger = triggerOf({ ...parameters, webhookToken });
				const body = await processed();
				expect(await trigger.deliver({ body, query: { token: webhookToken } })).toMatchObject({
					status: 401,
				});
				const error = await failureOf(trigger.activate());
				expect(error.message).toMatch(
					/^Webhook Token is shorter than 16 characters\. Enter a long/,
				);
			},
		);
	});

	describe('the options', () => {
		it('drop the report, or keep it as text', async () => {
			const envelope = await processed();
			const files = envelope.data.files as { filename: string; content: string };
			const { send: sendDrop } = await activated({ options: { report: 'drop' } });
			const [[dropped]] = (await sendDrop(envelope)).items!;
			expect(dropped).not.toHaveProperty('binary');
			expect(dropped.json.files).toEqual({ filename: files.filename, size: expect.any(Number) });

			const { send: sendText } = await activated({ options: { report: 'base64' } });
			const [[kept]] = (await sendText(await processed())).items!;
			expect(kept).not.toHaveProperty('binary');
			expect(kept.json.files).toMatchObject({ content: expect.stringMatching(/^JVBERi0/) });
		});

		it('let pass what fits the filters only', async () => {
			const { send } = await activated({
				options: { titleContains: 'jaarrekening', locale: 'fr' },
			});
			expect(await send(await processed())).toMatchObject({ status: 200, items: undefined });
		});

		describe('of a team or a dossier, which the documented payload does not name', () => {
			const byTeam = async (more: INodeParameters = {}) =>
				await activated({ options: { teamId: T1, ...more } });

			/** A delivery about a meeting that has these fields in Claritalk. */
			async function about(fields: object) {
				const meeting = sandbox.store.createMeeting({ title: 'Audit', ...fields });
				const { data, ...envelope } = await processed();
				return { ...envelope, data: { ...data, meetingId: meeting.meetingId } };
			}

			it.each([
				['teamId', 't-1', 1],
				['teamId', 't-2', undefined],
				['teamId', null, undefined],
				['dossierId', 't-1', 1],
				['dossierId', 'T-1', 1],
				['dossierId', null, undefined],
			])('lets the meeting itself decide: %s %j', async (field, id, runs) => {
				const { send } = await activated({ options: { [field]: T1 } });
				const envelope = await about({ [field]: id });
				const { status, items } = await send(envelope);
				expect([status, items?.length]).toEqual([200, runs]);
				const asked = sandbox.requests.slice(1).map(({ method, path }) => `${method} ${path}`);
				expect(asked).toEqual([`GET /api/meetings/${envelope.data.meetingId}`]);
			});

			it('asks for nothing where the event says it, or another filter decides', async () => {
				const { send } = await byTeam({ locale: 'nl' });
				const { data, ...envelope } = await processed();
				const sent = async (fields: object) =>
					(await send({ ...envelope, data: { ...data, ...fields } })).items?.length;
				expect(await sent({ team: { id: 't-1' } })).toBe(1);
				expect(await sent({ team: { id: 't-2', name: 't-1' } })).toBeUndefined();
				expect(await sent({ team_id: 'T-1' })).toBe(1);
				expect(await sent({ locale: 'fr' })).toBeUndefined();
				expect(sandbox.requests).toHaveLength(1);
			});

			it.each<[string, object, Reply | undefined]>([
				['Claritalk is down', {}, { status: 503, json: { message: 'down' } }],
				['the meeting may not be seen', {}, { status: 403, json: { message: 'Unauthorized' } }],
				['the meeting is not there', { meetingId: 'unknown' }, undefined],
				['the meeting has no ID', { meetingId: '' }, undefined],
				['it names no team either', {}, { json: { data: { meetingId: 'm', title: 'x' } } }],
				['its team has no ID', {}, { json: { meeting_id: 'm', team: { name: 'Audit' } } }],
			])('starts all the same, with a line in the log, where %s', async (_, fields, reply) => {
				const { send } = await byTeam();
				const { data, ...envelope } = await about({});
				if (reply) sandbox.answerNext({ method: 'GET', times: 9 }, reply);
				const lines = logged();
				const { items } = await send({ ...envelope, data: { ...data, ...fields } });
				expect(items).toHaveLength(1);
				expect(items![0][0].json).not.toHaveProperty('verificationError');
				expect(lines).toMatchObject([
					{
						level: 'warn',
						message: expect.stringMatching(
							/^The Claritalk Trigger of the workflow "Test workflow" started a run for a meeting whose user, team or dossier is not known: \w/,
						),
					},
				]);
			});

			it('waits no longer than five seconds for what Claritalk says', async () => {
				const { send } = await byTeam();
				sandbox.answerNext(
					{ method: 'GET' },
					{ status: 429, headers: { 'Retry-After': '6' }, json: { message: 'slow down' } },
				);
				const waits = instantly();
				expect((await send(await about({ teamId: 't-2' }))).items).toHaveLength(1);
				expect(waits.filter((ms) => ms > 0)).toEqual([]);
			});

			it('asks again for a redelivery of what was not wanted, which may be by then', async () => {
				const { send } = await byTeam();
				const envelope = await about({ teamId: null });
				expect((await send(envelope)).items).toBeUndefined();
				const { meetingId } = envelope.data;
				const meeting = sandbox.store.meetings.find((one) => one.meetingId === meetingId)!;
				meeting.teamId = 't-1';
				expect((await send(envelope)).items).toHaveLength(1);
			});

			it('asks once where it is to be verified, too', async () => {
				const { send } = await byTeam({ verifyWithApi: true });
				expect((await send(await about({ teamId: 't-1' }))).items).toHaveLength(1);
				expect(sandbox.requests).toHaveLength(2);
				const gone = { ...(await processed()), data: { meetingId: 'unknown' } };
				expect((await send(gone)).status).toBe(401);
			});

			it('has nothing to say of users', async () => {
				const { send } = await activated({
					events: ['users.created'],
					options: { teamId: T1 },
				});
				const { items } = await send(await sandbox.envelopeAbout('users.created'));
				expect(items).toHaveLength(1);
				expect(sandbox.requests).toHaveLength(1);
			});
		});

		it('that are switches are off as the text "false" of an expression, too', async () => {
			const { send } = await activated({
				options: { onlyWithReport: '={{ "false" }}', verifyWithApi: '={{ "false" }}' },
			});
			const { data, ...envelope } = await processed();
			const { items } = await send({ ...envelope, data: { ...data, files: undefined } });
			expect(items).toHaveLength(1);
			expect(sandbox.requests).toHaveLength(1);
		});

		describe('verify with API', () => {
			const verifying = async (more: INodeParameters = {}) =>
				await activated({ ...more, options: { verifyWithApi: true } });

			it('starts a run for a meeting and a user that exist', async () => {
				const { send } = await verifying({ events: ['meeting.processed', 'users.created'] });
				const envelope = await processed();
				expect((await send(envelope)).items).toHaveLength(1);
				const [user] = sandbox.store.users;
				expect((await send(await sandbox.envelopeAbout('users.created'))).items).toHaveLength(1);
				expect(sandbox.requests.slice(1).map(({ path }) => path)).toEqual([
					`/api/meetings/${envelope.data.meetingId}`,
					`/api/users/${user.userId}`,
				]);
			});

			it('refuses a meeting that is not there, and remembers nothing of it', async () => {
				const { send, trigger } = await verifying();
				const envelope = { ...(await processed()), data: { meetingId: 'unknown' } };
				expect(await send(envelope)).toMatchObject({ status: 401, items: undefined });
				expect(trigger.staticData[NODE]).not.toHaveProperty('recentDeliveries');
			});

			it.each<[object, Reply | undefined]>([
				[{ meetingId: '../x' }, undefined],
				[{}, undefined],
				[{ reference: 'm' }, undefined],
				[
					{ meetingId: 'm' },
					{ status: 404, json: { message: 'The route api/meetings/m could not be found.' } },
				],
				[{ meetingId: 'm' }, { status: 404, json: { message: '' } }],
				[{ meetingId: 'm' }, { status: 404, body: '<html><h1>Not Found</h1></html>' }],
				[{ meetingId: 'm' }, { status: 403, json: { message: 'This action is unauthorized.' } }],
			])('runs with a doubt for %j answered by %j', async (data, reply) => {
				const { send } = await verifying();
				if (reply) sandbox.answerNext({ method: 'GET' }, reply);
				const { status, items } = await send({ ...(await processed()), data });
				expect(status).toBe(200);
				expect(items![0][0].json.verificationError).toEqual(expect.stringMatching(/\w/));
			});

			it('rather delivers than loses when Claritalk cannot be asked', async () => {
				const { send } = await verifying();
				sandbox.answerNext({ times: 3 }, { status: 503, json: { message: 'down' } });
				const { items } = await send(await processed());
				expect(items![0][0].json.verificationError).toEqual(expect.stringMatching(/\w/));
			});

			it('rather delivers than loses when the credential was broken meanwhile', async () => {
				const { trigger } = await activated();
				const credentials = {
					claritalkApi: { ...patOf(sandbox), baseUrl: 'http://foreign.example' },
				};
				const broken = triggerOf({ options: { verifyWithApi: true } }, { credentials });
				broken.staticData = trigger.staticData;
				const { items } = await broken.deliver({
					body: await processed(),
					query: { token: token() },
				});
				expect(items![0][0].json.verificationError).toContain('The Base URL');
			});
		});
	});
});
