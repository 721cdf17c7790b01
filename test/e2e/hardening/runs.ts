import { poll } from '../poll';
import { FINAL, type Session, type Workflow } from '../rest';

/**
 * How often a workflow was run, once it was so often or more and no run is under way.
 *
 * @param ms how long that may take
 */
export async function countRuns(
	session: Session,
	workflow: Workflow,
	atLeast: number,
	ms?: number,
): Promise<number> {
	const { started } = await poll(
		`${atLeast} runs to end`,
		async () => ({
			ended: await session.countExecutions(workflow, FINAL),
			started: await session.countExecutions(workflow),
		}),
		({ ended, started }) => ended >= atLeast && ended === started,
		ms,
	);
	return started;
}

/** Expects that a workflow was run exactly so often, and that no run failed. */
export async function expectRuns(
	session: Session,
	workflow: Workflow,
	count: number,
	ms?: number,
): Promise<void> {
	const started = await countRuns(session, workflow, count, ms);
	const succeeded = await session.countExecutions(workflow, ['success']);
	expect({ started, succeeded }).toEqual({ started: count, succeeded: count });
}
