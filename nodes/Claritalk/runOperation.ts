import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../api/client';
import { refuse } from '../shared/values';
import { inputFile } from './inputFile';
import { ItemParameters } from './parameters';
import { resources } from './resources';
import type { Operation } from './resources/operation';

/**
 * Runs the chosen operation for one input item.
 *
 * @returns what gives the results, one per output item; it may still have to wait for them when the item's turn is over
 * @throws UserError for input that cannot be used, NodeApiError for a call that failed
 */
export async function runOperation(
	context: IExecuteFunctions,
	client: Client,
	itemIndex: number,
): Promise<() => Promise<IDataObject[]>> {
	const operation = chosenOperation(context, itemIndex);
	if (!operation) {
		const resource = context.getNodeParameter('resource', itemIndex);
		const name = context.getNodeParameter('operation', itemIndex);
		throw refuse(
			`This node has no operation "${name}" for "${resource}"`,
			'Choose one from the list. For other calls of the API, use the resource API, operation Request',
		);
	}
	const parameters = new ItemParameters(context, itemIndex, operation.properties);
	const file = async (property: string) => await inputFile(context, itemIndex, property);
	const call = { client, parameters, file };
	const results = [await operation.run(call)].flat();
	return async () => (await operation.finish?.(call, results)) ?? results;
}

/** @returns undefined for what n8n itself adds to every resource (`__CUSTOM_API_CALL__`) */
export function chosenOperation(
	context: IExecuteFunctions,
	itemIndex: number,
): Operation | undefined {
	const resource = context.getNodeParameter('resource', itemIndex);
	const operation = context.getNodeParameter('operation', itemIndex);
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
}
