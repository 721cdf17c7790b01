import type { IDataObject } from 'n8n-workflow';

import { poll } from '../../test/e2e/poll';
import { outputOf, type Session, type Workflow } from '../../test/e2e/rest';
import type { ProcessedMeeting, Sandbox } from '../../test/sandbox';

/** What one processed meeting led to. */
export interface Outcome {
	sent: ProcessedMeeting;
	/** What the workflow's last node put out. */
	output: IDataObject;
	report: { fileName: string | undefined; bytes: Buffer };
}

/** Has the sandbox process a meeting, and waits for the execution which that starts. */
export async function processMeeting(
	session: Session,
	sandbox: Sandbox,
	workflow: Workflow,
): Promise<Outcome> {
	const before = await session.executions(workflow);
	const sent = await sandbox.processMeeting();
	const { status, body } = sent.delivery;
	if (status !== 200) throw new Error(`the delivery was answered ${status}: ${body}`);
	const [{ id }] = await poll(
		'an execution to start',
		async () => await session.executions(workflow),
		(executions) => executions.length > before.length,
	);
	const execution = await session.execution(id);
	if (execution.status !== 'success') {
		const { error } = execution.data.resultData;
		throw new Error(`Execution ${id} ended with "${execution.status}": ${error?.message}`);
	}
	const [triggered] = outputOf(execution, 'Claritalk Trigger');
	const [written] = outputOf(execution, 'Write Summary');
	return {
		sent,
		output: written?.json ?? {},
		report: {
			fileName: triggered.binary?.report?.fileName,
			bytes: await session.binary(triggered, 'report'),
		},
	};
}
