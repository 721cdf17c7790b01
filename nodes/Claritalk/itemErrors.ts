import type { INode } from 'n8n-workflow';
import { NodeApiError, type NodeOperationError } from 'n8n-workflow';

import { type ErrorParts, toNodeError } from '../api/nodeErrors';

/** Turns whatever was caught into an n8n error that names its item: a new one, since several items may share what was caught. */
export function toItemError(
	node: INode,
	error: unknown,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const { message, description, httpCode } = error as ErrorParts;
	const code = error instanceof NodeApiError ? (httpCode ?? null) : httpCode;
	return toNodeError(node, { message, description, httpCode: code }, itemIndex);
}
