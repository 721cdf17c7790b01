import type {
	IDataObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { originOf } from '../../credentials/environment';
import { API_ROOT, type Endpoint, type Target } from './endpoints';
import {
	type Answer,
	describeAnswer,
	describeBody,
	describeConnection,
	describeLogin,
	describeRedirect,
	type Failure,
} from './errors';
import { isObject } from './json';
import { readPage, rowId, type Page } from './pages';
import { redact } from './redact';

export type ApiContext =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| IWebhookFunctions;

/** What fills an endpoint: IDs for the path (validated by the caller), query and JSON body. */
export interface Parts {
	ids?: Record<string, string>;
	query?: IDataObject;
	body?: IDataObject | FormData;
}

/** The most rows one page is asked for: Laravel APIs commonly cap it there (inferred). */
export const MAX_PAGE_SIZE = 100;

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
	) {}

	/**
	 * @param credentialType name of the credential type to log in with
	 * @throws UserError when the credential's Base URL cannot be used
	 */
	static async create(context: ApiContext, credentialType: string): Promise<Client> {
		const origin = originOf(await context.getCredentials(credentialType));
		return new Client(context, credentialType, origin);
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

	/** Sends a file as multipart form, with fields beside it; what is no text becomes JSON text. */
	async upload(endpoint: Endpoint, file: File, fields: IDataObject): Promise<IDataObject> {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) {
			form.append(name, typeof value === 'string' ? value : JSON.stringify(value));
		}
		form.append('file', file);
		return await this.one(endpoint, { body: form });
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
		let asked = '';

		while (next && rows.length < limit) {
			asked = JSON.stringify(next);
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

	/** Sends, and lets only a 2xx answer through. */
	private async exchange(target: Target, { ids = {}, query, body }: Parts): Promise<Answer> {
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
		};

		let answer: Answer;
		try {
			answer = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				this.credentialType,
				options,
			)) as Answer;
		} catch (error) {
			return await this.failWithout(error as NodeApiError, target);
		}
		const { statusCode } = answer;
		if (statusCode >= 300 && statusCode < 400) await this.fail(describeRedirect(answer, url));
		if (statusCode < 200 || statusCode >= 300) await this.fail(describeAnswer(answer, target));
		return answer;
	}

	/** Explains what n8n's helper threw: a 401, a failed connection, or a credential that cannot log in. */
	private async failWithout(error: NodeApiError, target: Target): Promise<never> {
		if (error.httpCode === '401') {
			const answer = { statusCode: 401, headers: {}, body: error.context.data };
			return await this.fail(describeAnswer(answer, target));
		}
		const code = connectionCode(error);
		return await this.fail(
			code ? describeConnection(code, this.origin) : describeLogin(error.message),
		);
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

/** The system's code for a failed connection (`ECONNREFUSED`), which n8n may have wrapped. */
function connectionCode({ cause }: { cause?: unknown }): string | undefined {
	if (typeof cause !== 'object' || cause === null) return undefined;
	const { code } = cause as { code?: unknown };
	// `EAUTH` is n8n's own for a refused login, `ERR_BAD_…` axios' for a bad status: both were answered.
	if (typeof code === 'string' && !/^(EAUTH$|ERR_BAD_)/.test(code)) return code;
	return connectionCode(cause);
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
