import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INode } from 'n8n-workflow';

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

/** A draft in which some nodes, by their names, have other credentials or parameters. */
export function changed(
	draft: WorkflowDraft,
	changes: Record<string, { credential?: Credential; parameters?: IDataObject }>,
): WorkflowDraft {
	const names = draft.nodes.map(({ name }) => name);
	const unknown = Object.keys(changes).filter((name) => !names.includes(name));
	if (unknown.length > 0) throw new Error(`${draft.name} has no node ${unknown.join(', ')}`);
	const change = (node: INode): INode => {
		const { credential, parameters } = changes[node.name] ?? {};
		return {
			...node,
			parameters: { ...node.parameters, ...(parameters as INode['parameters']) },
			...(credential && {
				credentials: { [credential.type]: { id: credential.id, name: credential.name } },
			}),
		};
	};
	return { ...draft, nodes: draft.nodes.map(change) };
}

/** Makes the example workflow and activates it. */
export async function useExample(session: Session, credential: Credential): Promise<Workflow> {
	const workflow = await session.createWorkflow(exampleDraft('meeting-summary.json', credential));
	await session.activate(workflow);
	return workflow;
}
