import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

import type { IWebhookFunctions } from 'n8n-workflow';

import { startRun } from '../../../nodes/ClaritalkTrigger/response';

/**
 * What becomes of a claim whose delivery came over a connection that is dealt with so.
 *
 * @param isClosed whether the sender has hung up before the run is started
 */
async function claimAfter(
	respond: (response: ServerResponse, hangUp: () => void) => void,
	isClosed = false,
): Promise<string[]> {
	const calls: string[] = [];
	const claim = { started: () => calls.push('started'), release: () => calls.push('released') };
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
	socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n');
	const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
	const context = { getResponseObject: () => response } as object as IWebhookFunctions;
	const closed = once(response, 'close');
	if (isClosed) {
		socket.destroy();
		await closed;
	}
	startRun(context, claim, { json: {} });
	respond(response, () => socket.destroy());
	await closed;
	socket.destroy();
	server.close();
	return calls;
}

it('keeps the claim of a delivery that is answered', async () => {
	expect(await claimAfter((response) => response.end('{}'))).toEqual([]);
});

it.each([400, 500])('gives the claim back where n8n answers with %d', async (status) => {
	const fail = (response: ServerResponse) => response.writeHead(status).end('{}');
	expect(await claimAfter(fail)).toEqual(['released']);
});

it('gives the claim back where the sender hangs up before there is an answer', async () => {
	expect(await claimAfter((_, hangUp) => hangUp())).toEqual(['released']);
});

it('gives the claim back where the sender has hung up before the run is started', async () => {
	expect(await claimAfter(() => undefined, true)).toEqual(['released']);
});
