import type { IBinaryKeyData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { Client } from '../api/client';
import { clock } from '../api/clock';
import { credentialTypeOf } from '../shared/authentication';
import { refuse } from '../shared/values';
import { inputFile } from './inputFile';
import { parametersOf } from './moreFields';
import { ItemParameters } from './parameters';
import { resources } from './resources';
import {
	type Call,
	type Operation,
	type Output,
	type Rest,
	type Result,
	ItemWithFiles,
} from './resources/operation';
import { readPace } from './runOptions';
import { Waiting } from './waiting';
import { type Once, WrittenItems } from './writtenItems';

/** What one input item came to. */
export type ItemOutcome = { results: INodeExecutionData[] } | { error: unknown };

/** How many items are worked on at once: more requests than that no limit of Claritalk allows. */
const MOST_READ_AT_ONCE = 480;

/** How many begin before requests have their turn: the expressions of hundreds take longer than an answer. */
const BEGUN_AT_ONCE = 32;

/**
 * Runs the chosen operation for every input item: several at once where they only read, one after another where they
 * write, so that writes keep the order of their items.
 *
 * @param goOn whether a failed item leaves the others to be tried
 * @returns an outcome per item, in their order; without `goOn` up to the first one that failed
 */
export async function runItems(context: IExecuteFunctions, goOn: boolean): Promise<ItemOutcome[]> {
	const inputs = context.getInputData();
	try {
		const operation = chosenOperation(context);
		const pace = readPace(context);
		const client = await Client.create(context, credentialTypeOf(context), pace);
		const run = new Run(context, operation, client, goOn);
		await run.all(inputs, pace.concurrency);
		return run.outcomes;
	} catch (error) {
		// What is wrong with the options or the credential is wrong for every item.
		return inputs.slice(0, goOn ? inputs.length : 1).map(() => ({ error }));
	}
}

/** One run of the node: its items share a client, and what they know of each other. */
class Run {
	readonly outcomes: ItemOutcome[] = [];
	private readonly waiting: Waiting;
	/** What is waited for while other items have their turn. */
	private readonly waits: Array<Promise<void>> = [];
	private hasFailed = false;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly operation: Operation,
		private readonly client: Client,
		private readonly goOn: boolean,
	) {
		this.waiting = new Waiting(client);
	}

	/** @param concurrency how many items are read at once */
	async all(inputs: INodeExecutionData[], concurrency = MOST_READ_AT_ONCE): Promise<void> {
		const properties = parametersOf(this.operation);
		const parameters = inputs.map((_, item) => new ItemParameters(this.context, item, properties));
		const { endpoint, onlyReads } = this.operation;
		const onlyRead =
			onlyReads ?? (endpoint ? endpoint.method === 'GET' : parameters.every(asksToRead));
		const memory = onlyRead ? undefined : WrittenItems.of(this.context);
		let next = 0;
		const isMore = () => next < inputs.length && !this.hasFailed;
		const work = async () => {
			while (isMore()) {
				const item = next++;
				const passedOn = (!onlyRead && inputs[item].binary) || {};
				const once = memory?.onceFor(item, inputs[item]) ?? doNow;
				const call = this.callOf(parameters[item], item, once);
				await this.settle(
					item,
					passedOn,
					call,
					async () => await once('item', async () => await this.operation.run(call)),
				);
			}
		};
		const workers: Array<Promise<void>> = [];
		while (workers.length < (onlyRead ? concurrency : 1) && isMore()) {
			workers.push(work());
			if (workers.length % BEGUN_AT_ONCE === 0) await clock.sleep(1);
		}
		await Promise.all(workers);
		await Promise.all(this.waits);
		if (this.outcomes.every((outcome) => 'results' in outcome)) memory?.end();
	}

	private callOf(parameters: ItemParameters, item: number, once: Once): Call {
		return {
			client: this.client,
			parameters,
			waiting: this.waiting,
			file: async (source) => await inputFile(this.context, item, source),
			once,
			prepareBinaryData: this.context.helpers.prepareBinaryData,
		};
	}

	/**
	 * Notes what an item came to.
	 *
	 * @param passedOn the files that go on with the results
	 */
	private async settle(
		item: number,
		passedOn: IBinaryKeyData,
		call: Call,
		run: () => Promise<Result | Rest>,
	): Promise<void> {
		try {
			const result = await run();
			if (typeof result === 'function') {
				this.waits.push(this.settle(item, passedOn, call, async () => await result(call)));
				return;
			}
			const results = [result].flat().map((output) => toItem(output, passedOn, item));
			if (!this.hasFailed) this.outcomes[item] = { results };
		} catch (error) {
			// The first that failed ends the run: what fails after it only was called off.
			if (!this.hasFailed) this.outcomes[item] = { error };
			if (this.goOn) return;
			this.hasFailed = true;
			this.client.stop();
		}
	}
}

/** Whether an item of API › Request reads; one whose method cannot be used is told when its turn comes. */
function asksToRead(parameters: ItemParameters): boolean {
	try {
		return parameters.choice('method') === 'GET';
	} catch {
		return false;
	}
}

/** Where n8n makes no second try, nothing need be remembered. */
const doNow: Once = async (_, work) => await work();

function toItem(output: Output, passedOn: IBinaryKeyData, item: number): INodeExecutionData {
	const { json, binary } =
		output instanceof ItemWithFiles ? output : { json: output, binary: undefined };
	const files = { ...passedOn, ...binary };
	return {
		json,
		...(Object.keys(files).length > 0 && { binary: files }),
		pairedItem: { item },
	};
}

/** @throws UserError for what n8n itself adds to every resource (`__CUSTOM_API_CALL__`) */
function chosenOperation(context: IExecuteFunctions): Operation {
	const resource = context.getNodeParameter('resource', 0);
	const name = context.getNodeParameter('operation', 0);
	const operation = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === name);
	if (operation) return operation;
	throw refuse(
		`This node has no operation "${name}" for "${resource}"`,
		'Choose one from the list. For other calls of the API, use the resource API, operation Request',
	);
}
