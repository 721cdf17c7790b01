import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { AS_GUESSED, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox';

export const MEETING = '00000000-0000-4000-8000-000500000001';
/** The user behind the sandbox's user token, and somebody else. */
export const USER = '00000000-0000-4000-8000-000100000001';
export const OTHER_USER = '00000000-0000-4000-8000-000100000002';
export const NOBODY = '00000000-0000-4000-8000-999999999999';

export interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** Undefined where the answer is no JSON. */
	json: { message: string; data: Array<Record<string, unknown>> & Record<string, unknown> };
}

export interface Call {
	/** Sent as it is when it is a text or a form, else as JSON. */
	body?: unknown;
	/** A user's, if left out; null sends none. */
	token?: string | null;
	headers?: Record<string, string>;
}

/** The stand-in as it was guessed: a test of it knows nothing of what was adopted from a collection. */
export async function startGuessed(options: SandboxOptions = {}): Promise<Sandbox> {
	return await startSandbox({ adopted: AS_GUESSED, ...options });
}

/** One call of the API, by default as a user. */
export async function call(
	{ url, token: userToken }: Sandbox,
	method: string,
	path: string,
	{ body, token = userToken, headers }: Call = {},
): Promise<Answer> {
	const isJson = body !== undefined && !(body instanceof FormData);
	const answer = await fetch(`${url}/api${path}`, {
		method,
		redirect: 'manual',
		headers: {
			...(token !== null && { authorization: `Bearer ${token}` }),
			...(isJson && { 'content-type': 'application/json' }),
			...headers,
		},
		...(body !== undefined && {
			body: typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body),
		}),
	});
	const text = await answer.text();
	const hasJson = text !== '' && answer.headers.get('content-type')?.includes('json');
	const json = (hasJson ? JSON.parse(text) : undefined) as Answer['json'];
	return { status: answer.status, headers: answer.headers, text, json };
}

/** One control of the sandbox. */
export async function control(
	{ url }: Sandbox,
	method: string,
	path: string,
	body?: object,
): Promise<{ status: number; json: Record<string, unknown> }> {
	const answer = await fetch(`${url}/sandbox${path}`, {
		method,
		...(body && {
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		}),
	});
	return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

/** A server in the place of n8n that takes whatever it is sent. */
export async function startReceiver() {
	const received: Array<{ method?: string; url?: string; type?: string; body: string }> = [];
	let location: string | undefined;
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method, url, headers } = request;
			const body = Buffer.concat(chunks).toString();
			received.push({ method, url, type: headers['content-type'], body });
			if (location) response.writeHead(307, { location });
			response.end('taken');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		received,
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		/** Answers everything from now on with a redirect. */
		redirectTo: (address: string) => (location = address),
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
