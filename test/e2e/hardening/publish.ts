import type { Session, Workflow } from '../rest';

/** Unpublishes a workflow and publishes it: without the first, n8n leaves a trigger that did not change as it is. */
export async function publishAgain(session: Session, workflow: Workflow): Promise<void> {
	await session.deactivate(workflow);
	await session.activate(workflow);
}
