import { createHash } from 'node:crypto';

import type { IDataObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { type Answer, isOfGateway, isSuccess, isWebPage, readOne } from './answers';
import { clock } from './clock';
import {
	describeBlocked,
	describeConnection,
	describeProxy,
	type Failure,
	joinSentences,
} from './errors';
import { isObject, wordOf } from './json';
import { Kept } from './kept';
import { originOf, TOKEN_PATH, withoutEdges } from './origins';
import { redactor } from './redact';
import { isNoTls, isUntrusted } from './retries';
import { toldDelay } from './told';
import { within } from './within';
import { quote } from './words';

/** How long one answer is waited for where a person, or n8n, waits for a login. */
const TIMEOUT_MS = 10_000;

/** How long an access token lives (documented), for an answer that does not say so. */
const TOKEN_LIFETIME_S = 3600;

/** A token is renewed this long before its end, so that it does not die on the way. */
const MARGIN_MS = 60_000;

/** The most service accounts that a process keeps a token of. */
const MAX_LOGINS = 200;

const CHECK_CLIENT =
	'Open the credential: check Client ID and Client Secret (in Claritalk: Settings › API Tokens › Service Accounts). A lost or revoked secret needs a new service account';
const CHECK_ADDRESS = 'Check Environment and Base URL in the credential';

/**
 * No access could be had with a credential.
 *
 * n8n shows its message as the result of a credential test, and puts it as the cause into its own error elsewhere.
 */
export class LoginError extends UserError {
	/**
	 * @param failure what happened and the cure, without secrets
	 * @param isPassing whether it may be otherwise in a while
	 * @param retryAfterMs how long Claritalk asked to wait
	 */
	constructor(
		readonly failure: Failure,
		readonly isPassing = false,
		readonly retryAfterMs?: number,
	) {
		// n8n replaces a message that holds an error code by a text of its own.
		const inWords = failure.description.replace(/\s?\([A-Z][A-Z0-9_]{3,}\)/g, '');
		super(`${failure.message}. ${inWords}`);
	}
}

/** A service account's token, shared by all executions of the process. */
interface Login {
	token?: string;
	/** When to ask for another, in milliseconds since 1970. */
	renewAt: number;
	/** The request under way. */
	pending?: Promise<string>;
}

/** By origin, client and a hash of the secret. */
const logins = new Kept<Login>(MAX_LOGINS);

/** The access token that the process has for a service account; undefined if none. */
export function knownToken(credential: IDataObject): string | undefined {
	return loginOf(credential).token;
}

/**
 * An access token of a service account: the process's own, or a new one (documented: `POST /oauth/token`). However many
 * ask at once, one request is under way, and all get its answer.
 *
 * @param refused a token that is not wanted again, because Claritalk refused it
 * @throws LoginError that says why there is none
 */
export async function accessToken(
	http: IHttpRequestHelper,
	credential: IDataObject,
	refused?: string,
): Promise<string> {
	const login = loginOf(credential);
	if (login.pending) return await login.pending;
	if (login.token && login.token !== refused && clock.now() < login.renewAt) return login.token;
	login.pending = renew(http, credential, login).finally(() => (login.pending = undefined));
	return await login.pending;
}

function loginOf(credential: IDataObject): Login {
	const { clientId, clientSecret } = clientOf(credential);
	const secret = createHash('sha256').update(clientSecret).digest('hex');
	const key = JSON.stringify([originOf(credential), clientId, secret]);
	return logins.get(key, () => ({ renewAt: 0 }));
}

function clientOf({ clientId, clientSecret }: IDataObject) {
	return {
		clientId: withoutEdges(clientId),
		clientSecret: withoutEdges(clientSecret),
	};
}

async function renew(
	http: IHttpRequestHelper,
	credential: IDataObject,
	login: Login,
): Promise<string> {
	const origin = originOf(credential);
	const { clientId, clientSecret } = clientOf(credential);
	const answer = await ask(http, origin, {
		method: 'POST',
		url: `${origin}${TOKEN_PATH}`,
		headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope: 'api.connect',
		}).toString(),
	});
	const { access_token: token, expires_in: lifetime } = readOne(answer.body, 'token') ?? {};
	if (!isSuccess(answer) || typeof token !== 'string' || token === '') {
		throw refusalOf(answer, origin, redactor(credential));
	}
	const seconds = Number(wordOf(lifetime));
	const lifetimeMs = (seconds > 0 ? seconds : TOKEN_LIFETIME_S) * 1000;
	login.token = token;
	login.renewAt = clock.now() + Math.max(lifetimeMs - MARGIN_MS, lifetimeMs / 2);
	return token;
}

/**
 * Sends a request that is part of a login or of its test: no redirect is followed, any status is an answer.
 *
 * @throws LoginError when no answer came
 */
