import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { type Answer, isTokenRefused } from './answers';
import { budgetOf } from './budgets';
import { clock } from './clock';
import type { ApiContext } from './context';
import { isStream, readBody } from './download';
import { rateClassOf } from './endpoints';
import { describeConnection, describeLogin, describeLoginStatus, type Failure } from './errors';
import type { Endpoint, Target } from './facts';
import { tryJson } from './json';
import { Lane, Stall } from './lane';
import { LoginError } from './login';
import { TOKEN_PATH } from './origins';
import { type RenewalGate, renewalGateOf } from './renewal';
import { backoff, isNeverSent, isNoTls, isUntrusted, type Setback } from './retries';
import { FileError } from './streamedFile';
import { within } from './within';
import { isRouteMissing } from './words';

/** How a run sends its requests. */
export interface Pace {
	/** For how long to wait for a rate limit without getting any answer. */
	maxRetryWaitMs: number;
	/** How many requests are under way at most; as many as the limit leaves if left out. */
	concurrency?: number;
	/** For one answer; n8n's own time-out if left out. */
	timeoutMs?: number;
	/** Whether nothing is sent again, since whoever asks comes back by itself. */
	isOnce?: boolean;
}

/** How sending a request ended: with an answer, whatever its status, or without one. */
export type Outcome = Ending & {
	/** Whether it, or an attempt before it, may have been carried out. */
	mayBeDone?: boolean;
};

type Ending =
	| { kind: 'answer'; answer: Answer }
	/** None came, or `isCut`: of one to a read that was a success, not all did. */
	| { kind: 'connection'; code: string; isCut?: boolean }
	/** The file that was to be sent could not be read as announced. */
	| { kind: 'file'; error: FileError }
	/** No token could be had. */
	| {
			kind: 'login';
			explain: (hide: (text: string) => string) => Failure;
			isPassing: boolean;
			retryAfterMs?: number;
	  }
	/** The rate limit would have to be waited for too long; `answer` is the refusal, where there was one. */
	| { kind: 'limited'; until: number; answer?: Answer }
	| { kind: 'cancelled' };

/** n8n's own, for one answer. */
const DEFAULT_TIMEOUT_MS = 300_000;

/** For the words of an answer that was to be a file. */
const LONGEST_BODY_MS = 10_000;

/** For how long a login that cannot be answered now is not tried again by the same run. */
const LOGIN_PAUSE_MS = 30_000;

/** How often a token is renewed for one request before its refusal counts. */
const MAX_RENEWALS = 3;

/**
 * Sends the requests of one run with one credential: in the pace that the rate limit allows, again where that can do no harm,
 * and not at all once the execution is cancelled.
 */
export class Sender {
	private readonly lanes = new Map<Endpoint['rateClass'], Lane>();
	private readonly stall: Stall;
	private readonly gate: RenewalGate | undefined;
	/** A login that failed fails for the whole run: for good, or until it may be tried again. */
	private failedLogin: { outcome: Outcome; until: number } | undefined;
	/** Whether a call succeeded since a renewed token was refused last. */
	private hasSucceeded = false;
	/** What the API said when it refused a request for the rate limit. */
	private refusal: Answer | undefined;
	private isStopped = false;

	/**
	 * @param account identifies the credential and where it logs in: its requests share one rate limit
	 * @param logsIn whether its token is renewed
	 */
	constructor(
		private readonly context: ApiContext,
		private readonly credentialType: string,
		private readonly account: string,
		logsIn: boolean,
		private readonly pace: Pace,
	) {
		this.stall = new Stall(pace.maxRetryWaitMs);
		this.gate = logsIn ? renewalGateOf(account) : undefined;
	}

