import type { IConnections } from 'n8n-workflow';

import { connect, type Connection, node } from './connect';

let connection: Connection;

beforeAll(async () => {
	connection = await connect();
});
afterAll(async () => await connection.sandbox.close());

const CONNECTIONS: IConnections = {
	Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
	Meetings: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
};

it('serves an agent as a tool, which fills in what it is asked for', async () => {
	const { session, sandbox, credential } = connection;
	const parameters = {
		resource: 'meeting',
		operation: 'get',
		meetingId: { __rl: true, mode: 'id', value: "={{ $fromAI('meeting', 'ID', 'string') }}" },
	};
	const workflow = await session.createWorkflow({
		name: 'Agent',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			{ ...node('Agent', '@n8n/n8n-nodes-langchain.agent'), typeVersion: 2 },
			node('Meetings', 'n8n-nodes-claritalk.claritalkTool', parameters, credential),
		],
		connections: CONNECTIONS,
	});
	const [meeting] = sandbox.store.meetings;
	const execution = await session.callTool(workflow, 'Start', 'Meetings', {
		meeting: meeting.meetingId,
	});
	const [run] = execution.data.resultData.runData.Meetings;
	expect(run.error).toBeUndefined();
	expect(JSON.stringify(run.data?.ai_tool)).toContain(meeting.title);
	expect(sandbox.requests.map(({ path }) => path)).toEqual([`/api/meetings/${meeting.meetingId}`]);
});
