import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
	const port = await tryListening(0);
	if (port === undefined) throw new Error('No free port');
	return port;
}

/** Whether nobody listens on the port. */
export async function isFree(port: number): Promise<boolean> {
	return (await tryListening(port)) !== undefined;
}

async function tryListening(port: number): Promise<number | undefined> {
	const server = createServer();
	try {
		server.listen(port, LOOPBACK);
		await once(server, 'listening');
	} catch {
		return undefined;
	}
	const { port: taken } = server.address() as AddressInfo;
	server.close();
	await once(server, 'close');
	return taken;
}
