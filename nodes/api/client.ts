import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import {
	type Answer,
	isDenied,
	isSuccess,
	isTokenRefused,
	isWebPage,
	readOne,
	readWritten,
} from './answers';
import { clock } from './clock';
import type { ApiContext } from './context';
import {
	beginningOf,
	type ByteStream,
	fileIn,
	isStream,
	noFileIn,
	type ReceivedFile,
} from './download';
import { API_ROOT } from './endpoints';
import {
	describeAnswer,
	describeBody,
	describeConnection,
	describeCutOff,
	describeFile,
	describeLimit,
	describeList,
	describeRedirect,
	describeUnsure,
	type FailedCall,
	type Failure,
} from './errors';
import type { Endpoint, ListTarget, Target } from './facts';
import { toForm, toUrlEncoded } from './form';
import { knownToken } from './login';
import { toNodeError } from './nodeErrors';
import { originOf } from './origins';
import type { Outcome } from './outcome';
import { type PathOverride, readOverrides, withOverrides } from './overrides';
import { type Bookmark, firstPage, Pager } from './pager';
import { redactor } from './redact';
import { isNeverSent, isPassing, isUnsure, mayBeRepeated } from './retries';
import { isIdName } from './rows';
import { type Pace, Sender } from './sender';
import { StreamedFile } from './streamedFile';
import { within } from './within';

/** What fills an endpoint: IDs for the path (validated by the caller), query and body. */
export interface Parts {
	ids?: Record<string, string>;
	/** The ID of what the body is about. */
	about?: string;
	query?: IDataObject;
	body?: IDataObject | IDataObject[];
	/** Files that go with the body, by the names of their fields. */
	files?: Readonly<Record<string, File[]>>;
	/** For the answer, when it is to be longer than usual. */
	timeoutMs?: number;
	/** The time up to which to wait for anything, in milliseconds since 1970. */
	deadline?: number;
	/** Whether the answer is to be a file, whose bytes are read as they come. */
	asFile?: boolean;
}

/** Where a person, or n8n while it publishes a workflow, waits. */
const INTERACTIVE: Pace = { maxRetryWaitMs: 10_000, timeoutMs: 10_000 };

/** Where the next poll asks again what failed in this one. */
export const ONCE: Pace = { ...INTERACTIVE, isOnce: true };

/** A file from this size on is worth a small call before it, which renews a token that has died. */
const LARGE_FILE_BYTES = 256 * 1024;

/** For how long such a call may hold an upload up. */
const LONGEST_PROBE_MS = 10_000;

/** The slowest connection that a file is given time for. */
const SLOWEST_BYTES_PER_SECOND = 64 * 1024;
const LEAST_FILE_TIMEOUT_MS = 300_000;

/** For a file of which nobody knows how long it is. */
const LONGEST_DOWNLOAD_MS = 3_600_000;

/**
 * The one way to Claritalk: every call of the package goes through an instance of this class, which lives
 * as long as one execution, hook or search and remembers nothing afterwards.
 *
 * Each method throws a `NodeApiError` that says what happened and what to do, never with a secret in it.
 */
export class Client {
	private readonly sender: Sender;
	/** What hides the secrets, which takes some time to make, and what it was made for. */
	private hiding?: { key: string; hide: (text: string) => string };

	private constructor(
		private readonly context: ApiContext,
		private readonly credentialType: string,
		readonly origin: string,
		/** Whose data it gets: the origin and the credential, without a secret. */
		readonly account: string,
		private readonly overrides: PathOverride[],
		private readonly newSender: (renews: boolean) => Sender,
		/** Whether the token is one of a login, which can be renewed. */
		readonly logsIn: boolean,
		private readonly isOfRun: boolean,
	) {
		this.sender = newSender(logsIn);
	}

