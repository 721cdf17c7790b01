import type { IDataObject, INode } from 'n8n-workflow';

import { chain, node } from '../connect';
import { poll } from '../poll';
import { type Credential, outputOf, type Session, type Workflow } from '../rest';

const POLLING = 'Claritalk Polling Trigger';

/** A poll comes by within it, and its run ends, also on a busy machine. */
export const POLLED_MS = 150_000;

/** As often as the editor lets a user choose. */
export const EVERY_MINUTE = { item: [{ mode: 'everyMinute' }] };

/** So that a test need not wait: n8n refuses a time that comes more than once a minute, but not six that come once each. */
export const EVERY_TEN_SECONDS = {
	item: [0, 10, 20, 30, 40, 50].map((second) => ({
		mode: 'custom',
		cronExpression: `${second} * * * * *`,
	})),
};

/**
 * A workflow of a polling trigger that polls every ten seconds unless told otherwise, not published yet.
 *
 * @param work what comes behind it; nothing if left out
 */
export async function createPollingWorkflow(
	session: Session,
	credential: Credential,
	more: IDataObject = {},
	work: INode[] = [],
): Promise<Workflow> {
	const parameters = { pollTimes: EVERY_TEN_SECONDS, ...more };
	const type = 'n8n-nodes-claritalk.claritalkPollingTrigger';
	return await session.createWorkflow({
		name: 'Polling',
		nodes: [node(POLLING, type, parameters, credential), ...work],
		connections: chain(POLLING, ...work.map(({ name }) => name)),
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

/** Waits until more executions of a workflow than there were have one of these states; any of them if left out. */
export async function untilRun(
	session: Session,
	workflow: Workflow,
	before: number,
	status?: string[],
): Promise<void> {
	const count = async () => await session.countExecutions(workflow, status);
	await poll('a run', count, (runs) => runs > before, POLLED_MS);
}
