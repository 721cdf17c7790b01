import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { adoptedParts } from '../sandbox/adopted';
import { Language, type Spelled } from '../sandbox/spelling';
import { claritalkHarness, failureOf } from './claritalk';
import type { ExecuteSetup, Harness, ListSearchSetup } from './harness';
import { instantly } from './instantly';

/** A request as it came over the socket. */
export interface Seen {
	method: string;
	/** Below `/api`, as it was sent. */
	url: string;
	/** Below `/api`, as the tests speak of it. */
	path: string;
	query: Record<string, string>;
	/** The query as it was written. */
	search: string;
	headers: Record<string, string | string[] | undefined>;
	/** Parsed where it is JSON, else its text. */
	body: unknown;
	/** As it was sent. */
	text: string;
	/** The parts of a multipart body as the tests speak of them, in their order: a field's text, a file's name. */
	parts: Array<[name: string, value: string]>;
}

/** What is answered: JSON, a text or bytes as they are, none of them, or nothing at all because the connection is closed. */
export interface Reply {
	status?: number;
	headers?: Record<string, string>;
	json?: unknown;
	text?: string;
	bytes?: Buffer;
	/** The connection is closed before an answer, or in the middle of its bytes. */
	drop?: boolean;
}

/** @param count how many requests have come, this one counted */
type Handler = (request: Seen, count: number) => Reply | Promise<Reply>;

const LANGUAGE = new Language(adoptedParts().spellings);

const NOTHING_THERE: Handler = () => ({ status: 404, json: { message: 'Not Found' } });

/** The setup of a run but its parameters. */
type Setup = Omit<ExecuteSetup, 'parameters'>;

/**
 * An API that answers what a test says, and the nodes in real n8n-core contexts that talk to it. Unlike the
 * sandbox it knows no manners: whatever a server somewhere may answer can be answered.
 */
export class ScriptedApi {
	readonly token = 'scripted-token-0123456789';
	/** What has come since the test began. */
	requests: Seen[] = [];
	/** Every wait that the nodes asked for, in milliseconds; none takes any time. */
	waits: number[] = [];
	/** What happens in the world while someone waits. */
	onWait: () => void = () => undefined;
	/** From then on every connection is closed, so that a loop without an end has one. */
	mostRequests = 100;
	n8n!: Harness;
	private handler: Handler = NOTHING_THERE;
	private server?: Server;

	get url(): string {
		return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
	}

	/** A new address each time: what one test learned of the rate limit is not the next one's. */
	async start(): Promise<void> {
		const server = createServer((request, response) => void this.serve(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		this.server = server;
		this.handler = NOTHING_THERE;
		this.requests = [];
		this.mostRequests = 100;
		this.onWait = () => undefined;
		this.n8n = claritalkHarness(this);
		this.waits = instantly(() => this.onWait());
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}

	/** Answers every request from now on by a function, or with one reply. */
	answer(handler: Handler | Reply): void {
		this.handler = typeof handler === 'function' ? handler : () => handler;
	}

	/** Answers one request after another with these, and each one after them with the last. */
	answerInTurn(...replies: Reply[]): void {
		let turn = 0;
		this.handler = () => replies[Math.min(turn++, replies.length - 1)];
	}

	/** Runs an operation (`meeting.get`) and gives its items. */
	async run(operation: string, parameters: object = {}, setup: Setup = {}) {
		const [resource, name] = operation.split('.');
		const all = { resource, operation: name, ...parameters } as INodeParameters;
		return (await this.n8n.execute('claritalk', { ...setup, parameters: all }))[0];
	}

	/** What the items of a run hold. */
	async json(operation: string, parameters: object = {}, setup: Setup = {}) {
		return jsonOf(await this.run(operation, parameters, setup));
	}

	/** The error of a run that must fail. */
	async failure(operation: string, parameters: object = {}, setup: Setup = {}) {
		return await failureOf(this.run(operation, parameters, setup));
	}

	/** One page of the list behind a resource locator. */
	async search(method: string, setup: ListSearchSetup = {}) {
		return await this.n8n.listSearch('claritalk', method, setup);
	}

	/** The methods and paths of what has come. */
	get calls(): string[] {
		return this.requests.map(({ method, path }) => `${method} ${path}`);
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const seen = await read(request);
		this.requests.push(seen);
		if (this.requests.length > this.mostRequests) return void request.socket.destroy();
		const {
			status = 200,
			headers = {},
			json,
			text,
			bytes,
			drop,
		} = await this.handler(seen, this.requests.length);
		if (bytes && drop) {
			response.writeHead(status, { 'content-length': String(2 * bytes.length), ...headers });
			return void response.write(bytes, () => request.socket.destroy());
		}
		if (drop) return void request.socket.destroy();
		const body = bytes ?? (json === undefined ? text : JSON.stringify(json));
		const type = json === undefined ? 'text/plain' : 'application/json';
		response.writeHead(status, { ...(body !== undefined && { 'content-type': type }), ...headers });
		return void response.end(body);
	}
}

/** A scripted API for each test of a file, closed after it. */
export function useScriptedApi(): ScriptedApi {
	const api = new ScriptedApi();
	beforeEach(async () => await api.start());
	afterEach(async () => {
		jest.restoreAllMocks();
		await api.close();
	});
	return api;
}

/** What items hold. */
export function jsonOf(items: INodeExecutionData[]): IDataObject[] {
	return items.map(({ json }) => json);
}

async function read(request: IncomingMessage): Promise<Seen> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	const bytes = Buffer.concat(chunks);
	const below = (request.url ?? '/').replace(/^\/api(?=\/)/, '');
	const spoken = LANGUAGE.request({ method: request.method ?? '', url: below });
	const url = new URL(spoken.url, 'http://localhost');
	const type = request.headers['content-type'] ?? '';
	const isForm = type.startsWith('multipart/');
	const json: unknown =
		type.includes('json') && bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined;
	return {
		method: spoken.method,
		url: below,
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		search: url.search,
		headers: request.headers,
		body: LANGUAGE.body(spoken, json),
		text: bytes.toString(),
		parts: isForm ? spokenParts(spoken, await partsOf(bytes, type)) : [],
	};
}

/** `meta[source]` is a part of `meta`. */
function spokenParts(spoken: Spelled, parts: Seen['parts']): Seen['parts'] {
	return parts.flatMap(([name, value]) => {
		const [, field, inside] = /^([^[]*)(.*)$/s.exec(name)!;
		const fields = LANGUAGE.body(spoken, { [field]: value }) as Record<string, string>;
		return Object.keys(fields).map((one): [string, string] => [`${one}${inside}`, value]);
	});
}

async function partsOf(bytes: Buffer, type: string): Promise<Seen['parts']> {
	const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
	return [...form.entries()].map(([name, value]) => [
		name,
		typeof value === 'string' ? value : value.name,
	]);
}