	/**
	 * @param credentialType name of the credential type to log in with
	 * @param pace how to send; where a person or n8n waits, if left out
	 * @throws UserError when the credential's Base URL or Path Overrides cannot be used
	 */
	static async create(
		context: ApiContext,
		credentialType: string,
		pace: Pace = INTERACTIVE,
	): Promise<Client> {
		const credential = await context.getCredentials(credentialType);
		const origin = originOf(credential);
		const overrides = readOverrides(credential);
		const id = context.getNode().credentials?.[credentialType]?.id ?? '';
		const account = `${origin} ${credentialType} ${id}`;
		const logsIn = 'clientId' in credential;
		const newSender = (renews: boolean) =>
			new Sender(context, credentialType, account, renews, pace);
		const isOfRun = pace !== INTERACTIVE && pace !== ONCE;
		return new Client(
			context,
			credentialType,
			origin,
			account,
			overrides,
			newSender,
			logsIn,
			isOfRun,
		);
	}

	/** A call of which nothing is known: gives the parsed JSON, or what a write's answer comes to. */
	async send(target: Target, parts: Parts): Promise<unknown> {
		const answer = await this.exchange(target, parts);
		const { body } = answer;
		const isJson = typeof body !== 'string' && body !== undefined && body !== null;
		const isEmpty = body === true || (Array.isArray(body) && body.length === 0);
		if (isJson && (!isEmpty || target.method === 'GET')) return body;
		const isText = typeof body === 'string' && body.trim() !== '';
		const written = target.method === 'GET' && isText ? undefined : readWritten(body, '');
		return written ?? (await this.failWith(answer, 'JSON', target));
	}

	/** Makes a call that is a success once its answer is of 2xx, whatever stands in it. */
	async notify(endpoint: Endpoint, parts: Parts): Promise<IDataObject> {
		const { body } = await this.exchange(endpoint, parts);
		return readWritten(body, endpoint.subject) ?? { success: true };
	}

	/** Reads one object. */
	async read<T extends IDataObject = IDataObject>(endpoint: Endpoint, parts: Parts): Promise<T> {
		const answer = await this.exchange(endpoint, parts);
		const one = readOne(answer.body, endpoint.subject);
		return (one ?? (await this.failWith(answer, `one ${endpoint.subject}`, endpoint, parts))) as T;
	}

	/** Writes; gives what the answer holds, or `{ success: true }`. */
	async write(endpoint: Endpoint, parts: Parts): Promise<IDataObject> {
		const answer = await this.exchange(endpoint, parts);
		const written = isDenied(answer.body, endpoint)
			? undefined
			: readWritten(answer.body, endpoint.subject);
		if (!written) return await this.failWith(answer, 'JSON', endpoint, parts);
		return withMadeId(written, answer, this.located(endpoint));
	}

	/**
	 * Receives a file.
	 *
	 * @param keep stores its bytes while they arrive
	 * @returns what `keep` gives
	 */
	async download<T>(
		target: Target,
		parts: Parts,
		keep: (file: ReceivedFile) => Promise<T>,
	): Promise<T> {
		const answer = await this.exchange(target, { ...parts, asFile: true });
		const { body, headers } = answer;
		if (!isStream(body)) {
			return await this.failWith({ ...answer, body: '' }, 'a file', target, parts);
		}
		const length = Number(headers['content-length'] ?? NaN);
		const longest = Number.isNaN(length) ? LONGEST_DOWNLOAD_MS : timeFor(length);
		const receive = async () => {
			const beginning = await beginningOf(body);
			const noFile = noFileIn(beginning);
			if (noFile === undefined) {
				return await keep(fileIn(answer, beginning.isWhole ? beginning.bytes : body));
			}
			return await this.failWith({ ...answer, body: noFile }, 'a file', target, parts);
		};
		try {
			return await within(longest, receive());
		} catch (error) {
			body.destroy();
			return await this.failDownload(error as Error, body);
		}
	}

