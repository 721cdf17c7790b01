/** A trigger whose production address is registered with a client; without a secret. */
export interface Receiver {
	/** The address without its token. */
	url: string;
	/** What its token is derived from, beside the credential. */
	webhookId: string;
	/** The name of its workflow. */
	workflow: string;
	/** When it was registered, in milliseconds since 1970. */
	since: number;
}

/** Beyond so many clients the oldest is forgotten. */
const MAX_CLIENTS = 200;

/**
 * Remembers which trigger was registered last for each client, as far as this process knows: Claritalk cannot be asked, and
 * the test of another trigger takes the client's one address for a while.
 */
export class Receivers {
	private readonly byClient = new Map<string, Receiver>();

	/**
	 * Takes note of a trigger that is registered, unless a later one is known.
	 *
	 * @param client identifies the credential and where it logs in
	 * @returns the trigger that had the client's address before, if that was another
	 */
	note(client: string, receiver: Receiver): Receiver | undefined {
		const before = this.byClient.get(client);
		if (before && before.since > receiver.since) return undefined;
		this.byClient.delete(client);
		this.byClient.set(client, receiver);
		if (this.byClient.size > MAX_CLIENTS) this.byClient.delete([...this.byClient.keys()][0]);
		return before?.url === receiver.url ? undefined : before;
	}

	/** The trigger that was registered last. */
	get(client: string): Receiver | undefined {
		return this.byClient.get(client);
	}

	/** Forgets a trigger that does not listen any more. */
	forget(url: string): void {
		for (const [client, receiver] of this.byClient) {
			if (receiver.url === url) this.byClient.delete(client);
		}
	}
}
