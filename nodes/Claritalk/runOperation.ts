import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Client } from '../api/client';
import { inputFile } from './inputFile';
import { ItemParameters } from './parameters';
import { findOperation } from './resources';
import { refuse } from '../shared/values';

/**
 * Runs the chosen operation for one input item.
 *
 * @returns the results, one per output item
 * @throws UserError for input that cannot be used, NodeApiError for a call that failed
 */
export async function runOperation(
	context: IExecuteFunctions,
	client: Client,
	itemIndex: number,
): Promise<IDataObject[]> {
	const resource = context.getNodeParameter('resource', itemIndex);
	const name = context.getNodeParameter('operation', itemIndex);
	const operation = findOperation(resource, name);
	if (!operation) {
		throw refuse(
			`This node has no operation "${name}" for "${resource}"`,
			'Choose one from the list. For other calls of the API, use the resource API, operation Request',
		);
	}
	const parameters = new ItemParameters(context, itemIndex, operation.properties);
	const file = async (property: string) => await inputFile(context, itemIndex, property);
	return [await operation.run({ client, parameters, file })].flat();
}

/** Whether the chosen operation changes nothing, so that several items may be worked on at once. */
export function isRead(context: IExecuteFunctions): boolean {
	const resource = context.getNodeParameter('resource', 0);
	const operation = findOperation(resource, context.getNodeParameter('operation', 0));
	return operation?.endpoint?.method === 'GET';
}
