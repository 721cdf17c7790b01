import { connect, type Connection } from './connect';
import { exampleDraft } from './example';
import { outputOf } from './rest';

let connection: Connection;

beforeAll(async () => {
	connection = await connect();
});
afterAll(async () => await connection.sandbox.close());

it("the example with n8n's Remove Duplicates lets an event through once, however often a run starts", async () => {
	const { session, credential } = connection;
	const event = (timestamp: string) => ({
		json: { event: 'meeting.processed', meetingId: 'm-1', timestamp, title: 'Overleg' },
	});
	const pinned = [event('2026-03-01T10:00:00Z'), event('2026-03-01T11:00:00Z')];
	const workflow = await session.createWorkflow({
		...exampleDraft('strictly-once.json', credential),
		pinData: { 'Claritalk Trigger': pinned },
	});
	const titles = async () =>
		outputOf(await session.run(workflow, 'Claritalk Trigger'), 'Write Title').length;
	expect(await titles()).toBe(2);
	expect(await titles()).toBe(0);
});