export async function ask(
	http: IHttpRequestHelper,
	origin: string,
	options: IHttpRequestOptions,
): Promise<Answer> {
	try {
		const answer = http.helpers.httpRequest({
			json: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: TIMEOUT_MS,
			...options,
		});
		return (await within(TIMEOUT_MS, answer)) as Answer;
	} catch (error) {
		throw connectionError(error as Error, origin);
	}
}

function connectionError(error: Error, origin: string): LoginError {
	// axios' own for an answer that was cut off.
	const code = codeOf(error)?.replace('ERR_BAD_RESPONSE', 'ECONNRESET');
	// n8n itself may refuse to send, in words: the credential's allowed domains, for example.
	if (code === undefined) {
		const { message } = describeConnection('', origin);
		return new LoginError({ message, description: `${error.message}. ${CHECK_ADDRESS}.` });
	}
	return new LoginError(describeConnection(code, origin), !isUntrusted(code) && !isNoTls(code));
}

/** The system's code for a failed connection, such as `ECONNREFUSED`, wherever n8n's wrapping left it. */
function codeOf(error: unknown): string | undefined {
	if (typeof error !== 'object' || error === null) return undefined;
	const { code, cause } = error as { code?: unknown; cause?: unknown };
	return typeof code === 'string' ? code : codeOf(cause);
}

/** Why the token endpoint gave no token. */
function refusalOf(answer: Answer, origin: string, hide: (text: string) => string): LoginError {
	const { statusCode: status, body } = answer;
	const isGiven = isSuccess(answer);
	const failed = (happened: string, cure: string) => ({
		message: 'The login to Claritalk failed',
		// What was given may hold a token in a place where nobody knew to look: it is not quoted.
		description: joinSentences(happened, isGiven ? '' : quote(body, hide), cure),
		status,
	});
	const general = generalError(answer, `${origin}${TOKEN_PATH}`, hide);
	if (general) return general;
	if (isGiven) {
		return new LoginError(failed('Claritalk answered without an access token.', CHECK_ADDRESS));
	}
	const error = isObject(body) ? body.error : undefined;
	if (error === 'invalid_client' || (status === 401 && error === undefined)) {
		return new LoginError(failed('Claritalk refused Client ID or Client Secret.', CHECK_CLIENT));
	}
	if (['unauthorized_client', 'unsupported_grant_type', 'invalid_scope'].includes(wordOf(error))) {
		return new LoginError(
			failed(
				'The Client ID is not one of a service account, or may not use the API.',
				CHECK_CLIENT,
			),
		);
	}
	return new LoginError(failed(`Claritalk refused it with HTTP ${status}.`, CHECK_CLIENT));
}

/**
 * What an answer of any address of Claritalk means where it is not the address that speaks: a redirect, a web page,
 * nothing there, a rate limit, an outage. Undefined for every other answer.
 *
 * @param hide takes the secrets out of what Claritalk said
 */
export function generalError(
	answer: Answer,
	url: string,
	hide: (text: string) => string,
): LoginError | undefined {
	const { statusCode: status, body, headers } = answer;
	const { origin, pathname } = new URL(url);
	const words = quote(body, hide);
	if (status >= 300 && status < 400) {
		return new LoginError({
			message: `The address ${origin}${pathname} answers with a redirect, which is not followed`,
			description: `The secret would be sent along. ${CHECK_ADDRESS}.`,
			status,
		});
	}
	if (status === 429) {
		return new LoginError(
			{
				message: 'Claritalk is refusing calls for now (rate limit)',
				description: joinSentences(words, 'Try again in a minute'),
				status,
			},
			true,
			toldDelay(headers, 'retry-after', clock.now()),
		);
	}
	if (status >= 500 || status === 408 || status === 425) {
		return new LoginError(
			{
				message: `Claritalk cannot be used at the moment (HTTP ${status} of ${pathname})`,
				description: joinSentences(words, 'Try again later'),
				status,
			},
			true,
			toldDelay(headers, 'retry-after', clock.now()),
		);
	}
	if (status === 404 || status === 405) {
		return new LoginError({
			message: `No Claritalk API at this address (HTTP ${status} of ${origin}${pathname})`,
			description: `${CHECK_ADDRESS}.`,
			status,
		});
	}
	if (status === 407) return new LoginError({ ...describeProxy(), status });
	if (isOfGateway(answer)) {
		const { message, cure } = describeBlocked(status);
		return new LoginError({ message, description: `${cure}.`, status });
	}
	if (isWebPage(body) && status !== 401) {
		return new LoginError({
			message: `The address ${origin}${pathname} answers with a web page, not with the Claritalk API`,
			description: `${CHECK_ADDRESS}, and whether a proxy or firewall stands between.`,
			status,
		});
	}
	return undefined;
}
