import type { INodeExecutionData } from 'n8n-workflow';

import { connect, type Connection } from './connect';
import { useExample } from './example';
import { poll } from './poll';
import { type Execution, outputOf, type Workflow } from './rest';

let connection: Connection;
let workflow: Workflow;

beforeAll(async () => {
	connection = await connect();
	workflow = await useExample(connection.session, connection.credential);
});
afterAll(async () => await connection.sandbox.close());

const executions = async (count: number) =>
	await connection.session.endedExecutions(workflow, count);

const registrations = () =>
	connection.sandbox.requests
		.filter(({ method, path }) => method === 'POST' && path === '/api/client/webhook')
		.map(({ body }) => new URL((body as { webhook_url: string }).webhook_url));

const productionUrl = () => `${connection.url}/webhook/${workflow.nodes[0].webhookId}/webhook`;

describe('the trigger in an active workflow', () => {
	it('registered its production address with a secret', () => {
		const registered = registrations();
		expect(registered).toHaveLength(1);
		expect(registered[0].origin + registered[0].pathname).toBe(productionUrl());
		expect(registered[0].searchParams.get('token')).toMatch(/^.{20,}$/);
	});

	it('starts one execution for a processed meeting, with its report', async () => {
		const { session, sandbox } = connection;
		const { meeting, envelope, delivery } = await sandbox.processMeeting();
		expect(delivery.status).toBe(200);

		const [execution, ...more] = await executions(1);
		expect(more).toEqual([]);
		expect(execution.status).toBe('success');

		const files = envelope.data.files as { filename: string; content: string };
		const pdf = Buffer.from(files.content, 'base64');
		const [triggered] = outputOf(execution, 'Claritalk Trigger');
		expect(triggered.json).toMatchObject({
			event: 'meeting.processed',
			timestamp: envelope.timestamp,
			meetingId: meeting.meetingId,
			summary: meeting.summary.general.content,
		});
		expect(JSON.stringify(triggered.json)).not.toContain(files.content.slice(0, 50));
		expect(triggered.binary?.report).toMatchObject({
			fileName: files.filename,
			mimeType: 'application/pdf',
		});
		expect((await session.binary(triggered, 'report')).equals(pdf)).toBe(true);

		expect(outputOf(execution, 'Write Summary').map(({ json }) => json)).toEqual([
			{
				title: meeting.title,
				summary: meeting.summary.general.content,
				todos: meeting.todos,
				report: files.filename,
			},
		]);
	});

	it('starts none without the secret, nor for a redelivery', async () => {
		const { sandbox } = connection;
		const before = await executions(1);
		const { envelope } = await sandbox.processMeeting();
		await executions(before.length + 1);

		const forged = { ...envelope, timestamp: '2030-01-01T00:00:00Z' };
		expect((await sandbox.deliver(forged, { url: productionUrl() })).status).toBe(401);
		const guessed = `${productionUrl()}?token=guessed`;
		expect((await sandbox.deliver(forged, { url: guessed })).status).toBe(401);
		expect((await sandbox.deliver(envelope)).status).toBe(200);

		// Whatever those had started would have been there before what this one starts.
		const last = await sandbox.processMeeting();
		const all = await executions(before.length + 2);
		expect(all).toHaveLength(before.length + 2);
		const meetingOf = (execution: Execution): INodeExecutionData =>
			outputOf(execution, 'Claritalk Trigger')[0];
		expect(meetingOf(all[0]).json.timestamp).toBe(last.envelope.timestamp);
	});

	it('registers production again after a test', async () => {
		const { session } = connection;
		const before = registrations().length;
		await session.listenForTest(workflow, 'Claritalk Trigger');
		await session.stopListening(workflow);
		await poll(
			'the end of the test',
			async () => registrations().length,
			(n) => n >= before + 2,
		);
		const [test, after] = registrations().slice(before);
		expect(test.pathname).toMatch(/^\/webhook-test\//);
		expect(after.href).toBe(registrations()[0].href);
	});

	it('answers 404 once the workflow is deactivated', async () => {
		const { session, sandbox } = connection;
		const { envelope } = await sandbox.processMeeting();
		await session.deactivate(workflow);
		expect((await sandbox.deliver(envelope)).status).toBe(404);
	});
});
