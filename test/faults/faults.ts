import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { SELF_SIGNED } from '../harness/answering';
import type { ApiAnswer, Exchange, Meddle } from './proxy';

/** How often a fault happens: once, a few times in a row, or to every request. */
export type Spell = 'once' | 'burst' | 'always';

/** How many requests each of them is. */
export const TIMES: Record<Spell, number> = { once: 1, burst: 2, always: Infinity };

/** Something that goes wrong on the way. */
export interface Fault {
	/** As the page names it. */
	name: string;
	spells: Spell[];
	/** What is done to a request; absent where the connection itself does not come about. */
	meddle?: Meddle;
	/** Nothing listens at the address. */
	isClosed?: boolean;
	/** The address is one of https, where this certificate is shown, or none. */
	certificate?: { key: string; cert: string } | 'none';
	/** Whether the client has to stop waiting by itself. */
	hangs?: boolean;
	/** Whether the node logs in as a service account, so that there is a token to renew. */
	logsIn?: boolean;
	/** Only for what the API answers: a login has no such thing. */
	ofApiOnly?: boolean;
	/** Why what comes out may be something else than what Claritalk has, where nobody can tell. */
	unnoticed?: string;
}

/** Where no request may ever arrive. */
export const ELSEWHERE = 'http://127.0.0.1:9/api/meetings?stolen=1';

const PAGE =
	'<!doctype html><html><head><title>Sign in</title></head><body><form><input type="password" name="p"></form></body></html>';

/** Ever and ever: so often a piece of an answer comes that has no end. */
const PIECE_MS = 50;

/** A certificate of these tests and its key. */
export const certificateOf = (name: string) => {
	const pem = readFileSync(join(__dirname, 'certificates', `${name}.pem`), 'utf8');
	return { key: pem, cert: pem };
};

/** An answer of someone who stands between, which the API never hears of. */
const answered =
	(status: number, body: string, headers: Record<string, string> = {}): Meddle =>
	({ request, response }) => {
		request.resume().on('end', () => {
			response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
		});
	};

/** What the API answered, with another head or body. */
const changed =
	(change: (answer: ApiAnswer) => Partial<ApiAnswer>): Meddle =>
	async ({ ask, give }) => {
		const answer = withBody(await ask());
		give({ ...answer, ...change(answer) });
	};

/** What the API answered, written to the connection byte by byte as it is said. */
const written =
	(write: (answer: ApiAnswer, exchange: Exchange) => void): Meddle =>
	async (exchange) => {
		write(withBody(await exchange.ask()), exchange);
	};

/** An answer without a length, and with a body: one that has none cannot be cut off. */
const withBody = (answer: ApiAnswer): ApiAnswer => {
	const headers = { ...answer.headers };
	delete headers['content-length'];
	if (answer.body.length > 0) return { ...answer, headers };
	const body = Buffer.from('{"success": true}');
	return { status: 200, headers: { ...headers, 'content-type': 'application/json' }, body };
};

