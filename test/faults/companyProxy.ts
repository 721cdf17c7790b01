import { once } from 'node:events';
import {
	createServer,
	type IncomingMessage,
	request as send,
	type ServerResponse,
} from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A forward proxy as companies have one: it tunnels TLS, and hands on what is plain. */
export class CompanyProxy {
	/** Whom it was asked to reach, `CONNECT` or the method before it, in order. */
	readonly asked: string[] = [];
	private readonly sockets = new Set<Socket>();
	private readonly server = createServer((request, response) => this.handOn(request, response));

	/** @param login `user:password`, where it lets nobody else through */
	private constructor(private readonly login?: string) {
		this.server.on('connect', (request: IncomingMessage, socket: Socket) =>
			this.tunnel(request, socket),
		);
		this.server.on('connection', (socket: Socket) => this.keep(socket));
	}

	static async start(login?: string): Promise<CompanyProxy> {
		const proxy = new CompanyProxy(login);
		proxy.server.listen(0, '127.0.0.1');
		await once(proxy.server, 'listening');
		return proxy;
	}

	/** Its address, for the environment of n8n. */
	urlFor(login?: string): string {
		const { port } = this.server.address() as AddressInfo;
		return `http://${login ? `${login}@` : ''}127.0.0.1:${port}`;
	}

	async close(): Promise<void> {
		const closed = once(this.server, 'close');
		this.server.close();
		for (const socket of this.sockets) socket.destroy();
		await closed;
	}

	private keep(socket: Socket): void {
		this.sockets.add(socket);
		socket.on('error', () => socket.destroy()).once('close', () => this.sockets.delete(socket));
	}

	private isLetThrough({ headers }: IncomingMessage): boolean {
		if (this.login === undefined) return true;
		const expected = `Basic ${Buffer.from(this.login).toString('base64')}`;
		return headers['proxy-authorization'] === expected;
	}

	private tunnel(request: IncomingMessage, socket: Socket): void {
		const { url = '' } = request;
		this.asked.push(`CONNECT ${url}`);
		if (!this.isLetThrough(request)) {
			socket.end(`HTTP/1.1 407 Proxy Authentication Required\r\n${HEAD}\r\n\r\n${PAGE}`);
			return;
		}
		const { hostname, port } = new URL(`http://${url}`);
		const target = connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.pipe(target).pipe(socket);
		});
		this.keep(target);
		target.once('close', () => socket.destroy());
	}

	private handOn(request: IncomingMessage, response: ServerResponse): void {
		const { method, url = '', headers } = request;
		this.asked.push(`${method} ${new URL(url).host}`);
		if (!this.isLetThrough(request)) {
			const headers = { 'proxy-authenticate': 'Basic realm="company"' };
			request.resume().once('end', () => response.writeHead(407, headers).end(PAGE));
			return;
		}
		const handed = send(url, { method, headers, agent: false }, (answer) => {
			answer.pipe(response.writeHead(answer.statusCode ?? 0, answer.headers));
		});
		request.pipe(handed.once('error', () => response.destroy()));
	}
}

const PAGE = '<html><h1>Proxy Authentication Required</h1></html>';
const HEAD = `proxy-authenticate: Basic realm="company"\r\ncontent-type: text/html\r\ncontent-length: ${PAGE.length}\r\nconnection: close`;
