import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Client } from '../api/client';
import { credentialTypeOf } from '../shared/authentication';
import { chosenOperation, runOperation } from './runOperation';
import { readRunOptions } from './runOptions';

/** What one input item came to. */
export type ItemOutcome = { results: INodeExecutionData[] } | { error: unknown };

/**
 * Runs the chosen operation for every input item: several at once where they only read, one after another where they
 * write, so that writes keep the order of their items.
 *
 * @param goOn whether a failed item leaves the others to be tried
 * @returns an outcome per item, in their order; without `goOn` up to the first one that failed
 */
export async function runItems(context: IExecuteFunctions, goOn: boolean): Promise<ItemOutcome[]> {
	const count = context.getInputData().length;
	const options = attempt(() => readRunOptions(context));
	// What is wrong with the options is wrong for every item.
	if ('error' in options) return Array.from({ length: goOn ? count : 1 }, () => options);
	const { concurrency, ...patience } = options.value;
	let client: Promise<Client> | undefined;

	const outcomes: ItemOutcome[] = [];
	const finishing: Array<Promise<void>> = [];
	let next = 0;
	let firstFailed = Infinity;
	const note = (item: number, outcome: ItemOutcome) => {
		outcomes[item] = outcome;
		if ('error' in outcome && !goOn) firstFailed = Math.min(firstFailed, item);
	};
	const finish = async (item: number, resultsOf: () => Promise<IDataObject[]>) => {
		try {
			const results = await resultsOf();
			note(item, { results: results.map((json) => ({ json, pairedItem: { item } })) });
		} catch (error) {
			note(item, { error });
		}
	};
	const work = async () => {
		while (next < count && next < firstFailed) {
			const item = next++;
			try {
				client ??= Client.create(context, credentialTypeOf(context), patience);
				finishing.push(finish(item, await runOperation(context, await client, item)));
			} catch (error) {
				note(item, { error });
			}
		}
	};
	const workers = Math.min(workersOf(context, concurrency), count);
	await Promise.all(Array.from({ length: workers }, work));
	await Promise.all(finishing);
	return outcomes.slice(0, firstFailed + 1);
}

/** What a function gave, or what it threw. */
function attempt<T>(run: () => T): { value: T } | { error: unknown } {
	try {
		return { value: run() };
	} catch (error) {
		return { error };
	}
}

/** How many items are worked on at once: writes keep the order of their items. */
function workersOf(context: IExecuteFunctions, concurrency: number): number {
	const operation = chosenOperation(context, 0);
	if (operation?.waits) return Infinity;
	return operation?.endpoint?.method === 'GET' ? concurrency : 1;
}