const headOf = ({ status, headers }: ApiAnswer, more: Record<string, string | number>): string => {
	const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}`);
	return `HTTP/1.1 ${status} As it is\r\n${lines.join('\r\n')}\r\n\r\n`;
};

/** The first half of a body; of one that is almost nothing, nothing. */
const halfOf = (body: Buffer) => body.subarray(0, Math.floor(body.length / 2));

/** Writes a piece again and again until the client has enough. */
const endlessly = ({ socket }: Exchange, piece: string): void => {
	const timer = setInterval(() => socket.write(piece), PIECE_MS);
	socket.once('close', () => clearInterval(timer));
};

const RATE_LIMITED = JSON.stringify({ message: 'Too Many Attempts.' });

/** Everything that may go wrong between n8n and Claritalk, in the order of a request's life. */
export const FAULTS: Fault[] = [
	{ name: 'the connection is refused', spells: ['always'], isClosed: true },
	{
		name: 'the certificate is self-signed',
		spells: ['always'],
		certificate: SELF_SIGNED,
	},
	{
		name: 'the certificate has expired',
		spells: ['always'],
		certificate: certificateOf('expired'),
	},
	{
		name: 'the certificate is for another host',
		spells: ['always'],
		certificate: certificateOf('foreign'),
	},
	{ name: 'the host speaks no TLS', spells: ['always'], certificate: 'none' },
	{
		name: 'reset before the request is handled',
		spells: ['once', 'always'],
		meddle: ({ socket }) => void socket.resetAndDestroy(),
	},
	{
		name: 'closed without an answer before the request is handled',
		spells: ['once', 'always'],
		meddle: ({ request, socket }) => void request.resume().on('end', () => socket.end()),
	},
	{
		name: 'reset in the middle of the request',
		spells: ['once', 'always'],
		meddle: ({ request, socket }) => {
			request.once('data', () => socket.resetAndDestroy());
			request.once('end', () => socket.resetAndDestroy());
		},
	},
	{
		name: 'reset after the request was handled: the answer is lost',
		spells: ['once', 'burst', 'always'],
		meddle: written((_, { socket }) => void socket.resetAndDestroy()),
	},
	{
		name: 'half-open: nothing is read or answered',
		spells: ['once', 'always'],
		hangs: true,
		meddle: () => undefined,
	},
	{
		name: 'handled, then silence',
		spells: ['once', 'always'],
		hangs: true,
		meddle: written(() => undefined),
	},
	{
		name: 'the head of the answer trickles without an end',
		spells: ['once', 'always'],
		hangs: true,
		meddle: written((_, exchange) => {
			exchange.socket.write('HTTP/1.1 200 OK\r\nx-slow: ');
			endlessly(exchange, 'x');
		}),
	},
	{
		name: 'the body of the answer trickles without an end',
		spells: ['once', 'always'],
		hangs: true,
		meddle: written((answer, exchange) => {
			exchange.socket.write(headOf(answer, { 'transfer-encoding': 'chunked' }));
			endlessly(exchange, '1\r\n \r\n');
		}),
	},
	{
		name: 'the answer is late, in time',
		spells: ['always'],
		meddle: async ({ ask, give }) => {
			const answer = await ask();
			await new Promise((resolve) => setTimeout(resolve, PIECE_MS));
			give(answer);
		},
	},
	{
		name: 'the answer is cut off in the middle, and the connection closed',
		spells: ['once', 'always'],
		meddle: written((answer, { socket }) => {
			socket.write(headOf(answer, { 'content-length': answer.body.length + 1 }));
			socket.end(halfOf(answer.body));
		}),
	},
	{
		name: 'the answer in chunks is cut off, and the connection reset',
		spells: ['once', 'always'],
		meddle: written((answer, { socket }) => {
			const half = halfOf(answer.body);
			socket.write(headOf(answer, { 'transfer-encoding': 'chunked' }));
			socket.write(`${half.length.toString(16)}\r\n${half.toString('latin1')}\r\n`, 'latin1', () =>
				setImmediate(() => socket.resetAndDestroy()),
			);
		}),
	},
	{
		name: 'the length of the answer is told too small',
		spells: ['once', 'always'],
		unnoticed: 'a file is as long as it is told to be',
		meddle: written((answer, { socket }) => {
			const told = Math.ceil(answer.body.length / 2);
			socket.write(headOf(answer, { 'content-length': told, connection: 'close' }));
			socket.end(answer.body);
		}),
	},
	{
		name: 'the length of the answer is told too large',
		spells: ['once', 'always'],
		hangs: true,
		meddle: written((answer, { socket }) => {
			socket.write(headOf(answer, { 'content-length': answer.body.length + 100 }));
			socket.write(answer.body);
		}),
	},
	{
		name: 'a page to log in answers in place of the API (200)',
		spells: ['once', 'always'],
		meddle: answered(200, PAGE, { 'content-type': 'text/html' }),
	},
	{
		name: 'JSON that breaks off',
		spells: ['once', 'always'],
		unnoticed: 'a file may be any text',
		meddle: changed(() => ({ body: Buffer.from('{"data": [{"id": ') })),
	},
	{
		name: 'JSON of another kind',
		spells: ['once', 'always'],
		unnoticed: 'where any JSON may come, this is some',
		meddle: changed(() => ({ body: Buffer.from('42') })),
	},
	{
		name: 'an empty answer',
		spells: ['once', 'always'],
		unnoticed: 'an empty list may be answered so',
		meddle: changed(() => ({ body: Buffer.alloc(0) })),
	},
	{
		name: 'said to be gzip, and is not',
		spells: ['once', 'always'],
		meddle: changed(({ headers }) => ({ headers: { ...headers, 'content-encoding': 'gzip' } })),
	},
	{
		name: 'gzip that is cut off',
		spells: ['once', 'always'],
		unnoticed: 'n8n unpacks what has come of a file, and says nothing',
		meddle: changed(({ headers, body }) => ({
			headers: { ...headers, 'content-encoding': 'gzip' },
			body: halfOf(gzipSync(body)),
		})),
	},
	{
		name: 'no HTTP at all',
		spells: ['once', 'always'],
		meddle: ({ request, socket }) =>
			void request.resume().on('end', () => socket.end('\u0000\u0001 220 mail.example ESMTP\r\n')),
	},
	{
		name: 'a head beyond what Node.js reads',
		spells: ['once', 'always'],
		meddle: written((answer, { socket }) => {
			socket.end(headOf(answer, { 'x-long': 'x'.repeat(100_000) }));
		}),
	},
	{
		name: 'a redirect to another host (302)',
		spells: ['once', 'always'],
		meddle: answered(302, '', { location: ELSEWHERE }),
	},
	{
		name: 'a redirect to another host that keeps method and body (307)',
		spells: ['once', 'always'],
		meddle: answered(307, '', { location: ELSEWHERE }),
	},
	{
		name: '413 before the request was read, then reset',
		spells: ['always'],
		meddle: ({ response, socket }) => {
			response.writeHead(413, { 'content-length': '0', connection: 'close' }).end();
			response.once('finish', () => setImmediate(() => socket.resetAndDestroy()));
		},
	},
	{
		name: '500 after the request was handled',
		spells: ['once', 'always'],
		meddle: changed(() => ({ status: 500, body: Buffer.from('{"message": "Server Error"}') })),
	},
	{
		name: '502 of a gateway that did not reach the API',
		spells: ['once', 'burst', 'always'],
		meddle: answered(502, '<html><h1>502 Bad Gateway</h1></html>', { 'content-type': 'text/html' }),
	},
	{
		name: '503 with Retry-After',
		spells: ['once', 'burst', 'always'],
		meddle: answered(503, '{"message": "Service Unavailable"}', { 'retry-after': '1' }),
	},
	{
		name: '504 after the request was handled',
		spells: ['once', 'always'],
		meddle: changed(() => ({ status: 504, body: Buffer.from('') })),
	},
	{
		name: '429 with Retry-After',
		spells: ['once', 'burst', 'always'],
		meddle: answered(429, RATE_LIMITED, { 'retry-after': '20' }),
	},
	{
		name: '429 that does not say for how long',
		spells: ['once', 'burst', 'always'],
		meddle: answered(429, RATE_LIMITED),
	},
	{
		name: '401 for a token that is good',
		spells: ['once', 'burst', 'always'],
		logsIn: true,
		ofApiOnly: true,
		meddle: answered(401, '{"message": "Unauthenticated."}'),
	},
	{
		name: '401 where there is no other token',
		spells: ['always'],
		ofApiOnly: true,
		meddle: answered(401, '{"message": "Unauthenticated."}'),
	},
	{
		name: 'a firewall refuses it (403 with a page)',
		spells: ['once', 'always'],
		meddle: answered(403, '<html><h1>Access denied</h1></html>', { 'content-type': 'text/html' }),
	},
	{
		name: 'a proxy asks for a password (407)',
		spells: ['once', 'always'],
		meddle: answered(407, '<html><h1>Proxy Authentication Required</h1></html>', {
			'content-type': 'text/html',
			'proxy-authenticate': 'Basic realm="proxy"',
		}),
	},
];
