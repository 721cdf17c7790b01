import type { IDataObject, IHttpRequestMethods } from 'n8n-workflow';

import { type Answer, isTokenRefused } from './answers';
import type { Client } from './client';
import { endpointRows } from './endpoints';
import type { Endpoint, Target } from './facts';
import { overrideFor } from './overrides';
import { firstPage } from './pager';
import { isNamed, judge, type Seen, type Verdict } from './probe';
import { isPassing } from './retries';
import type { Sender } from './sender';
import type { EndpointCheck } from './types';

/** So many requests are meant; with those that renew a token they stay within the 60 of the contract. */
const MOST_REQUESTS = 50;

/** How often a GET goes out before it counts as not answered. */
const MOST_TRIES = 3;

/** How long one answer is waited for. */
const TIMEOUT_MS = 10_000;

/** An ID that nothing has, in the documented form. */
const INVENTED_ID = '00000000-0000-4000-8000-000000000000';

/** An address that nobody has. */
const CONTROL_PATH = `/n8n-asks-for-what-is-not-there/${INVENTED_ID}`;

const UNCLEAR: Record<NonNullable<Verdict['reason']>, string> = {
	alike: 'An address that nobody has is answered in the same way, so nothing is known',
	onlyPath: 'The address is there, but nothing says whether with this method',
	silent: 'The answer says nothing about the address',
};

/**
 * Finds out which calls of the endpoint table the API has, by GET and OPTIONS alone. What it says is in words of this
 * package: of what the API answers nothing is passed on but the methods that it names.
 */
export class Survey {
	/** What was asked, as `METHOD path`; undefined where no answer came. */
	private readonly answers = new Map<string, Answer | undefined>();
	private sent = 0;
	/** Whether anything was answered. */
	private isReached = false;
	/** Whether a refusal has renewed the token. */
	private isRenewed = false;
	private readonly sender: Sender;

	constructor(private readonly client: Client) {
		this.sender = client.plainSender();
	}

	/**
	 * A row per row of the table, in its order.
	 *
	 * @throws NodeApiError when nothing answers, the login fails, every answer refuses the token, or a rate limit lasts
	 */
	async rows(): Promise<EndpointCheck[]> {
		await this.ask('GET', CONTROL_PATH);
		await this.ask('OPTIONS', CONTROL_PATH);
		const rows = endpointRows().map((row) => ({ ...row, real: this.client.located(row.endpoint) }));
		for (const { real } of rows) await this.ask('OPTIONS', real.path);
		for (const { real } of rows) {
			const isOpen = real.method === 'GET' || this.judge(real)?.result === 'unclear';
			if (isOpen) await this.ask('GET', real.path, real.rows && firstPage(real, 1));
		}
		await this.refuseDeadToken();

		const checks: EndpointCheck[] = [];
		for (const { resource, operation, endpoint, real } of rows) {
			const verdict = this.judge(real);
			const isElsewhere = verdict?.result === 'notFound' || verdict?.result === 'otherMethod';
			const alternative = isElsewhere ? await this.findAlternative(endpoint) : undefined;
			checks.push({
				resource,
				operation,
				method: real.method,
				path: real.path,
				evidence: endpoint.evidence,
				result: verdict?.result ?? 'unclear',
				allowed: verdict?.allowed.join(', ') ?? '',
				alternative: alternative ?? '',
				says: `${saysOf(verdict, endpoint, alternative)}.`,
			});
		}
		return checks;
	}

	/** The first of the known alternatives that has the method; the table's own path is one where it is overridden. */
	private async findAlternative(endpoint: Endpoint): Promise<string | undefined> {
		const { method, path, alternatives = [] } = endpoint;
		for (const other of [path, ...alternatives]) {
			await this.ask('OPTIONS', other);
			const target = { method, path: other };
			if (this.judge(target)?.result === 'unclear') await this.ask('GET', other);
			const result = this.judge(target)?.result;
			if (result === 'found' || result === 'refused') return other;
		}
		return undefined;
	}

