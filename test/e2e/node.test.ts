import type { INodeTypeDescription } from 'n8n-workflow';

import { chain, connect, type Connection, node } from './connect';
import { outputOf } from './rest';

let connection: Connection;

beforeAll(async () => {
	connection = await connect();
});
afterAll(async () => await connection.sandbox.close());

describe('the package in n8n', () => {
	const types = ['claritalk', 'claritalkTool', 'claritalkTrigger'];

	it.each(types)('brings the node type %s, its icons and its codex', async (name) => {
		const response = await connection.session.get('/types/nodes.json');
		const all = (await response.json()) as Array<INodeTypeDescription & { iconUrl: unknown }>;
		const type = all.find((one) => one.name === `n8n-nodes-claritalk.${name}`);
		expect(type).toMatchObject({ version: 1, codex: { categories: expect.any(Array) } });

		const { light, dark } = type?.iconUrl as { light: string; dark: string };
		expect(light).not.toBe(dark);
		for (const icon of [light, dark]) {
			const served = await connection.session.get(`/${icon}`);
			expect(served.headers.get('content-type')).toMatch(/svg/);
		}
	});

	it.each([
		['an operation', 'claritalk/1.0.0/meeting/get.json'],
		['the trigger', 'claritalkTrigger/1.0.0.json'],
	])("serves %s's output schema to the editor", async (_, file) => {
		const path = `/schemas/n8n-nodes-claritalk.${file}`;
		const schema = (await (await connection.session.get(path)).json()) as object;
		expect(schema).toMatchObject({ type: 'object', properties: { meetingId: expect.anything() } });
	});

	it('returns all meetings, also those beyond the first page', async () => {
		const { session, sandbox, credential } = connection;
		sandbox.store.addMeetings(150);
		const workflow = await session.createWorkflow({
			name: 'All meetings',
			nodes: [
				node('Start', 'n8n-nodes-base.manualTrigger'),
				node(
					'Claritalk',
					'n8n-nodes-claritalk.claritalk',
					{ resource: 'meeting', operation: 'getMany', returnAll: true },
					credential,
				),
			],
			connections: chain('Start', 'Claritalk'),
		});
		const execution = await session.run(workflow, 'Start');
		expect(execution.status).toBe('success');
		const ids = outputOf(execution, 'Claritalk').map(({ json }) => json.meetingId);
		expect(ids.sort()).toEqual(sandbox.store.meetings.map(({ meetingId }) => meetingId).sort());
	});
});
