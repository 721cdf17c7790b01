import { createHash } from 'node:crypto';

import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Kept } from '../api/kept';

/** Does a part of an item's work that must not be done twice, or gives what an earlier try of n8n's made of it. */
export type Once = <T>(part: string, work: () => Promise<T>) => Promise<T>;

/** Beyond this many runs the one whose last try began longest ago is forgotten. */
const MAX_RUNS = 200;

/** Shared by all executions of this process, until a run is done; see {@link WrittenItems}. */
const runs = new Kept<WrittenItems>(MAX_RUNS);

/**
 * Remembers what a run wrote. With Retry On Fail n8n runs the whole node again when one item failed, and what was written
 * before that would be written twice. It lives in the process, as n8n's tries do.
 */
export class WrittenItems {
	private readonly written = new Map<string, unknown>();

	private constructor(private readonly key: string) {}

	/** What the earlier tries of this run of the node wrote; undefined where n8n makes no second try. */
	static of(context: IExecuteFunctions): WrittenItems | undefined {
		const { id, retryOnFail } = context.getNode();
		if (!retryOnFail) return undefined;
		const { $runIndex } = context.getWorkflowDataProxy(0);
		const key = [context.getExecutionId(), id, $runIndex].join(' ');
		return runs.get(key, () => new WrittenItems(key));
	}

	/** What does the parts of an item's work once. */
	onceFor(item: number, input: INodeExecutionData): Once {
		const itemKey = keyOf(item, input);
		return async <T>(part: string, work: () => Promise<T>) => {
			const key = `${itemKey} ${part}`;
			if (!this.written.has(key)) this.written.set(key, await work());
			// A part is always the same work, so what it gave is of its type.
			return this.written.get(key) as T;
		};
	}

	/** Every item was written: there is no next try. */
	end(): void {
		runs.forget(this.key);
	}
}

/** An item by its place and what is in it: an agent may call a tool several times in one run. */
function keyOf(item: number, { json }: INodeExecutionData): string {
	return `${item} ${createHash('sha256').update(JSON.stringify(json)).digest('base64url')}`;
}
