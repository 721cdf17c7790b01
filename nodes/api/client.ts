import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { originOf } from '../../credentials/environment';
import type { ApiContext } from './context';
import { API_ROOT, type Endpoint, endpoints, type Target } from './endpoints';
import {
	type Answer,
	describeAnswer,
	describeBody,
	describeConnection,
	describeFile,
	describeLogin,
	describeRedirect,
	type Failure,
} from './errors';
import { isObject } from './json';
import { readPage, rowId, type Page } from './pages';
import { redact } from './redact';
import { type Outcome, type Patience, Sender } from './sender';

/** What fills an endpoint: IDs for the path (validated by the caller), query and JSON body. */
export interface Parts {
	ids?: Record<string, string>;
	query?: IDataObject;
	body?: IDataObject | FormData;
	/** For the answer, when it is to be longer than usual. */
	timeoutMs?: number;
}

/** The most rows one page is asked for: Laravel APIs commonly cap it there (inferred). */
export const MAX_PAGE_SIZE = 100;

/** How long a person, or n8n while it publishes a workflow, is left waiting for a rate limit. */
const INTERACTIVE_WAIT_MS = 10_000;

/** A file from this size on is worth a small call before it, which renews a token that has died. */
const LARGE_FILE_BYTES = 256 * 1024;

/** The slowest connection that an upload is given time for. */
const SLOWEST_BYTES_PER_SECOND = 64 * 1024;
const MIN_UPLOAD_TIMEOUT_MS = 300_000;

/**
 * The one way to Claritalk: every call of the package goes through an instance of this class, which lives
 * as long as one execution, hook or search and remembers nothing afterwards.
 *
 * Each method throws a `NodeApiError` that says what happened and what to do, never with a secret in it.
 */
export class Client {
	private constructor(
		private readonly context: ApiContext,
		private readonly credentialType: string,
		readonly origin: string,
		private readonly sender: Sender,
		private readonly logsIn: boolean,
	) {}

	/**
	 * @param credentialType name of the credential type to log in with
	 * @param patience how long to go on trying; short where a person or n8n waits for it
	 * @throws UserError when the credential's Base URL cannot be used
	 */
	static async create(
		context: ApiContext,
		credentialType: string,
		patience: Patience = { maxRetryWaitMs: INTERACTIVE_WAIT_MS },
	): Promise<Client> {
		const credential = await context.getCredentials(credentialType);
		const origin = originOf(credential);
		const id = context.getNode().credentials?.[credentialType]?.id ?? '';
		const account = `${origin} ${credentialType} ${id}`;
		const logsIn = 'clientId' in credential;
		const sender = new Sender(context, credentialType, account, logsIn, patience);
		return new Client(context, credentialType, origin, sender, logsIn);
	}

	/** One call; gives the parsed JSON, or undefined when the answer has no content. */
	async send(target: Target, parts: Parts = {}): Promise<unknown> {
		const answer = await this.exchange(target, parts);
		if (isEmpty(answer.body)) return undefined;
		if (typeof answer.body === 'string') await this.fail(describeBody(answer, 'JSON'));
		return answer.body;
	}

	/**
	 * One object: the answer itself, or what stands in its `data` (inferred: both occur in Laravel APIs).
	 * A write that is answered without content gives `{ success: true }`.
	 */
	async one<T extends IDataObject = IDataObject>(
		endpoint: Endpoint,
		parts: Parts = {},
	): Promise<T | IDataObject> {
		const answer = await this.exchange(endpoint, parts);
		const { body } = answer;
		if (isEmpty(body) && endpoint.method !== 'GET') return { success: true };
		const inner = isObject(body) && isObject(body.data) ? body.data : body;
		return isObject(inner)
			? (inner as T)
			: await this.fail(describeBody(answer, 'one JSON object'));
	}

