import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ProcessedMeeting } from '../sandbox';
import { connect, type Connection, node } from './connect';
import { changed, exampleDraft } from './example';
import { type Service, startPostgres } from './hardening/services';
import { LOCAL } from './paths';
import { poll } from './poll';
import { outputOf, type Workflow } from './rest';
import { type HttpService, startHttpService, startMailServer } from './servers';

let connection: Connection;

beforeAll(async () => {
	connection = await connect();
});
afterAll(async () => await connection.sandbox.close());

/** Where this n8n may read files. */
const FILES = join(LOCAL, 'n8n-e2e', '.n8n-files');

function file(name: string, content: string | Buffer): string {
	const path = join(FILES, name);
	mkdirSync(join(path, '..'), { recursive: true });
	writeFileSync(path, content);
	return path;
}

const executions = async (workflow: Workflow, count: number) =>
	await connection.session.endedExecutions(workflow, count);

/**
 * Publishes a workflow, has a meeting processed, sends the same meeting again with another time, as when it is processed
 * once more, and waits for both runs.
 */
async function processTwice(workflow: Workflow): Promise<ProcessedMeeting> {
	const { session, sandbox } = connection;
	await session.activate(workflow);
	const sent = await sandbox.processMeeting(undefined, { title: 'Overleg met de boekhouder' });
	await executions(workflow, 1);
	const again = { ...sent.envelope, timestamp: '2026-03-02T08:00:00Z' };
	expect((await sandbox.deliver(again)).status).toBe(200);
	const runs = await executions(workflow, 2);
	expect(runs.map(({ status }) => status)).toEqual(['success', 'success']);
	return sent;
}

describe('mail-summary-and-report.json', () => {
	it('sends one mail with the summary, and the PDF byte by byte', async () => {
		const { session, credential } = connection;
		const server = await startMailServer();
		const smtp = await session.createCredential('Mail', 'smtp', {
			user: '',
			password: '',
			host: '127.0.0.1',
			port: server.port,
			secure: false,
			disableStartTls: true,
		});
		const draft = changed(exampleDraft('mail-summary-and-report.json', credential), {
			'Mail Summary and Report': { credential: smtp },
		});
		const { envelope, meeting } = await processTwice(await session.createWorkflow(draft));
		await server.close();

		expect(server.mails).toHaveLength(1);
		const [{ subject, text, attachments }] = server.mails;
		expect(subject).toBe(meeting.title);
		expect(text).toContain(meeting.summary?.general.content.slice(0, 40));
		const { filename, content } = envelope.data.files as { filename: string; content: string };
		expect(attachments).toHaveLength(1);
		expect(attachments[0].filename).toBe(filename);
		expect(attachments[0].content.equals(Buffer.from(content, 'base64'))).toBe(true);
	});
});

describe('todos-to-tasks.json', () => {
	it('creates one task for each to-do', async () => {
		const { session, credential } = connection;
		const tasks = await startHttpService();
		const draft = changed(exampleDraft('todos-to-tasks.json', credential), {
			'Create Task': { parameters: { url: `${tasks.url}/tasks` } },
		});
		const { meeting } = await processTwice(await session.createWorkflow(draft));
		tasks.close();

		const created = tasks.received.map(({ body }) => JSON.parse(body.toString()) as unknown);
		const { title, meetingId } = meeting;
		expect(meeting.todos.length).toBeGreaterThan(1);
		expect(created).toEqual(
			(meeting.todos as Array<{ text: string }>).map(({ text }) => ({
				title: text,
				meeting: title,
				meetingId,
			})),
		);
	});
});

describe('one-address-many-workflows.json', () => {
	it('starts the workflow for each kind of event, with the report', async () => {
		const { session, sandbox, credential } = connection;
		const called = async (name: string) => {
			const begin = 'When Executed by Another Workflow';
			const workflow = await session.createWorkflow({
				name,
				nodes: [
					{
						...node(begin, 'n8n-nodes-base.executeWorkflowTrigger', { inputSource: 'passthrough' }),
						typeVersion: 1.1,
					},
				],
				connections: {},
			});
			await session.activate(workflow);
			return workflow;
		};
		const meetings = await called('Meetings');
		const statuses = await called('Statuses');
		const users = await called('Users');
		const calling = ({ id }: Workflow) => ({
			parameters: { workflowId: { __rl: true, mode: 'id', value: id } },
		});
		const workflow = await session.createWorkflow(
			changed(exampleDraft('one-address-many-workflows.json', credential), {
				'Start the Workflow for Meetings': calling(meetings),
				'Start the Workflow for Statuses': calling(statuses),
				'Start the Workflow for Users': calling(users),
			}),
		);
		await processTwice(workflow);
		await sandbox.deliver(
			await sandbox.envelopeAbout('users.created', { user: sandbox.store.users[0] }),
		);
		await executions(workflow, 3);

		const [started] = await executions(meetings, 2);
		const [item] = outputOf(started, 'When Executed by Another Workflow');
		expect(item.json.event).toBe('meeting.processed');
		expect((await session.binary(item, 'report')).subarray(0, 5).toString()).toBe('%PDF-');
		expect(await executions(users, 1)).toHaveLength(1);
		expect(await session.executions(meetings)).toHaveLength(2);
		expect(await session.executions(statuses)).toHaveLength(0);
	});
});

