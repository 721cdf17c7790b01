import type { FastifyReply, FastifyRequest } from 'fastify';

/** An answer that a test wants instead of the real one. */
export interface Reply {
	status?: number;
	headers?: Record<string, string>;
	/** Sent as JSON. */
	json?: unknown;
	/** Sent as it is. */
	body?: string | Buffer;
	/** Close the connection without an answer. */
	drop?: boolean;
	delayMs?: number;
	/** Held back until this is done. */
	hold?: () => Promise<void>;
}

/** Which requests a fault answers; what is left out matches all. */
export interface Match {
	method?: string;
	/** Below `/api`, without the query. */
	path?: string;
	/** How many requests it answers; 1 if left out. */
	times?: number;
}

/** Answers that were ordered in advance, each for the next requests that match. */
export class Faults {
	private queue: Array<{ match: Match; reply: Reply; left: number }> = [];

	add(match: Match, reply: Reply): void {
		this.queue.push({ match, reply, left: match.times ?? 1 });
	}

	clear(): void {
		this.queue = [];
	}

	/** Answers the request if a fault matches it; gives whether it did. */
	async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
		const { method, url } = request.spoken;
		const [path] = url.split('?');
		const fault = this.queue.find(
			({ match }) => (match.method ?? method) === method && (match.path ?? path) === path,
		);
		if (!fault) return false;
		if (--fault.left === 0) this.queue.splice(this.queue.indexOf(fault), 1);

		const { status = 200, headers = {}, json, body, drop, delayMs, hold } = fault.reply;
		if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
		await hold?.();
		if (drop) {
			reply.hijack();
			request.raw.socket.destroy();
			return true;
		}
		void reply.code(status).headers(headers);
		if (json !== undefined) await reply.type('application/json').send(JSON.stringify(json));
		else await reply.send(body ?? '');
		return true;
	}
}
