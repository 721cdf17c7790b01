import type { IHttpRequestOptions } from 'n8n-workflow';

import type { Answer } from './answers';
import { budgetOf } from './budgets';
import { clock } from './clock';
import type { ApiContext } from './context';
import { rateClassOf } from './endpoints';
import type { Endpoint, Target } from './facts';
import { Lane, Stall } from './lane';
import {
	hasWorked,
	isRefused,
	mayHaveWorked,
	type Outcome,
	outcomeOf,
	setbackOf,
	settled,
	withBody,
} from './outcome';
import { type RenewalGate, renewalGateOf } from './renewal';
import { backoff } from './retries';
import { outcomeOfThrown } from './thrown';
import { within } from './within';

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

/** n8n's own, for one answer. */
const DEFAULT_TIMEOUT_MS = 300_000;

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
		this.hasSucceeded ||= hasWorked(outcome);
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
			return outcomeOf(
				(await within(options.timeout ?? DEFAULT_TIMEOUT_MS, answer)) as Answer,
				options,
			);
		} catch (error) {
			return this.signal?.aborted
				? { kind: 'cancelled' }
				: outcomeOfThrown(error as Error, options);
		}
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
