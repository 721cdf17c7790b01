import type { IExecuteFunctions } from 'n8n-workflow';

import type { Patience } from '../api/sender';
import { parseAmount } from '../shared/values';

const DEFAULT_CONCURRENCY = 50;
const DEFAULT_RETRY_MINUTES = 15;

/** How a run is carried out: the node's Options, read once, since they hold for all items. */
export interface RunOptions extends Patience {
	concurrency: number;
}

/** @throws UserError naming the option and the cure */
export function readRunOptions(context: IExecuteFunctions): RunOptions {
	const { concurrency, maxRetryWait, timeout } = context.getNodeParameter('options', 0, {});
	return {
		concurrency: Math.floor(parseAmount(concurrency ?? DEFAULT_CONCURRENCY, 'Concurrency', 1)),
		maxRetryWaitMs:
			60_000 * parseAmount(maxRetryWait ?? DEFAULT_RETRY_MINUTES, 'Max Retry Wait', 0),
		...(timeout !== undefined && { timeoutMs: 1000 * parseAmount(timeout, 'Timeout', 0.001) }),
	};
}
