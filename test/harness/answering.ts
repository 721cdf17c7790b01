import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a server answers with, whatever it is asked. */
export interface OddAnswer {
	status?: number;
	headers?: Record<string, string>;
	body?: string;
}

/** A server that is no Claritalk: what it answers is up to the test. */
export interface OddServer {
	url: string;
	/** `METHOD /path` of every request, in order. */
	requests: string[];
	close(): Promise<void>;
}

/**
 * Starts one on this machine.
 *
 * @param answer gives the answer to `METHOD /path`
 * @param secure speaks https, with a certificate that nobody trusts
 */
export async function answering(
	answer: (request: string) => OddAnswer,
	secure = false,
): Promise<OddServer> {
	const requests: string[] = [];
	const listener: RequestListener = (request, response) => {
		const asked = `${request.method} ${request.url?.split('?')[0]}`;
		requests.push(asked);
		const { status = 200, headers = {}, body = '' } = answer(asked);
		request.resume().on('end', () => response.writeHead(status, headers).end(body));
	};
	const server = secure ? createSecureServer(SELF_SIGNED, listener) : createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}`,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/**
 * Does something with a server of which each answer is written by hand.
 *
 * @param use is given its address
 */
export async function serving<T>(
	listener: RequestListener,
	use: (url: string) => Promise<T>,
): Promise<T> {
	const server = createServer(listener);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

/** Made for these tests alone, for 127.0.0.1, by itself. */
export const SELF_SIGNED = {
	key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQghuXZIRxq1Qs54nmT
YElhfsoPNX+M1AXttzLx9R99xH6hRANCAAQUaEfe1QGAx7QaBIkDq3GlSTm+/ALA
T09idojwXkkBkFZR39NNj7LUWPsP25u5Ui/Sua+Fg1Y9CxilLUeheyfu
-----END PRIVATE KEY-----`,
	cert: `-----BEGIN CERTIFICATE-----
MIIBkTCCATagAwIBAgIUQf1+O0Z18GqewcW9KuZqVGRakJkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNjAwMDQwMFoYDzIxMjYxMTAy
MDAwNDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQUaEfe1QGAx7QaBIkDq3GlSTm+/ALAT09idojwXkkBkFZR39NNj7LU
WPsP25u5Ui/Sua+Fg1Y9CxilLUeheyfuo2QwYjAdBgNVHQ4EFgQUIoWHYUcWtFcw
RWQv/VSJ8n8+iF0wHwYDVR0jBBgwFoAUIoWHYUcWtFcwRWQv/VSJ8n8+iF0wDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC
IQCZQnyQfJZUjrolp+C+QmNb/6cebRhqOzhKIchAAvVNbwIhAJBHRN1JDP/tx8Eu
esJ2kmbeXfKJ2jvCmSshE9M4UMKT
-----END CERTIFICATE-----`,
};
