import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

import { ROOT } from '../../test/e2e/paths';
import { poll } from '../../test/e2e/poll';
import {
	type Credential,
	outputOf,
	type Session,
	type Workflow,
	type WorkflowDraft,
} from '../../test/e2e/rest';
import type { Sandbox } from '../../test/sandbox';

/** Makes the example workflow with a credential, which the shipped file cannot have, and activates it. */
export async function useExample(session: Session, credential: Credential): Promise<Workflow> {
	const file = join(ROOT, 'examples', 'meeting-summary.json');
	const draft = JSON.parse(readFileSync(file, 'utf8')) as WorkflowDraft;
	const { id, name, type } = credential;
	const withCredential = (node: INode): INode =>
		node.type.startsWith('n8n-nodes-claritalk.')
			? { ...node, credentials: { [type]: { id, name } } }
			: node;
	const nodes = draft.nodes.map(withCredential);
	const workflow = await session.createWorkflow({ ...draft, nodes });
	await session.activate(workflow);
	return workflow;
}

/** What one processed meeting led to. */
export interface Outcome {
	sent: Awaited<ReturnType<Sandbox['processMeeting']>>;
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
		output: written.json,
		report: {
			fileName: triggered.binary?.report.fileName,
			bytes: await session.binary(triggered, 'report'),
		},
	};
}
