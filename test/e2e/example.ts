import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';

import { ROOT } from './paths';
import type { Credential, Session, Workflow, WorkflowDraft } from './rest';

/** A shipped example with a credential, which its file cannot have. */
export function exampleDraft(file: string, { id, name, type }: Credential): WorkflowDraft {
	const path = join(ROOT, 'examples', file);
	const draft = JSON.parse(readFileSync(path, 'utf8')) as WorkflowDraft;
	const withCredential = (node: INode): INode =>
		node.type.startsWith('n8n-nodes-claritalk.')
			? { ...node, credentials: { [type]: { id, name } } }
			: node;
	return { ...draft, nodes: draft.nodes.map(withCredential) };
}

/** Makes the example workflow and activates it. */
export async function useExample(session: Session, credential: Credential): Promise<Workflow> {
	const workflow = await session.createWorkflow(exampleDraft('meeting-summary.json', credential));
	await session.activate(workflow);
	return workflow;
}
