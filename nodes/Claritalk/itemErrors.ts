import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Turns whatever was caught into an n8n error that names its item. An error that n8n made already keeps its
 * text: building a new one from it would hand back the old one and drop the item.
 */
export function toItemError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const itemError =
		error instanceof NodeApiError || error instanceof NodeOperationError
			? error
			: new NodeOperationError(node, error as Error);
	itemError.context.itemIndex = itemIndex;
	return itemError;
}