describe('report-into-silverfin.json', () => {
	it('sends the PDF to the client meeting of the company, once', async () => {
		const { session, credential } = connection;
		const silverfin = await startHttpService();
		const step = 'Add the Report to the Client Meeting';
		const draft = exampleDraft('report-into-silverfin.json', credential);
		const url = String(draft.nodes.find(({ name }) => name === step)?.parameters.url);
		const workflow = await session.createWorkflow(
			changed(draft, {
				[step]: {
					parameters: { url: url.replace('https://live.getsilverfin.com', silverfin.url) },
				},
			}),
		);
		const { envelope } = await processTwice(workflow);
		silverfin.close();

		expect(silverfin.received).toHaveLength(1);
		const [{ method, path, type, body }] = silverfin.received;
		expect([method, decodeURI(path)]).toEqual([
			'POST',
			'/api/v4/f/YOUR FIRM ID/companies/THE COMPANY ID OF THIS MEETING/client_meetings/attachments',
		]);
		expect(type).toMatch(/^multipart\/form-data/);
		const { content } = envelope.data.files as { content: string };
		expect(body.includes(Buffer.from(content, 'base64'))).toBe(true);
	});
});

describe('nightly-export-to-postgresql.json', () => {
	let postgres: Service;

	beforeAll(async () => {
		postgres = await startPostgres();
	});
	afterAll(async () => await postgres?.stop());

	it('writes each meeting as one row, also when it runs again', async () => {
		const { session, sandbox, credential } = connection;
		const database = await session.createCredential('Database', 'postgres', {
			host: '127.0.0.1',
			port: postgres.port,
			database: 'postgres',
			user: 'postgres',
			password: 'none',
			ssl: 'disable',
		});
		const draft = changed(exampleDraft('nightly-export-to-postgresql.json', credential), {
			'Create the Table': { credential: database },
			'Write Meetings': { credential: database },
		});
		const workflow = await session.createWorkflow(draft);
		const [first] = sandbox.store.meetings;
		for (const title of [first.title, 'Another title']) {
			first.title = title;
			const { status, data } = await session.run(workflow, 'Every Night');
			expect([status, data.resultData.error?.message]).toEqual(['success', undefined]);
		}

		const query = 'SELECT meeting_id, title, status, summary FROM claritalk_meetings';
		const reading = await session.createWorkflow({
			name: 'Read',
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				{
					...node(
						'Read',
						'n8n-nodes-base.postgres',
						{ operation: 'executeQuery', query },
						database,
					),
					typeVersion: 2.6,
				},
			],
			connections: { Start: { main: [[{ node: 'Read', type: 'main', index: 0 }]] } },
		});
		const rows = outputOf(await session.run(reading, 'Start'), 'Read').map(({ json }) => json);
		const ids = sandbox.store.meetings.map(({ meetingId }) => meetingId);
		expect(rows.map((row) => row.meeting_id).sort()).toEqual(ids.sort());
		expect(rows.find((row) => row.meeting_id === first.meetingId)?.title).toBe('Another title');
	});
});

describe('upload-folder.json', () => {
	it('makes a meeting of each file, gives its summary, and leaves it alone in the next run', async () => {
		const { session, sandbox, credential } = connection;
		file('recordings/Kwartaaloverleg.mp3', Buffer.alloc(300_000, 'a'));
		file('recordings/Jaarvergadering 2026.m4a', Buffer.alloc(200_000, 'b'));
		const workflow = await session.createWorkflow(
			changed(exampleDraft('upload-folder.json', credential), {
				'Read Recordings': { parameters: { fileSelector: join(FILES, 'recordings', '*') } },
			}),
		);
		const before = sandbox.store.meetings.length;
		const run = session.run(workflow, 'Every Ten Minutes');
		await poll(
			'both meetings',
			async () => sandbox.store.meetings.length - before,
			(made) => {
				// Processing ends as soon as the recording is there.
				for (const one of sandbox.store.meetings.slice(before)) sandbox.store.process(one);
				return made === 2;
			},
		);
		const items = outputOf(await run, 'Upload and Wait');
		const made = sandbox.store.meetings.slice(before);
		expect(made.map(({ title }) => title).sort()).toEqual([
			'Jaarvergadering 2026',
			'Kwartaaloverleg',
		]);
		expect(items).toHaveLength(2);
		for (const { json } of items) expect(JSON.stringify(json)).toContain('markdown');

		await session.run(workflow, 'Every Ten Minutes');
		expect(sandbox.store.meetings).toHaveLength(before + 2);
	});
});

