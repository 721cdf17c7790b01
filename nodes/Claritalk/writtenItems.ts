import { createHash } from 'node:crypto';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Rest, Result } from './resources/operation';

/** What an item's write gave, also what is still to be waited for. */
type Written = Result | Rest;

/** Beyond this many runs the one that began longest ago is forgotten. */
const MAX_RUNS = 200;

/** Shared by all executions of this process, until a run is done; see {@link WrittenItems}. */
const runs = new Map<string, WrittenItems>();

/**
 * Remembers which items of a run were written. With Retry On Fail n8n runs the whole node again when one item failed, and
 * those before it would be written twice. It lives in the process, as n8n's tries do.
 */
export class WrittenItems {
	private readonly written = new Map<string, Written>();

	private constructor(private readonly key: string) {}

	/** What the earlier tries of this run of the node wrote; undefined where n8n makes no second try. */
	static of(context: IExecuteFunctions): WrittenItems | undefined {
		const { id, retryOnFail } = context.getNode();
		if (!retryOnFail) return undefined;
		const { $runIndex } = context.getWorkflowDataProxy(0);
		const key = [context.getExecutionId(), id, $runIndex].join(' ');
		const known = runs.get(key) ?? new WrittenItems(key);
		runs.set(key, known);
		if (runs.size > MAX_RUNS) runs.delete([...runs.keys()][0]);
		return known;
	}

	get(item: number, input: INodeExecutionData): Written | undefined {
		return this.written.get(keyOf(item, input));
	}

	add(item: number, input: INodeExecutionData, written: Written): void {
		this.written.set(keyOf(item, input), written);
	}

	/** Every item was written: there is no next try. */
	end(): void {
		runs.delete(this.key);
	}
}

/** An item by its place and what is in it: an agent may call a tool several times in one run. */
function keyOf(item: number, { json }: INodeExecutionData): string {
	return `${item} ${createHash('sha256').update(JSON.stringify(json)).digest('base64url')}`;
}
