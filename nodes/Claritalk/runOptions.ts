import type { IExecuteFunctions } from 'n8n-workflow';

import type { Pace } from '../api/sender';
import { parseAmount } from '../shared/values';

const DEFAULT_RETRY_MINUTES = 15;

/** A day; timers of Node.js end at once beyond 24 of them. */
const LONGEST_TIMEOUT_MS = 24 * 3_600_000;

/**
 * How a run sends its requests: the node's Options, read once, since they hold for all items.
 *
 * @throws UserError naming the option and the cure
 */
export function readPace(context: IExecuteFunctions): Pace {
	const { concurrency, maxRetryWait, timeout } = context.getNodeParameter('options', 0, {});
	return {
		maxRetryWaitMs:
			60_000 * parseAmount(maxRetryWait ?? DEFAULT_RETRY_MINUTES, 'Max Retry Wait (Minutes)', 0),
		...(concurrency !== undefined && {
			concurrency: Math.floor(parseAmount(concurrency, 'Concurrency', 1)),
		}),
		...(timeout !== undefined && {
			timeoutMs: Math.min(
				1000 * parseAmount(timeout, 'Timeout (Seconds)', 0.001),
				LONGEST_TIMEOUT_MS,
			),
		}),
	};
}
