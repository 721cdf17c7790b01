import type { Endpoint } from './facts';
import { Kept } from './kept';
import { RateBudget } from './pacing';

/** Requests a minute that the vendor documents, by class. */
const DOCUMENTED_LIMITS: Record<Endpoint['rateClass'], number> = { default: 480, upload: 50 };

/** Beyond this many, the budget that was used longest ago is forgotten; it would start anew with what is documented. */
const MAX_BUDGETS = 200;

/** Shared by all executions of this process; holds numbers only, keyed by what the API counts by. */
const budgets = new Kept<RateBudget>(MAX_BUDGETS);

/**
 * The budget that a credential's requests of one class share in this process.
 *
 * @param credential identifies the credential and where it logs in
 */
export function budgetOf(credential: string, rateClass: Endpoint['rateClass']): RateBudget {
	const make = () => new RateBudget(DOCUMENTED_LIMITS[rateClass]);
	return budgets.get(`${rateClass} ${credential}`, make);
}
