import type { Endpoint } from './endpoints';
import { RateBudget } from './pacing';

/** Requests a minute that the vendor documents, by class. */
const DOCUMENTED_LIMITS: Record<Endpoint['rateClass'], number> = { default: 480, upload: 50 };

/** Beyond this many, the budget that was used longest ago is forgotten; it would start anew with what is documented. */
const MAX_BUDGETS = 200;

/** Shared by all executions of this process; holds numbers only, keyed by what the API counts by. */
const budgets = new Map<string, RateBudget>();

/**
 * The budget that a credential's requests of one class share in this process.
 *
 * @param credential identifies the credential and where it logs in
 */
export function budgetOf(credential: string, rateClass: Endpoint['rateClass']): RateBudget {
	const key = `${rateClass} ${credential}`;
	const budget = budgets.get(key) ?? new RateBudget(DOCUMENTED_LIMITS[rateClass]);
	// Again at the end: a Map keeps the order of insertion, so the oldest use stands first.
	budgets.delete(key);
	budgets.set(key, budget);
	if (budgets.size > MAX_BUDGETS) budgets.delete([...budgets.keys()][0]);
	return budget;
}
