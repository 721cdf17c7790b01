/** The services that examples send to, on this machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A request that a service got. */
export interface Received {
	method: string;
	path: string;
	type: string;
	body: Buffer;
}

export interface HttpService {
	url: string;
	received: Received[];
	close(): void;
}

/** A service over HTTP that answers every request with JSON. */
export async function startHttpService(
	answer: (request: Received) => unknown = () => ({}),
): Promise<HttpService> {
	const received: Received[] = [];
	const server = createServer((request, response) => {
		void read(request).then((one) => {
			received.push(one);
			response.setHeader('Content-Type', 'application/json');
			response.end(JSON.stringify(answer(one)));
		});
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		received,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}

async function read(request: IncomingMessage): Promise<Received> {
	const { method = '', url = '', headers } = request;
	return { method, path: url, type: headers['content-type'] ?? '', body: await buffer(request) };
}

/** A mail server that keeps what it is sent. */
export async function startMailServer() {
	const mails: ParsedMail[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, _session, done) => {
			void simpleParser(stream).then((mail) => {
				mails.push(mail);
				done();
			}, done);
		},
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.server.address() as AddressInfo;
	return { port, mails, close: async () => await new Promise<void>((end) => server.close(end)) };
}
