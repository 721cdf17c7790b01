import { Kept } from '../api/kept';
import { Turns } from './turns';

/** A trigger that Claritalk was told to send to; without a secret. */
export interface Receiver {
	/** The address without its token. */
	url: string;
	/** What its token is derived from, beside the credential. */
	webhookId: string;
	workflowId: string;
	/** The name of its workflow. */
	workflow: string;
	/** The name of its node. */
	node: string;
	/** When it was registered, in milliseconds since 1970. */
	since: number;
}

/** What is known of a client. */
interface Known {
	/** In the order in which they were registered. */
	listening: Receiver[];
	/** The address that Claritalk was told last, if that is known. */
	told?: string;
	turns: Turns;
}

/** Beyond so many clients the one that was used longest ago is forgotten. */
const MAX_CLIENTS = 200;

/** Beyond so many triggers of one client the one that was registered first is forgotten. */
const MAX_RECEIVERS = 100;

/**
 * Remembers which triggers listen for each client, as far as this process knows: Claritalk cannot be asked, and sends only to
 * the one that was registered last. When that one leaves, the one before it is to have the client's address again.
 */
export class Receivers {
	private readonly byClient = new Kept<Known>(MAX_CLIENTS);

	/**
	 * Tells Claritalk something of a client, once everything before it was told or has failed: so the order that is remembered is
	 * that of Claritalk.
	 */
	async inTurn<T>(client: string, tell: () => Promise<T>): Promise<T> {
		return await this.of(client).turns.take(tell);
	}

	/** Tells Claritalk an address; while that is under way, and where it fails, nobody knows which one Claritalk has. */
	async telling<T>(client: string, { url }: Receiver, tell: () => Promise<T>): Promise<T> {
		const known = this.of(client);
		known.told = undefined;
		const answer = await tell();
		known.told = url;
		return answer;
	}

	/** Whether it is certain, as far as this process can tell, that Claritalk sends to a trigger. */
	has(client: string, { url }: Receiver): boolean {
		return this.of(client).told === url;
	}

	/**
	 * Takes note of a trigger that was registered.
	 *
	 * @param client identifies the credential and where it logs in
	 * @returns the trigger that had the client's address before, if that was another, and has it no longer
	 */
	note(client: string, receiver: Receiver): Receiver | undefined {
		const before = this.newest(client);
		const { listening } = this.of(client);
		remove(listening, receiver.url);
		listening.push(receiver);
		listening.sort((one, other) => one.since - other.since);
		if (listening.length > MAX_RECEIVERS) listening.shift();
		const isTaken = before?.url !== receiver.url && this.newest(client) === receiver;
		return isTaken ? before : undefined;
	}

	/** The trigger that was registered last of those that listen. */
	newest(client: string): Receiver | undefined {
		return this.of(client).listening.at(-1);
	}

	/**
	 * Forgets a trigger that does not listen any more, whichever client it was registered with.
	 *
	 * @returns the trigger that is to have the client's address now, if this one had it and another is known
	 */
	forget(url: string): Receiver | undefined {
		let heir: Receiver | undefined;
		for (const { listening } of this.byClient.all()) {
			const hadAddress = listening.at(-1)?.url === url;
			remove(listening, url);
			if (hadAddress) heir = listening.at(-1);
		}
		return heir;
	}

	private of(client: string): Known {
		return this.byClient.get(client, () => ({ listening: [], turns: new Turns() }));
	}
}

function remove(receivers: Receiver[], url: string): void {
	const at = receivers.findIndex((receiver) => receiver.url === url);
	if (at >= 0) receivers.splice(at, 1);
}