describe('users-from-spreadsheet.json', () => {
	it('creates each user once, and goes on after a row that fails', async () => {
		const { session, sandbox } = connection;
		const credential = await session.createCredential(
			'Service account',
			'claritalkServiceAccountOAuth2Api',
			{
				environment: 'custom',
				baseUrl: sandbox.url,
				clientId: 'sandbox-service-account',
				clientSecret: 'sandbox-service-account-secret',
			},
		);
		const path = file(
			'users.csv',
			'email,first_name,last_name\nan@example.com,An,Peeters\nno address,Jan,Claes\nsofie@example.com,Sofie,Maes\n',
		);
		const workflow = await session.createWorkflow(
			changed(exampleDraft('users-from-spreadsheet.json', credential), {
				'Read Spreadsheet': { parameters: { fileSelector: path } },
			}),
		);
		const before = sandbox.store.users.length;
		const items = outputOf(await session.run(workflow, 'Start'), 'Create User');
		expect(items.map(({ json }) => json.email ?? 'error' in json)).toEqual([
			'an@example.com',
			true,
			'sofie@example.com',
		]);
		await session.run(workflow, 'Start');
		expect(sandbox.store.users).toHaveLength(before + 2);
	});
});

describe('agent-about-meetings.json', () => {
	let model: HttpService;

	/** A model that looks for meetings, reads the first one, and answers with its title; it speaks OpenAI's protocol. */
	function answerAsModel({ path, body }: { path: string; body: Buffer }): unknown {
		if (!path.endsWith('/chat/completions')) return { data: [] };
		const { messages } = JSON.parse(body.toString()) as {
			messages: Array<{ role: string; content: string }>;
		};
		const results = messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
		const call = (name: string, args: object) => ({
			role: 'assistant',
			content: null,
			tool_calls: [
				{
					id: `call_${results.length}`,
					type: 'function',
					function: { name, arguments: JSON.stringify(args) },
				},
			],
		});
		const id = /"meetingId\\?":\s*\\?"([\w-]+)/.exec(results[0] ?? '')?.[1];
		const message =
			results.length === 0
				? call('Find_Meetings', { search: 'jaarrekening' })
				: results.length === 1
					? call('Read_a_Meeting', { meetingId: id })
					: { role: 'assistant', content: `From the meeting: ${results[1]}` };
		return {
			id: 'chatcmpl-1',
			object: 'chat.completion',
			created: 1,
			model: 'local',
			choices: [
				{ index: 0, message, finish_reason: 'tool_calls' in message ? 'tool_calls' : 'stop' },
			],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}

	beforeAll(async () => {
		model = await startHttpService(answerAsModel);
	});
	afterAll(() => model?.close());

	it('answers from a meeting that it found and read', async () => {
		const { session, sandbox, credential } = connection;
		const meeting = sandbox.store.createMeeting({ title: 'Bespreking jaarrekening' });
		sandbox.store.process(meeting);
		const openAi = await session.createCredential('Model', 'openAiApi', {
			apiKey: 'none',
			url: `${model.url}/v1`,
		});
		const draft = changed(exampleDraft('agent-about-meetings.json', credential), {
			Model: { credential: openAi },
		});
		const question = 'What was said about the annual accounts?';
		const workflow = await session.createWorkflow({
			...draft,
			pinData: { 'When a Question Is Asked': [{ json: { chatInput: question, sessionId: '1' } }] },
		});
		const run = await session.run(workflow, 'When a Question Is Asked');
		expect([run.status, run.data.resultData.error?.message]).toEqual(['success', undefined]);
		const [{ json }] = outputOf(run, 'Answer from Meetings');
		expect(String(json.output)).toContain('Bespreking jaarrekening');
		// What is not kept reached no model.
		expect(model.received.map(({ body }) => body.toString()).join()).not.toContain('userId');
	});
});