	/** @param deadline the time up to which to wait for anything, in milliseconds since 1970 */
	async send(target: Target, options: IHttpRequestOptions, deadline: number): Promise<Outcome> {
		const lane = this.laneOf(rateClassOf(target));
		let mayBeDone = false;
		for (let attempt = 1; ; attempt++) {
			const admission = await lane.enter(deadline);
			if (admission.kind === 'limited') {
				return { ...admission, answer: this.refusal, mayBeDone };
			}
			if (admission.kind === 'cancelled') return this.loginFailure() ?? admission;
			const timed = { ...options, timeout: this.timeoutOf(options, deadline) };
			const outcome = await withBody(await this.sendWithLogin(timed));
			const now = clock.now();
			mayBeDone ||= mayHaveWorked(outcome);

			if (outcome.kind === 'answer' && outcome.answer.statusCode === 429) {
				const { answer } = outcome;
				this.refusal = answer;
				const until = lane.refuse(admission.permit, answer.headers, now);
				if (this.pace.isOnce || until > Math.min(deadline, this.stall.giveUpAt(now))) {
					return { kind: 'limited', until, answer, mayBeDone };
				}
				// Laravel's throttle refuses before anything is done: no attempt was used up.
				attempt--;
				continue;
			}
			const { answer } = outcome as { answer?: Answer };
			lane.observe(admission.permit, answer?.headers, now);

			const setback = this.pace.isOnce ? undefined : setbackOf(outcome);
			const delay = setback && backoff(target, setback, attempt, clock.random(), deadline);
			const giveUpAt =
				outcome.kind === 'login' ? Math.min(deadline, this.stall.giveUpAt(now)) : deadline;
			if (delay === undefined || now + delay > giveUpAt) {
				// Whoever has little time gives up alone.
				const isAlone = delay !== undefined && now + delay <= this.stall.giveUpAt(now);
				if (outcome.kind === 'login' && !isAlone) this.noteLogin(outcome, now);
				return { ...settled(outcome, target, attempt), mayBeDone };
			}
			if (await this.pause(delay)) return { kind: 'cancelled' };
		}
	}

	/** Waits; gives whether the execution was cancelled meanwhile. */
	async pause(ms: number): Promise<boolean> {
		await clock.sleep(ms, this.signal);
		return this.isCalledOff();
	}

	/** Sends nothing more: the run has failed. */
	stop(): void {
		this.isStopped = true;
		for (const lane of this.lanes.values()) lane.admitNext();
	}

	private laneOf(rateClass: Endpoint['rateClass']): Lane {
		const known = this.lanes.get(rateClass);
		if (known) return known;
		const { concurrency = Infinity } = this.pace;
		const budget = budgetOf(this.account, rateClass);
		const isOver = () => this.isCalledOff() || this.loginFailure() !== undefined;
		const lane = new Lane(budget, concurrency, this.stall, isOver, this.signal);
		this.lanes.set(rateClass, lane);
		return lane;
	}

	/** A request takes no longer than whoever asks for it waits. */
	private timeoutOf({ timeout }: IHttpRequestOptions, deadline: number): number | undefined {
		const { timeoutMs } = this.pace;
		// What takes long to send is given that time, however short an answer is waited for.
		const wanted = timeout === undefined ? timeoutMs : Math.max(timeout, timeoutMs ?? 0);
		const left = Math.max(1, deadline - clock.now());
		return left === Infinity ? wanted : Math.min(wanted ?? DEFAULT_TIMEOUT_MS, left);
	}

	/** Sends; where the token has died, one request renews it for all. */
	private async sendWithLogin(options: IHttpRequestOptions): Promise<Outcome> {
		const { gate } = this;
		for (let renewals = 0; ; ) {
			const sentAt = gate?.renewals ?? 0;
			const outcome = await this.sendOnce(options, false);
			if (!gate || !isRefused(outcome)) return this.noted(outcome);
			const renewed = await gate.pass(sentAt, async () =>
				this.noted(await this.sendOnce(options, true)),
			);
			// What others renewed and used up before this request had its turn says nothing of it.
			if (renewed && (!isRefused(renewed) || ++renewals === MAX_RENEWALS)) return renewed;
			const failed = this.loginFailure();
			if (failed) return failed;
		}
	}