	/**
	 * Sends a file as multipart form, with fields beside it; what is no text becomes JSON text.
	 *
	 * An API that answers 401 before it has read a large body closes the connection, and n8n then sees no 401 to renew
	 * the token for. So a small call goes first where a token may have died.
	 */
	async upload(endpoint: Endpoint, file: File, fields: IDataObject): Promise<IDataObject> {
		if (this.logsIn && file.size >= LARGE_FILE_BYTES) {
			await this.page(endpoints.meeting.getMany, { page: 1, per_page: 1 });
		}
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) {
			form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
		}
		form.append('file', file);
		const bySize = (file.size / SLOWEST_BYTES_PER_SECOND) * 1000;
		const timeoutMs = Math.max(MIN_UPLOAD_TIMEOUT_MS, bySize);
		return await this.one(endpoint, { body: form, timeoutMs });
	}

	/** One page of a list. `query.page` counts from 1. */
	async page(endpoint: Endpoint, query: IDataObject): Promise<Page> {
		const answer = await this.exchange(endpoint, { query });
		const page = readPage(answer.body, Number(query.page ?? 1));
		return page ?? (await this.fail(describeBody(answer, 'a list of JSON objects')));
	}

	/**
	 * The rows of a list, page by page, until its end or `limit`. A row that turns up on two pages, because the
	 * list moved in between, is given once.
	 */
	async list<T extends IDataObject>(
		endpoint: Endpoint,
		query: IDataObject,
		limit: number,
	): Promise<T[]> {
		const rows: IDataObject[] = [];
		const seen = new Set<string>();
		let next: IDataObject | undefined = { page: 1, per_page: Math.min(limit, MAX_PAGE_SIZE) };

		while (next && rows.length < limit) {
			const asked = JSON.stringify(next);
			const page = await this.page(endpoint, { ...next, ...query });
			const fresh = page.rows.filter((row) => isNew(rowId(row, endpoint.idField ?? 'id'), seen));
			rows.push(...fresh);
			// Without a word of the API about pages, one that brings nothing new is the sign of the end.
			const ended = page.rows.length === 0 || (!page.announced && fresh.length === 0);
			next = ended || !page.next ? undefined : { ...next, ...page.next };
			// A page that names itself as the next one would never end.
			if (JSON.stringify(next) === asked) next = undefined;
		}
		return rows.slice(0, limit) as T[];
	}

	/**
	 * Waits without sending anything.
	 *
	 * @throws NodeOperationError when the execution is cancelled meanwhile
	 */
	async pause(ms: number): Promise<void> {
		if (await this.sender.pause(ms)) await this.failWithout({ kind: 'cancelled' });
	}

	/** Sends, and lets only a 2xx answer through. */
	private async exchange(target: Target, parts: Parts): Promise<Answer> {
		const { ids = {}, query, body, timeoutMs } = parts;
		const path = Object.entries(ids).reduce(
			(filled, [name, id]) => filled.replace(`{${name}}`, encodeURIComponent(id)),
			target.path,
		);
		const url = `${this.origin}${API_ROOT}${path}`;
		const options: IHttpRequestOptions = {
			method: target.method,
			url,
			json: true,
			returnFullResponse: true,
			// n8n would take the token along to wherever a redirect points.
			disableFollowRedirect: true,
			// All answers are ours to read; a 401 stays n8n's, which renews an OAuth2 token once and tries again.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			...(query && { qs: query }),
			...(body && { body }),
			...(timeoutMs && { timeout: timeoutMs }),
		};

		const outcome = await this.sender.send(target, options);
		if (outcome.kind !== 'answer') return await this.failWithout(outcome);
		const { answer, waitedMs } = outcome;
		const { statusCode } = answer;
		if (statusCode >= 300 && statusCode < 400) await this.fail(describeRedirect(answer, url));
		if (statusCode < 200 || statusCode >= 300) {
			await this.fail(describeAnswer(answer, target, waitedMs));
		}
		return answer;
	}

	/** Explains why there is no answer. */
	private async failWithout(outcome: Exclude<Outcome, { kind: 'answer' }>): Promise<never> {
		switch (outcome.kind) {
			case 'connection':
				return await this.fail(describeConnection(outcome.code, this.origin));
			case 'login':
				return await this.fail(describeLogin(outcome.reason));
			case 'file':
				return await this.fail(describeFile(outcome.error.message));
			case 'cancelled':
				throw new NodeOperationError(this.context.getNode(), 'The execution was cancelled');
		}
	}

	private async fail(failure: Failure): Promise<never> {
		// Read again: a renewed token is a secret too.
		const credential = await this.context.getCredentials(this.credentialType);
		const message = redact(failure.message, credential);
		const description = redact(failure.description, credential);
		// Built from plain data: n8n would hand an error of its own back unchanged, with the request in it.
		throw new NodeApiError(
			this.context.getNode(),
			{ message, description },
			{ message, description, ...(failure.status && { httpCode: String(failure.status) }) },
		);
	}
}

/** Whether an answer has no content, as a 204 has none. */
function isEmpty(body: unknown): boolean {
	return body === '' || body === undefined;
}

function isNew(id: string | undefined, seen: Set<string>): boolean {
	if (id === undefined) return true;
	const fresh = !seen.has(id);
	seen.add(id);
	return fresh;
}