	/** Sends a file as multipart form, with fields beside it. */
	async upload(
		endpoint: Endpoint,
		file: File,
		fields: IDataObject,
		about: string,
	): Promise<IDataObject> {
		const files = { [endpoint.body?.file.sent ?? 'file']: [file] };
		return await this.write(endpoint, { body: fields, files, about });
	}

	/**
	 * Makes sure before a large upload that the token lives: an API that answers 401 before it has read a large body closes the
	 * connection, and then there is no 401 to renew the token for. Only a refused login counts: the address is none that
	 * an upload depends on.
	 *
	 * @param probe a cheap read
	 */
	async ensureLogin(probe: Endpoint, file: File): Promise<void> {
		if (!this.logsIn || file.size < LARGE_FILE_BYTES) return;
		const parts = { query: firstPage(probe, 1), deadline: clock.now() + LONGEST_PROBE_MS };
		const outcome = await this.attempt(probe, parts);
		if (outcome.kind === 'answer' && isTokenRefused(outcome.answer)) {
			await this.accepted(outcome, probe, parts);
		}
	}

	/** A call of the table at the address where it really is. */
	located(endpoint: Endpoint): Endpoint {
		return withOverrides(endpoint, this.overrides);
	}

	/** A sender of the same account that renews no token: to it a refusal is an answer like any other. */
	plainSender(): Sender {
		return this.newSender(false);
	}

	/** Sends, and gives how that ended, whatever it is. */
	async attempt(target: Target, parts: Parts, sender = this.sender): Promise<Outcome> {
		try {
			return await sender.send(target, this.requestOf(target, parts), parts.deadline ?? Infinity);
		} finally {
			for (const file of Object.values(parts.files ?? {}).flat()) {
				// Not waited for: whoever reads from a store that stands still would never be done.
				if (file instanceof StreamedFile) void file.close();
			}
		}
	}

	/** The answer of an outcome that is a success; explains every other. */
	async accepted(outcome: Outcome, target: Target, parts: Parts): Promise<Answer> {
		if (outcome.kind === 'cancelled') return this.failCancelled();
		if (outcome.kind === 'answer' && isSuccess(outcome.answer)) return outcome.answer;
		const call = await this.callOf(target, parts);
		const { mayBeDone } = outcome;
		switch (outcome.kind) {
			case 'connection': {
				const { code, isCut } = outcome;
				const failure = isCut
					? describeCutOff(code, 'answer')
					: describeConnection(code, this.origin);
				const isOpen = !mayBeRepeated(target) && !isNeverSent(code);
				return await this.fail(isOpen ? describeUnsure(failure) : failure, true, mayBeDone);
			}
			case 'login':
				return await this.fail(outcome.explain(call.hide), outcome.isPassing, mayBeDone);
			case 'file':
				return await this.fail(describeFile(outcome.error.message));
			case 'limited':
				return await this.fail(
					describeLimit(outcome.until, outcome.answer, call),
					outcome.until < (parts.deadline ?? Infinity),
					mayBeDone,
				);
		}
		const { answer } = outcome;
		const { statusCode } = answer;
		const failure =
			statusCode < 400 && answer.headers.location
				? describeRedirect(answer, this.requestOf(target, parts).url, call)
				: describeAnswer(answer, call);
		const isOpen = !mayBeRepeated(target) && isUnsure(statusCode);
		return await this.fail(
			isOpen ? describeUnsure(failure) : failure,
			isPassing(statusCode),
			mayBeDone,
		);
	}

	/**
	 * Reads a list page by page.
	 *
	 * @param limit how many rows are needed; pages are then asked for ahead
	 * @param from where another pager stood
	 * @param deadline the time up to which to wait for a page, in milliseconds since 1970
	 * @param ids for the list's path
	 */
	pager(
		endpoint: ListTarget,
		query: IDataObject,
		{
			limit,
			from,
			deadline,
			ids,
		}: Pick<Parts, 'deadline' | 'ids'> & { limit?: number; from?: Bookmark } = {},
	): Pager {
		const fetch = async (one: IDataObject, borne: number[]) =>
			await this.exchange(endpoint, { ids, query: one, deadline }, borne);
		const fail: ConstructorParameters<typeof Pager>[0]['fail'] = async (problem, answer) =>
			await this.fail(describeList(problem, answer, await this.callOf(endpoint, { ids })));
		return new Pager({ fetch, fail }, endpoint, query, limit, from);
	}