	/**
	 * Remembers a login that failed for good, before anyone who waits for it tries again. Where calls succeed between refusals,
	 * tokens die early or are refused now and then: the others go on.
	 */
	private noted(outcome: Outcome): Outcome {
		const isRefusal = isRefused(outcome);
		this.hasSucceeded ||= isSuccess(outcome);
		const hasFailed =
			outcome.kind === 'login' ? !outcome.isPassing : isRefusal && !this.hasSucceeded;
		if (isRefusal) this.hasSucceeded = false;
		if (this.gate && hasFailed) this.failedLogin = { outcome, until: Infinity };
		return outcome;
	}

	private noteLogin(outcome: Outcome & { kind: 'login' }, now: number): void {
		const pause = outcome.isPassing ? (outcome.retryAfterMs ?? LOGIN_PAUSE_MS) : Infinity;
		this.failedLogin = { outcome, until: now + pause };
	}

	private loginFailure(): Outcome | undefined {
		const { outcome, until } = this.failedLogin ?? { until: 0 };
		return clock.now() < until ? outcome : undefined;
	}

	/** @param renews whether n8n sees a 401, renews the token and sends once more */
	private async sendOnce(options: IHttpRequestOptions, renews: boolean): Promise<Outcome> {
		try {
			const answer = this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				this.credentialType,
				// n8n before 2.11 knows no exception from this, and throws nothing or everything.
				{ ...options, ignoreHttpStatusErrors: !renews },
			);
			return read((await within(options.timeout ?? DEFAULT_TIMEOUT_MS, answer)) as Answer, options);
		} catch (error) {
			return this.explain(error as Error, options);
		}
	}

	/** What n8n's helper threw: an answer, a failed connection, or a login that failed. */
	private explain(error: Error, { method, url }: IHttpRequestOptions): Outcome {
		if (this.signal?.aborted) return { kind: 'cancelled' };
		const chain: Array<CaughtError> = [error, ...causesOf(error)];
		const code = chain.map(connectionCode).find((found) => found !== undefined);
		const response = chain.find((cause) => typeof cause.response?.status === 'number')?.response;
		// n8n's own OAuth2 client, which leaves answers from 500 on to axios: the request itself was not sent.
		const isOfLogin = chain.some(({ config }) => config?.url?.endsWith(TOKEN_PATH));
		if (isOfLogin) {
			const failure =
				response && response.status >= 300
					? describeLoginStatus(response.status)
					: describeConnection(code ?? 'ECONNRESET', new URL(url).origin);
			const isPassing = code === undefined || !(isUntrusted(code) || isNoTls(code));
			return { kind: 'login', explain: () => failure, isPassing };
		}
		if (response) {
			const { status, headers, data } = response;
			// A success is thrown only where its body was lost on the way; a write has been carried out all the same.
			if (status < 300 && isRead(method)) {
				return { kind: 'connection', code: code ?? 'ECONNRESET', isCut: true };
			}
			return {
				kind: 'answer',
				answer: { statusCode: status, headers: { ...headers }, body: data },
			};
		}
		const fileError = chain.find((cause) => cause instanceof FileError);
		if (fileError) return { kind: 'file', error: fileError };
		const login = chain.find((cause) => cause instanceof LoginError);
		if (login) {
			const { failure, isPassing, retryAfterMs } = login;
			return { kind: 'login', explain: () => failure, isPassing, retryAfterMs };
		}
		// What n8n's own OAuth2 client says of an answer that is not about the client or the token.
		const status = chain.find((cause) => cause.code === 'ESTATUS')?.status;
		if (status !== undefined) {
			const isPassing = status === 429 || status >= 500;
			return { kind: 'login', explain: () => describeLoginStatus(status), isPassing };
		}
		if (code) return { kind: 'connection', code };
		const { message } = error;
		return { kind: 'login', explain: (hide) => describeLogin(hide(message)), isPassing: false };
	}

	private isCalledOff(): boolean {
		return this.isStopped || (this.signal?.aborted ?? false);
	}

	private get signal(): AbortSignal | undefined {
		return 'getExecutionCancelSignal' in this.context
			? this.context.getExecutionCancelSignal()
			: undefined;
	}
}

