import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';

import { ROOT } from './paths';
import type { Credential, Session, Workflow, WorkflowDraft } from './rest';

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