	/** The rows of a list until its end or `limit`, each once. */
	async list<T extends IDataObject>(
		endpoint: ListTarget,
		query: IDataObject,
		limit: number,
		ids?: Parts['ids'],
	): Promise<T[]> {
		const pager = this.pager(endpoint, query, { limit, ids });
		const pages: IDataObject[][] = [];
		for (let count = 0; pager.more && count < limit; count += pages[pages.length - 1].length) {
			pages.push(await pager.page());
		}
		return pages.flat().slice(0, limit) as T[];
	}

	/** Gives what takes the secrets out of what Claritalk said. */
	async hider(): Promise<(text: string) => string> {
		// Read again: a renewed token is a secret too.
		const credential = await this.context.getCredentials(this.credentialType);
		const secrets = {
			...credential,
			access_token: this.logsIn ? knownToken(credential) : undefined,
		};
		const key = JSON.stringify(secrets);
		if (this.hiding?.key !== key) this.hiding = { key, hide: redactor(secrets) };
		return this.hiding.hide;
	}

	/**
	 * Waits without sending anything.
	 *
	 * @throws NodeOperationError when the execution is cancelled meanwhile
	 */
	async pause(ms: number): Promise<void> {
		if (await this.sender.pause(ms)) this.failCancelled();
	}

	/** Sends nothing more: the run has failed. */
	stop(): void {
		this.sender.stop();
	}

	/**
	 * Sends, and lets only a 2xx answer through.
	 *
	 * @param borne other statuses that are let through
	 */
	private async exchange(target: Target, parts: Parts, borne: number[] = []): Promise<Answer> {
		const outcome = await this.attempt(target, parts);
		const isBorne = outcome.kind === 'answer' && borne.includes(outcome.answer.statusCode);
		if (isBorne) return outcome.answer;
		return await this.accepted(outcome, target, parts);
	}

	private requestOf(
		target: Target,
		{ ids = {}, query, body, files, timeoutMs, asFile }: Parts,
	): IHttpRequestOptions {
		const sent = bodyOf(target, body, files);
		const path = Object.entries(ids).reduce(
			(filled, [name, id]) => filled.replace(`{${name}}`, encodeURIComponent(id)),
			withOverrides(target, this.overrides).path,
		);
		return {
			method: target.method,
			url: `${this.origin}${API_ROOT}${path}`,
			json: !asFile,
			returnFullResponse: true,
			// n8n would take the token along to wherever a redirect points.
			disableFollowRedirect: true,
			...(query && queryOf(query)),
			...sent,
			headers: {
				...(typeof sent.body === 'string' && { 'Content-Type': 'application/json' }),
				// To whoever asks for no JSON, Laravel answers with a login page in place of a 401.
				...(asFile && { Accept: 'application/json, */*' }),
			},
			...(asFile && { encoding: 'stream' }),
			...(files && { timeout: timeoutFor(files) }),
			...(timeoutMs && { timeout: timeoutMs }),
		};
	}

	private async failWith(answer: Answer, expected: string, target: Target, parts: Parts = {}) {
		const call = await this.callOf(target, parts);
		// A page for people in place of an answer comes while the API is maintained, too.
		return await this.fail(describeBody(answer, expected, call), isWebPage(answer.body));
	}

	private async callOf(target: Target, { ids = {}, about }: Parts): Promise<FailedCall> {
		const known = [...Object.values(ids), ...(about === undefined ? [] : [about])];
		return {
			target: withOverrides(target, this.overrides),
			ids: known,
			hide: await this.hider(),
			isOfRun: this.isOfRun,
		};
	}

