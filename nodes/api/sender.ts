import type { IDataObject, IHttpRequestOptions, NodeApiError } from 'n8n-workflow';

import { budgetOf } from './budgets';
import { clock } from './clock';
import type { ApiContext } from './context';
import { rateClassOf, type Target } from './endpoints';
import type { Answer } from './errors';
import type { Permit, RateBudget } from './pacing';
import { retryDelay, type Setback } from './retries';
import { FileError } from './streamedFile';

/** How long to go on trying. */
export interface Patience {
	/** In total, after a request was refused for the rate limit. */
	maxRetryWaitMs: number;
	/** For one answer; n8n's own time-out if left out. */
	timeoutMs?: number;
}

/** How sending a request ended: with an answer, whatever its status, or without one. */
export type Outcome =
	| { kind: 'answer'; answer: Answer; waitedMs: number }
	| { kind: 'connection'; code: string }
	/** The file that was to be sent could not be read as announced. */
	| { kind: 'file'; error: FileError }
	/** No token could be had. */
	| { kind: 'login'; reason: string }
	| { kind: 'cancelled' };

/**
 * Sends requests with one credential: in the pace that the rate limit allows, again where that can do no harm, and not
 * at all once the execution is cancelled.
 */
export class Sender {
	private firstLogin: Promise<unknown> | undefined;

	/**
	 * @param account identifies the credential and where it logs in: its requests share one rate limit
	 * @param logsIn whether a token may have to be asked for first
	 */
	constructor(
		private readonly context: ApiContext,
		private readonly credentialType: string,
		private readonly account: string,
		private readonly logsIn: boolean,
		private readonly patience: Patience,
	) {}

	async send(target: Target, options: IHttpRequestOptions): Promise<Outcome> {
		if (!this.logsIn) return await this.sendPatiently(target, options);
		// One goes first, so that many at once do not ask for a token each.
		if (this.firstLogin) {
			await this.firstLogin;
			return await this.sendPatiently(target, options);
		}
		const first = this.sendPatiently(target, options);
		this.firstLogin = first;
		return await first;
	}

	/** Waits; gives whether the execution was cancelled meanwhile. */
	async pause(ms: number): Promise<boolean> {
		await clock.sleep(ms, this.signal);
		return this.signal?.aborted ?? false;
	}

	private async sendPatiently(target: Target, options: IHttpRequestOptions): Promise<Outcome> {
		const budget = budgetOf(this.account, rateClassOf(target));
		let refusedSince: number | undefined;
		for (let attempt = 1; ; ) {
			const permit = await this.waitForPermit(budget);
			if (!permit) return { kind: 'cancelled' };
			const outcome = await this.sendOnce(options);
			const now = clock.now();
			const headers = outcome.kind === 'answer' ? outcome.answer.headers : undefined;

			if (outcome.kind === 'answer' && outcome.answer.statusCode === 429) {
				refusedSince ??= permit.sentAt;
				const resumesAt = now + budget.refuse(permit, outcome.answer.headers, now);
				if (resumesAt - refusedSince <= this.patience.maxRetryWaitMs) continue;
				return { ...outcome, waitedMs: now - refusedSince };
			}
			budget.observe(permit, headers, now);
			const setback = setbackOf(outcome);
			const delay = setback && retryDelay(target.method, setback, attempt++, clock.random());
			if (delay === undefined) return outcome;
			await clock.sleep(delay, this.signal);
		}
	}

	/** @returns undefined when the execution was cancelled meanwhile */
	private async waitForPermit(budget: RateBudget): Promise<Permit | undefined> {
		for (;;) {
			if (this.signal?.aborted) return undefined;
			const permit = budget.request(clock.now());
			if (typeof permit !== 'number') return permit;
			await clock.sleep(permit, this.signal);
		}
	}

	private async sendOnce(options: IHttpRequestOptions): Promise<Outcome> {
		try {
			const answer = (await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				this.credentialType,
				{ ...options, timeout: this.patience.timeoutMs ?? options.timeout },
			)) as Answer;
			return { kind: 'answer', answer, waitedMs: 0 };
		} catch (error) {
			return this.explain(error as NodeApiError);
		}
	}

	/** What n8n's helper threw: a 401 that renewing did not help, a failed connection, or a login that failed. */
	private explain(error: NodeApiError): Outcome {
		if (this.signal?.aborted) return { kind: 'cancelled' };
		if (error.httpCode === '401') {
			const { response } = (error.cause ?? {}) as { response?: { headers?: IDataObject } };
			const headers = response?.headers ?? {};
			const answer = { statusCode: 401, headers, body: error.context.data };
			return { kind: 'answer', answer, waitedMs: 0 };
		}
		const chain = causesOf(error);
		const fileError = chain.find((cause) => cause instanceof FileError);
		if (fileError) return { kind: 'file', error: fileError };
		const code = chain.map(connectionCode).find((found) => found !== undefined);
		return code ? { kind: 'connection', code } : { kind: 'login', reason: error.message };
	}

	private get signal(): AbortSignal | undefined {
		return 'getExecutionCancelSignal' in this.context
			? this.context.getExecutionCancelSignal()
			: undefined;
	}
}

function setbackOf(outcome: Outcome): Setback | undefined {
	if (outcome.kind === 'connection') return { code: outcome.code };
	return outcome.kind === 'answer' ? { status: outcome.answer.statusCode } : undefined;
}

/** What an error was caused by, and that in turn: n8n wraps what it catches. */
function causesOf({ cause }: { cause?: unknown }): object[] {
	return typeof cause === 'object' && cause !== null ? [cause, ...causesOf(cause)] : [];
}

/** The system's code for a failed connection, such as `ECONNREFUSED`. */
function connectionCode(error: { code?: unknown }): string | undefined {
	// `EAUTH` is n8n's own for a refused login, `ERR_BAD_…` axios' for a bad status: both were answered.
	const { code } = error;
	return typeof code === 'string' && !/^(EAUTH$|ERR_BAD_)/.test(code) ? code : undefined;
}
