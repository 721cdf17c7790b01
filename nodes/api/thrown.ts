/** What n8n's helper for requests throws, made into how the request ended. */
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { describeConnection, describeLogin, describeLoginStatus } from './errors';
import { LoginError } from './login';
import { TOKEN_PATH } from './origins';
import { isRead, type Outcome } from './outcome';
import { isNoTls, isUntrusted } from './retries';
import { FileError } from './streamedFile';

/** An error as n8n and axios make it. */
interface CaughtError {
	cause?: unknown;
	code?: unknown;
	status?: number;
	config?: { url?: string };
	response?: { status: number; headers: IDataObject; data: unknown };
}

/** What an error says of a request: it was caused by a file, a login, an answer, or a connection that failed. */
export function outcomeOfThrown(error: Error, request: IHttpRequestOptions): Outcome {
	const chain: CaughtError[] = [error, ...causesOf(error)];
	return (
		fileOutcome(chain) ??
		loginOutcome(chain, request) ??
		answerOutcome(chain, request) ??
		connectionOutcome(chain) ?? {
			kind: 'login',
			explain: (hide) => describeLogin(hide(error.message)),
			isPassing: false,
		}
	);
}

function fileOutcome(chain: CaughtError[]): Outcome | undefined {
	const error = chain.find((cause) => cause instanceof FileError);
	return error && { kind: 'file', error };
}

/** Of a token that could not be had, by our own login or by n8n's OAuth2 client: the request itself was not sent. */
function loginOutcome(chain: CaughtError[], { url }: IHttpRequestOptions): Outcome | undefined {
	const login = chain.find((cause) => cause instanceof LoginError);
	if (login) {
		const { failure, isPassing, retryAfterMs } = login;
		return { kind: 'login', explain: () => failure, isPassing, retryAfterMs };
	}
	// n8n's client says so of an answer below 500 that is not about the client or the token.
	const status = chain.find((cause) => cause.code === 'ESTATUS')?.status;
	if (status !== undefined) {
		const isPassing = status === 429 || status >= 500;
		return { kind: 'login', explain: () => describeLoginStatus(status), isPassing };
	}
	// And leaves all else to axios.
	if (!chain.some(({ config }) => config?.url?.endsWith(TOKEN_PATH))) return undefined;
	const code = codeOf(chain);
	const refusal = responseOf(chain)?.status ?? 0;
	const failure =
		refusal >= 300
			? describeLoginStatus(refusal)
			: describeConnection(code ?? 'ECONNRESET', new URL(url).origin);
	const isPassing = code === undefined || !(isUntrusted(code) || isNoTls(code));
	return { kind: 'login', explain: () => failure, isPassing };
}

function answerOutcome(chain: CaughtError[], { method }: IHttpRequestOptions): Outcome | undefined {
	const response = responseOf(chain);
	if (!response) return undefined;
	const { status, headers, data } = response;
	// A success is thrown only where its body was lost on the way; a write has been carried out all the same.
	if (status < 300 && isRead(method)) {
		return { kind: 'connection', code: codeOf(chain) ?? 'ECONNRESET', isCut: true };
	}
	return { kind: 'answer', answer: { statusCode: status, headers: { ...headers }, body: data } };
}

function connectionOutcome(chain: CaughtError[]): Outcome | undefined {
	const code = codeOf(chain);
	return code === undefined ? undefined : { kind: 'connection', code };
}

/** What an error was caused by, and that in turn: n8n wraps what it catches. */
function causesOf({ cause }: CaughtError): CaughtError[] {
	return typeof cause === 'object' && cause !== null ? [cause, ...causesOf(cause)] : [];
}

function responseOf(chain: CaughtError[]): CaughtError['response'] {
	return chain.find(({ response }) => typeof response?.status === 'number')?.response;
}

/** The system's code for a failed connection, such as `ECONNREFUSED`. */
function codeOf(chain: CaughtError[]): string | undefined {
	return chain.map(({ code }) => code).find(isOfConnection);
}

function isOfConnection(code: unknown): code is string {
	// `EAUTH` is n8n's own for a refused login, `ERR_BAD_…` axios' for a bad status: both were answered.
	return typeof code === 'string' && !/^(EAUTH$|ERR_BAD_)/.test(code);
}
