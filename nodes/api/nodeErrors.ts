import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

/** What every error here has in common, n8n's own and ours. */
export interface ErrorParts {
	message: string;
	description?: string | null;
	/** The HTTP status, or another code; what has one is an error of the API. */
	httpCode?: string | null;
	/** Whether it may pass by itself. */
	passes?: boolean;
	/** Whether it is certain that what was asked for is not there. */
	isMissing?: boolean;
	/** Whether what was asked for may have been carried out all the same. */
	mayBeDone?: boolean;
	/** Whether whoever waits on waits for nothing. */
	isFinal?: boolean;
}

/**
 * A new error of n8n's. Its texts are set once it is made: n8n replaces a text that holds a system's error code, also within
 * a word, by one of its own; and from an error of its own it would hand that one back.
 *
 * @param itemIndex the item that it is about
 */
export function toNodeError(
	node: INode,
	{ message, description, httpCode, passes, isMissing, mayBeDone }: ErrorParts,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const made =
		httpCode === undefined
			? new NodeOperationError(node, message)
			: new NodeApiError(node, { message }, { message, ...(httpCode && { httpCode }) });
	made.message = message;
	made.description = description ?? undefined;
	if (itemIndex !== undefined) made.context.itemIndex = itemIndex;
	if (passes) made.context.passes = true;
	if (isMissing) made.context.isMissing = true;
	if (mayBeDone) made.context.mayBeDone = true;
	return made;
}

/** Whether what a call failed with may pass by itself. */
export function mayPass(error: unknown): boolean {
	return error instanceof NodeApiError && error.context.passes === true;
}

/** Whether a call failed because its login was refused, whatever it asked for. */
export function isLoginRefused(error: unknown): boolean {
	return error instanceof NodeApiError && error.httpCode === '401';
}

/** Whether the API refused what a call asked for, with a status that says that this was wrong. */
export function isRefused(error: unknown): boolean {
	return error instanceof NodeApiError && (error.httpCode ?? '').startsWith('4');
}

/** Whether what a call asked for is certainly not there: not only its address, or out of sight. */
export function isMissing(error: unknown): boolean {
	return error instanceof NodeApiError && error.context.isMissing === true;
}

/** Whether what a call asked for may have been carried out, though it failed. */
export function mayBeDone(error: unknown): boolean {
	return error instanceof NodeApiError && error.context.mayBeDone === true;
}