	/** A download that ended before all had come, or could not be stored. */
	private async failDownload(error: Error & { code?: string }, body: ByteStream): Promise<never> {
		if (await this.sender.pause(0)) return this.failCancelled();
		const isStorage = body.errored === null && error.code !== 'ETIMEDOUT';
		if (isStorage) throw error;
		return await this.fail(describeCutOff(error.code ?? 'ECONNRESET', 'file'), true);
	}

	private failCancelled(): never {
		throw new NodeOperationError(this.context.getNode(), 'The execution was cancelled');
	}

	private async fail(
		{ status, ...failure }: Failure,
		passes = false,
		mayBeDone = false,
	): Promise<never> {
		const httpCode = status === undefined ? null : String(status);
		throw toNodeError(this.context.getNode(), { ...failure, httpCode, passes, mayBeDone });
	}
}

/** What a write gave, with the ID of what it made where only the answer's header says it. */
function withMadeId(
	written: IDataObject,
	{ statusCode, headers }: Answer,
	{ path, subject }: Endpoint,
): IDataObject {
	if (statusCode !== 201 || Object.keys(written).some(isIdName)) return written;
	const [address] = String(headers.location ?? '').split(/[?#]/);
	const [, ...behind] = address.split(`${path}/`);
	const [, id] = /^([\w-]+)\/?$/.exec(behind.join()) ?? [];
	return id === undefined ? written : { ...written, [`${subject}Id`]: id };
}

/** Of a list that has brackets in its name n8n makes `name[]` for each member, of others `name[0]`. */
function queryOf(query: IDataObject): Pick<IHttpRequestOptions, 'qs' | 'arrayFormat'> {
	const isBracketed = ([name, value]: [string, unknown]) =>
		Array.isArray(value) && name.endsWith('[]');
	const members = Object.entries(asQuery(query));
	if (!members.some(([name, value]) => isBracketed([name, value]))) {
		return { qs: Object.fromEntries(members) as IDataObject };
	}
	const named = members.map(([name, value]) => [
		isBracketed([name, value]) ? name.slice(0, -2) : name,
		value,
	]);
	return { qs: Object.fromEntries(named) as IDataObject, arrayFormat: 'brackets' };
}

/** A query as PHP reads it, at every depth: Laravel takes `1` and `0` for a switch, and not the word `true`. */
function asQuery(query: IDataObject): IDataObject {
	const words = JSON.stringify(query, (_, value: unknown) =>
		typeof value === 'boolean' ? Number(value) : value,
	);
	return JSON.parse(words) as IDataObject;
}

/** A body as the target takes it, with the fields that are always the same. */
function bodyOf(
	{ encoding, body: fields = {} }: Target & Pick<Partial<Endpoint>, 'encoding' | 'body'>,
	body: Parts['body'],
	files: Parts['files'],
): Pick<IHttpRequestOptions, 'body'> {
	// As text: n8n would leave an empty list out, and its client members such as "constructor".
	if (Array.isArray(body)) return { body: JSON.stringify(body) };
	const fixed = Object.values(fields).flatMap(({ sent, value }) => (value ? [[sent, value]] : []));
	const all: IDataObject = { ...body, ...Object.fromEntries(fixed) };
	if (files || encoding === 'multipart') return { body: toForm(all, files ?? {}) };
	if (encoding === 'urlencoded') return { body: toUrlEncoded(all) };
	return Object.keys(all).length > 0 ? { body: JSON.stringify(all) } : {};
}

function timeoutFor(files: Readonly<Record<string, File[]>>): number {
	const all = Object.values(files).flat();
	return timeFor(all.reduce((sum, { size }) => sum + size, 0));
}

/** How long a file of so many bytes may take, in milliseconds. */
function timeFor(bytes: number): number {
	return Math.max(LEAST_FILE_TIMEOUT_MS, (bytes / SLOWEST_BYTES_PER_SECOND) * 1000);
}