	/** What is known of a call; undefined where nothing was asked. */
	private judge({ method, path }: Target): Verdict | undefined {
		if (!this.answers.has(`OPTIONS ${path}`)) return undefined;
		const control = this.seen(CONTROL_PATH);
		const paths = [...this.answers.keys()].map((asked) => asked.replace(/^\w+ /, ''));
		const namesMethods = paths.some((one) => isNamed(this.seen(one), control));
		return judge(method, this.seen(path), path.includes('{'), { control, namesMethods });
	}

	private seen(path: string): Seen {
		return {
			options: this.answers.get(`OPTIONS ${path}`),
			get: this.answers.get(`GET ${path}`),
		};
	}

	/**
	 * Asks, if it was not asked and requests are left.
	 *
	 * @param query what makes the answer short
	 */
	private async ask(method: 'GET' | 'OPTIONS', path: string, query?: IDataObject): Promise<void> {
		const asked = `${method} ${path}`;
		if (this.answers.has(asked) || this.sent + MOST_TRIES > MOST_REQUESTS) return;
		const answer = await this.answerTo(method, path.replace(/\{\w+\}/g, INVENTED_ID), query);
		const isAnswered = answer !== undefined && !isPassing(answer.statusCode);
		this.sent += isAnswered || method === 'OPTIONS' ? 1 : MOST_TRIES;
		this.answers.set(asked, answer);
	}

	/**
	 * Whatever is answered. The first refusal renews the token, since it may have died; those after it are answers.
	 *
	 * @returns undefined when no answer came, though others did before
	 */
	private async answerTo(
		method: 'GET' | 'OPTIONS',
		path: string,
		query: IDataObject | undefined,
	): Promise<Answer | undefined> {
		// n8n's type leaves OPTIONS out, which its client sends like any other.
		const target: Target = { method: method as IHttpRequestMethods, path };
		const parts = { query, timeoutMs: TIMEOUT_MS };
		let outcome = await this.client.attempt(target, parts, this.sender);
		const isRefused = outcome.kind === 'answer' && isTokenRefused(outcome.answer);
		if (isRefused && this.client.logsIn && !this.isRenewed) {
			this.isRenewed = true;
			outcome = await this.client.attempt(target, parts);
		}
		if (outcome.kind === 'connection' && this.isReached) return undefined;
		if (outcome.kind !== 'answer') return await this.client.accepted(outcome, target, parts);
		this.isReached = true;
		return outcome.answer;
	}

	/** A token that is refused everywhere, even where nothing is, says nothing but that. */
	private async refuseDeadToken(): Promise<void> {
		const answers = [...this.answers.values()].filter((answer) => answer !== undefined);
		const refused = answers.every(isTokenRefused);
		if (!refused) return;
		const outcome = { kind: 'answer', answer: answers[0] } as const;
		await this.client.accepted(outcome, { method: 'GET', path: CONTROL_PATH }, {});
	}
}

/** The same for two accounts: what one may and the other may not stands in the result alone. */
function saysOf(verdict: Verdict | undefined, endpoint: Endpoint, alternative?: string): string {
	if (!verdict) return 'Not asked: a check sends only so many requests';
	const { result, reason = 'silent' } = verdict;
	if (result === 'unclear') return UNCLEAR[reason];
	if (result === 'found' || result === 'refused')
		return 'Claritalk has this method at this address';
	const problem =
		result === 'otherMethod'
			? 'The address is there, but not with this method'
			: 'Claritalk has no such address';
	return `${problem}. ${cureOf(endpoint, alternative)}`;
}

function cureOf(endpoint: Endpoint, alternative: string | undefined): string {
	if (alternative === undefined) return 'None of the known alternatives is there';
	if (alternative === endpoint.path) return 'It has the usual one: correct Path Overrides';
	const override = overrideFor(endpoint, alternative);
	return override === undefined
		? 'It has the alternative: call it with the operation Request'
		: `It has the alternative: under Path Overrides in the credential, enter { ${override} }`;
}
