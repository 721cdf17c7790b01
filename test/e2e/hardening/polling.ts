import type { IDataObject } from 'n8n-workflow';

import { node } from '../connect';
import { poll } from '../poll';
import { type Credential, outputOf, type Session, type Workflow } from '../rest';

const POLLING = 'Claritalk Polling Trigger';

/** n8n polls once a minute. */
const POLLED_MS = 150_000;

/** A workflow of nothing but a polling trigger, not published yet. */
export async function createPollingWorkflow(
	session: Session,
	credential: Credential,
	more: IDataObject = {},
): Promise<Workflow> {
	const parameters = { pollTimes: { item: [{ mode: 'everyMinute' }] }, ...more };
	return await session.createWorkflow({
		name: 'Polling',
		nodes: [node(POLLING, 'n8n-nodes-claritalk.claritalkPollingTrigger', parameters, credential)],
		connections: {},
	});
}

/** The IDs of the meetings that the executions so far hold, each as often as it was given, once these are among them. */
export async function untilGiven(
	session: Session,
	workflow: Workflow,
	meetingIds: string[],
): Promise<string[]> {
	const given = async () => {
		const executions = await session.executions(workflow);
		const ids = executions.map(async ({ id }) =>
			outputOf(await session.execution(id), POLLING).map(({ json }) => String(json.meetingId)),
		);
		return (await Promise.all(ids)).flat();
	};
	return await poll(
		'each meeting to be given',
		given,
		(ids) => meetingIds.every((id) => ids.includes(id)),
		POLLED_MS,
	);
}

/** Waits until a workflow has been run more often than it was. */
export async function untilRun(
	session: Session,
	workflow: Workflow,
	before: number,
): Promise<void> {
	const count = async () => await session.countExecutions(workflow);
	await poll('a run', count, (runs) => runs > before, POLLED_MS);
}
