import type { INode } from 'n8n-workflow';
import { NodeApiError, type NodeOperationError } from 'n8n-workflow';

import { toNodeError } from '../api/nodeErrors';

/** What happened and what to do, in one text, for where n8n shows only one. */
export function errorText({
	message,
	description,
}: {
	message: string;
	description?: string | null;
}): string {
	return description ? `${message}. ${description}` : message;
}

/** An error as it is, with the cure in its message, since that is all n8n shows of one in publishing. */
export function inOneText(
	node: INode,
	error: Error & { description?: string | null },
): NodeApiError | NodeOperationError {
	const httpCode = error instanceof NodeApiError ? error.httpCode : undefined;
	return toNodeError(node, { message: errorText(error), httpCode });
}