/** An error as n8n and axios make it. */
interface CaughtError {
	cause?: unknown;
	code?: unknown;
	status?: number;
	config?: { url?: string };
	response?: { status: number; headers: IDataObject; data: unknown };
}

/** An outcome whose answer has its body: what was to be a file and failed says so in words. */
async function withBody(outcome: Outcome): Promise<Outcome> {
	if (outcome.kind !== 'answer') return outcome;
	const { answer } = outcome;
	const { statusCode, body } = answer;
	if (!isStream(body) || (statusCode >= 200 && statusCode < 300)) return outcome;
	const read = await within(LONGEST_BODY_MS, readBody(body)).catch(() => '');
	body.destroy();
	return { kind: 'answer', answer: { ...answer, body: read } };
}

/** An answer as an outcome: JSON that breaks off is one that did not arrive; a write has been carried out all the same. */
function read(answer: Answer, { method }: IHttpRequestOptions): Outcome {
	const { statusCode, headers, body } = answer;
	const isBroken =
		typeof body === 'string' &&
		/\bjson\b/.test(String(headers['content-type'])) &&
		/^\s*[[{]/.test(body) &&
		tryJson(body) === undefined;
	const isSuccess = statusCode >= 200 && statusCode < 300;
	return isBroken && isSuccess && isRead(method)
		? { kind: 'connection', code: 'EBADMSG', isCut: true }
		: { kind: 'answer', answer };
}

function isRead(method: string | undefined): boolean {
	return method === 'GET' || method === 'OPTIONS';
}

function isSuccess(outcome: Outcome): boolean {
	return outcome.kind === 'answer' && outcome.answer.statusCode < 300;
}

function isRefused(outcome: Outcome): boolean {
	return outcome.kind === 'answer' && isTokenRefused(outcome.answer);
}

/** Whether a request that ended so may have been carried out: it was neither turned away nor never received. */
function mayHaveWorked(outcome: Outcome): boolean {
	if (outcome.kind === 'answer') return ![401, 403, 407, 429].includes(outcome.answer.statusCode);
	return outcome.kind === 'connection' && !isNeverSent(outcome.code);
}

function setbackOf(outcome: Outcome): Setback | undefined {
	switch (outcome.kind) {
		case 'connection':
			return { code: outcome.code };
		case 'answer':
			return { status: outcome.answer.statusCode };
		case 'login':
			return outcome.isPassing ? { login: true, afterMs: outcome.retryAfterMs } : undefined;
		default:
			return undefined;
	}
}

/** What was deleted by an attempt whose answer was lost is not there for the next: it is gone, as was wanted. */
function settled(outcome: Outcome, { method }: Target, attempt: number): Outcome {
	const isGone =
		outcome.kind === 'answer' &&
		[404, 410].includes(outcome.answer.statusCode) &&
		!isRouteMissing(outcome.answer.body);
	if (!isGone || method !== 'DELETE' || attempt === 1) return outcome;
	return { kind: 'answer', answer: { ...outcome.answer, statusCode: 204, body: '' } };
}

/** What an error was caused by, and that in turn: n8n wraps what it catches. */
function causesOf({ cause }: CaughtError): CaughtError[] {
	return typeof cause === 'object' && cause !== null ? [cause, ...causesOf(cause)] : [];
}

/** The system's code for a failed connection, such as `ECONNREFUSED`. */
function connectionCode({ code }: CaughtError): string | undefined {
	// `EAUTH` is n8n's own for a refused login, `ERR_BAD_…` axios' for a bad status: both were answered.
	return typeof code === 'string' && !/^(EAUTH$|ERR_BAD_)/.test(code) ? code : undefined;
}
