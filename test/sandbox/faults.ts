import type { FastifyReply, FastifyRequest } from 'fastify';

import { bodyOf } from './bodies';

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
	/** Whether what was asked for is done first, as where only its answer is lost on the way. */
	after?: boolean;
}

/** Which requests a fault answers; what is left out matches all. */
export interface Match {
	method?: string;
	/** Below `/api`, without the query. */
	path?: string;
	/** A text that the body holds, as JSON has it. */
	holding?: string;
	/** How many requests it answers; 1 if left out. */
	times?: number;
}

/** Answers that were ordered in advance, each for the next requests that match. */
export class Faults {
	private queue: Array<{ match: Match; reply: Reply; left: number }> = [];

	/** What is answered in place of the real answer, once there is one. */
	private readonly replacing = new WeakMap<FastifyRequest, Reply>();

	add(match: Match, reply: Reply): void {
		this.queue.push({ match, reply, left: match.times ?? 1 });
	}

	clear(): void {
		this.queue = [];
	}

	/** Answers the request if a fault matches it that comes before the real answer; gives whether it did. */
	async answer(request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
		const { method, url } = request.spoken;
		const [path] = url.split('?');
		const body = JSON.stringify(bodyOf(request)) ?? '';
		const fault = this.queue.find(
			({ match }) =>
				(match.method ?? method) === method &&
				(match.path ?? path) === path &&
				body.includes(match.holding ?? ''),
		);
		if (!fault) return false;
		if (--fault.left === 0) this.queue.splice(this.queue.indexOf(fault), 1);

		if (fault.reply.after) {
			this.replacing.set(request, fault.reply);
			return false;
		}
		await held(fault.reply);
		if (fault.reply.drop) {
			reply.hijack();
			request.raw.socket.destroy();
		} else await reply.send(spelled(fault.reply, reply));
		return true;
	}

	/** What is sent in place of a real answer if a fault says so, else that answer. */
	async replace(request: FastifyRequest, reply: FastifyReply, answer: unknown): Promise<unknown> {
		const ordered = this.replacing.get(request);
		if (!ordered) return answer;
		await held(ordered);
		if (ordered.drop) request.raw.socket.destroy();
		return spelled(ordered, reply);
	}
}

async function held({ delayMs, hold }: Reply): Promise<void> {
	if (delayMs) await new Promise((resolve) => setTimeout(resolve, delayMs).unref());
	await hold?.();
}

/** Sets status and headers; gives the body. */
function spelled({ status = 200, headers = {}, json, body }: Reply, reply: FastifyReply) {
	void reply.code(status).headers(headers);
	if (json === undefined) return body ?? '';
	void reply.type('application/json');
	return JSON.stringify(json);
}
