import { once } from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	request as send,
	type Server,
	type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** An answer as it came from the API. */
export interface ApiAnswer {
	status: number;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** A request that came to the proxy, and what became of it. */
export interface Passage {
	method: string;
	/** With its query. */
	url: string;
	/** Whether something was done to it. */
	isMeddledWith: boolean;
	/** Whether the API got the whole of it. */
	hasReached: boolean;
	/** What the API answered; undefined where it was not asked. */
	status?: number;
}

/** A request on its way, in the hands of who meddles with it. */
export interface Exchange {
	request: IncomingMessage;
	response: ServerResponse;
	/** The client's connection. */
	socket: Socket;
	/** Hands the request on to the API and gives its answer, of which the client knows nothing yet. */
	ask(): Promise<ApiAnswer>;
	/** Gives the client an answer as it is. */
	give(answer: ApiAnswer): void;
}

/** Does something to a request, its connection or its answer. */
export type Meddle = (exchange: Exchange) => void | Promise<void>;

interface Setup {
	/** Where the API is. */
	target: string;
	meddle?: Meddle;
	/** Which requests are meddled with, by their paths; all if left out. */
	path?: RegExp;
	/** How many of them. */
	times?: number;
	/** Speaks https with this certificate. */
	certificate?: { key: string; cert: string };
	/** Paths that the API does not have, and what stands there. */
	files?: Record<string, Buffer>;
}

/** What stands between a node and the API: it hands everything on, except where it is told to do something else. */
export class FaultProxy {
	readonly passages: Passage[] = [];
	private left: number;
	private readonly sockets = new Set<Socket>();
	/** The connections whose request something was done to. */
	private readonly meddledWith = new Set<Socket>();
	private readonly server: Server;

	private constructor(private readonly setup: Setup) {
		const { certificate, times = Infinity } = setup;
		this.left = times;
		const serve = (request: IncomingMessage, response: ServerResponse) =>
			void this.serve(request, response).catch(() => request.socket.destroy());
		this.server = certificate ? createSecureServer(certificate, serve) : createServer(serve);
		this.server.on('connection', (socket: Socket) => {
			this.sockets.add(socket);
			socket
				.on('error', () => undefined)
				.once('close', () => {
					this.sockets.delete(socket);
					this.meddledWith.delete(socket);
				});
		});
	}

	/** Starts one at a new address of this machine. */
	static async start(setup: Setup): Promise<FaultProxy> {
		const proxy = new FaultProxy(setup);
		proxy.server.listen(0, '127.0.0.1');
		await once(proxy.server, 'listening');
		return proxy;
	}

	/** Its origin. */
	get url(): string {
		return `${this.setup.certificate ? 'https' : 'http'}://${this.host}`;
	}

	/** The authority part of its address. */
	get host(): string {
		return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** Whether something is being done to a request, or will be to the next one. */
	get isMeddling(): boolean {
		return this.left > 0 || this.meddledWith.size > 0;
	}

	/** Ends what is being done to requests. */
	cutMeddledWith(): void {
		for (const socket of this.meddledWith) socket.destroy();
		this.meddledWith.clear();
	}

	async close(): Promise<void> {
		const closed = once(this.server, 'close');
		this.server.close();
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { method = '', url = '', socket } = request;
		const { meddle, path = /^/, files = {} } = this.setup;
		const isMeddledWith = meddle !== undefined && path.test(url) && this.left-- > 0;
		const passage: Passage = { method, url, isMeddledWith, hasReached: false };
		this.passages.push(passage);
		const ask = async () => {
			const answer = files[url] ? fileAnswer(files[url]) : await this.pass(request, passage);
			passage.status = answer.status;
			return answer;
		};
		const give = ({ status, headers, body }: ApiAnswer) =>
			void response.writeHead(status, headers).end(body);
		if (!isMeddledWith) return give(await ask());
		this.meddledWith.add(socket);
		await meddle({ request, response, socket, ask, give });
	}

	private async pass(request: IncomingMessage, passage: Passage): Promise<ApiAnswer> {
		const { method, url = '', headers } = request;
		const handed = send(new URL(url, this.setup.target), { method, headers, agent: false });
		request.once('error', () => handed.destroy()).pipe(handed);
		request.once('end', () => (passage.hasReached = true));
		const [answer] = (await once(handed, 'response')) as [IncomingMessage];
		const chunks: Buffer[] = [];
		for await (const chunk of answer) chunks.push(chunk as Buffer);
		const kept = { ...answer.headers };
		for (const name of ['connection', 'keep-alive', 'transfer-encoding']) delete kept[name];
		return { status: answer.statusCode ?? 0, headers: kept, body: Buffer.concat(chunks) };
	}
}

function fileAnswer(body: Buffer): ApiAnswer {
	const headers = { 'content-type': 'application/pdf', 'content-length': String(body.length) };
	return { status: 200, headers, body };
}
