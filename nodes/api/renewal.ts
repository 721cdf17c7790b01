import { Kept } from './kept';

/** Beyond this many, the gate that was used longest ago is forgotten. */
const MAX_GATES = 200;

/** Shared by all executions of this process; holds no token, keyed by credential. */
const gates = new Kept<RenewalGate>(MAX_GATES);

/**
 * Lets one request renew a token that has died, while the others with the same credential wait for it: a rotating refresh
 * token serves once, and n8n before 2.30 lets each of them use it.
 */
export class RenewalGate {
	private count = 0;
	private running: Promise<unknown> | undefined;

	/** How often the token was renewed so far: what was sent before is not refused for the token of now. */
	get renewals(): number {
		return this.count;
	}

	/**
	 * @param sentAt {@link renewals} when the refused request was sent
	 * @param renew sends a request with which n8n renews the token
	 * @returns what `renew` gave, or undefined when another has renewed the token meanwhile
	 */
	async pass<T>(sentAt: number, renew: () => Promise<T>): Promise<T | undefined> {
		if (this.count === sentAt && !this.running) {
			const running = renew();
			this.running = running;
			try {
				return await running;
			} finally {
				this.running = undefined;
				this.count++;
			}
		}
		await this.running?.catch(() => undefined);
		return undefined;
	}
}

/** The gate of a credential. */
export function renewalGateOf(account: string): RenewalGate {
	return gates.get(account, () => new RenewalGate());
}
