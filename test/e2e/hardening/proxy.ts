import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Proxy {
	url: string;
	close(): void;
}

/**
 * A reverse proxy: what it is asked below a path goes to a server, all else is answered 404.
 *
 * @param path without the slash at its end; empty for everything
 * @param keeps whether the server is asked with the path, which is otherwise taken off
 */
export async function startProxy(server: string, path = '', keeps = false): Promise<Proxy> {
	const proxy = createServer((incoming, outgoing) => {
		const { method, headers, url = '' } = incoming;
		if (!url.startsWith(`${path}/`)) {
			outgoing.writeHead(404).end('No server here');
			return;
		}
		const target = new URL(server + (keeps ? url : url.slice(path.length)));
		const passedOn = send(target, { method, headers }, (answer) => {
			outgoing.writeHead(answer.statusCode as number, answer.headers);
			answer.pipe(outgoing);
		});
		passedOn.on('error', () => outgoing.writeHead(502).end());
		incoming.pipe(passedOn);
	});
	await once(proxy.listen(0, '127.0.0.1'), 'listening');
	return {
		url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
		close: () => {
			proxy.closeAllConnections();
			proxy.close();
		},
	};
}
