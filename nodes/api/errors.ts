import { type Answer, isBlocked, isDenied, isWebPage } from './answers';
import { inferredPath } from './endpoints';
import type { Endpoint, Target } from './facts';
import { isObject } from './json';
import type { ListProblem } from './pages';
import { isNoTls, isUntrusted } from './retries';
import { isRecordMissing, isRouteMissing, isSurelyMissing, onOneLine, quote } from './words';

/** What happened (`message`) and what the user can do about it (`description`), ready to be shown. */
export interface Failure {
	message: string;
	description: string;
	/** The HTTP status; absent when no answer came. */
	status?: number;
	/** Whether it is certain that what was asked for is not there. */
	isMissing?: boolean;
}

/** A call, as far as an error about it needs to know it. */
export interface FailedCall {
	target: Target & Partial<Pick<Endpoint, 'subject'>>;
	/** What the user gave as IDs. */
	ids: string[];
	/** Takes the secrets out of what Claritalk said. */
	hide: (text: string) => string;
	/** Whether it is of a run, whose options say for how long a limit is waited for. */
	isOfRun: boolean;
}

/** Where it is known what there is (contract, `api.check`). */
const FIND_OUT = 'The resource API, operation Check, finds out which addresses Claritalk has';

/** What may be wrong where no path is a guess. */
const CHECK_ADDRESS = 'Check Environment and Base URL in the credential';

/** Integrations that Claritalk is known to have: a 422 may be theirs (documented). */
const INTEGRATION = /integration|adminpulse|brokercloud|fid-?manager|silverfin/i;

/** What the statuses mean that mean the same for every call. */
const BY_STATUS: Record<number, { message: string; cure: string }> = {
	400: {
		message: 'Claritalk found the request invalid',
		cure: 'Check the values of the parameters',
	},
	401: {
		message: 'Claritalk refused the access token',
		cure: 'It is wrong, expired or revoked: open the credential of this node and renew it, connect it again, or check its Client ID and Client Secret',
	},
	405: {
		message: 'Claritalk does not know this method at this address',
		cure: 'Check Method and Path',
	},
	409: {
		message: 'The current state in Claritalk does not allow this call',
		cure: 'Finish or undo what is already under way, then try again',
	},
	413: {
		message: 'The request is too large for Claritalk',
		cure: 'Send less at once',
	},
	422: {
		message: 'Claritalk refused the values it was sent',
		cure: 'Correct the values that it names',
	},
	429: {
		message: 'The rate limit of Claritalk is used up',
		cure: 'Let this workflow run less often, or raise the option Max Retry Wait (Minutes)',
	},
	500: {
		message: 'Claritalk failed with an internal error',
		cure: 'Try again later; if it stays, report it to Claritalk support with the time of the call',
	},
	503: {
		message: 'Claritalk cannot serve this call now',
		cure: 'Try again later',
	},
};

/** What to do where the answer to a path of the user's own is not what was expected. */
const OF_OWN_PATH: Record<string, string> = {
	JSON: 'This operation takes answers in JSON only: check the path',
	'a file': 'Check Method and Path, or set Response Format to JSON',
	'a list of JSON objects': 'The answer holds no list: check Path, or turn Pagination off',
};

/** Explains an answer that is no success; whatever the API says of it is quoted. */
export function describeAnswer(answer: Answer, call: FailedCall): Failure {
	const { statusCode: status, headers } = answer;
	const words = quote(answer.body, call.hide);
	const { message, cure } = explain(answer, call, words);
	const isMissing =
		status === 404 && call.ids.length > 0 && isSurelyMissing(words, call.target.subject);
	const told = status === 503 ? call.hide(String(headers['retry-after'] ?? '')) : '';
	// Seconds, or a date; nothing else says when.
	const comeBack = /^\d+$|^\w{3},? \d/.test(told) ? told : '';
	return {
		message,
		description: joinSentences(
			cure,
			comeBack &&
				`It asks to come back ${/^\d+$/.test(comeBack) ? `in ${comeBack} s` : `at ${comeBack}`}`,
			words,
		),
		status,
		isMissing,
	};
}

/**
 * Explains a rate limit that is not waited for.
 *
 * @param until when calls are allowed again, in milliseconds since 1970
 */
export function describeLimit(
	until: number,
	answer: Answer | undefined,
	call: FailedCall,
): Failure {
	const { message, cure } = BY_STATUS[429];
	const time = new Date(until).toISOString().replace('T', ' ').slice(0, 19);
	return {
		message,
		description: joinSentences(
			`Calls are allowed again at ${time} UTC`,
			call.isOfRun ? cure : 'Let the workflows with this credential call Claritalk less often',
			answer ? quote(answer.body, call.hide) : '',
		),
		status: 429,
	};
}

/** Explains a redirect: none is followed, since the access token would travel along. */
export function describeRedirect(
	answer: Answer,
	requestUrl: string,
	{ hide }: FailedCall,
): Failure {
	return {
		message: `Claritalk answered with a redirect to ${hide(redirectTarget(answer, requestUrl))}, which is not followed`,
		description: `The access token would be sent along. ${CHECK_ADDRESS}, and the path.`,
		status: answer.statusCode,
	};
}

/** Explains an answer of 2xx that does not hold what was asked for. */
export function describeBody(
	answer: Answer,
	expected: string,
	{ hide, target }: FailedCall,
): Failure {
	const { statusCode: status, body } = answer;
	const { message, msg, error, errors, detail } = isObject(body) ? body : {};
	const isRefused = isDenied(body, target);
	const isSaid = typeof body === 'string' || isRefused;
	const words = quote(isSaid ? body : [message, msg, error, errors, detail], hide);
	if (isWebPage(body)) {
		return {
			message: `Claritalk answered with a web page where ${expected} was expected`,
			description: `${CHECK_ADDRESS}: the address may belong to another service or a login page.`,
			status,
		};
	}
	if (target.method !== 'GET' && (words || isRefused)) {
		return {
			message: `Claritalk refused the request, though with the HTTP status ${status}`,
			description: joinSentences('Correct what it names', words),
			status,
		};
	}
	return {
		message: words
			? `Claritalk did not give ${expected}`
			: `Claritalk answered with ${nameBody(body)} where ${expected} was expected`,
		description: joinSentences(
			target.evidence
				? 'Look at what it answers with the resource API, operation Request, and use that if it is what you need'
				: OF_OWN_PATH[expected],
			words,
		),
		status,
	};
}

/** Explains why a list cannot be read on. */
export function describeList(problem: ListProblem, answer: Answer, call: FailedCall): Failure {
	if (problem === 'noList') return describeBody(answer, 'a list of JSON objects', call);
	const messages = {
		unreadableLink: 'Claritalk announces a next page in a way that this node cannot follow',
		samePage: 'Claritalk announces more pages, but answers each with the same one',
		lostPage: 'Claritalk announces a page that is not there',
		endless: 'Claritalk announces page after page without anything new on them',
	};
	return {
		message: messages[problem],
		description:
			'Set Limit, where there is one, to no more than the first page holds, or read page by page with the resource API, operation Request, without Pagination.',
		status: answer.statusCode,
	};
}

/**
 * Explains why no answer came.
 *
 * @param code the connection's error code, such as `ECONNREFUSED`
 */
export function describeConnection(code: string, origin: string): Failure {
	const cause: Record<string, string> = {
		ECONNREFUSED: 'The host refuses connections',
		ENOTFOUND: 'The host name is not known',
		EAI_AGAIN: 'The host name could not be looked up',
		ECONNABORTED: 'No answer came in time',
		ETIMEDOUT: 'No answer came in time',
		ECONNRESET: 'The connection was closed before an answer came',
	};
	const failed = code.startsWith('HPE_') ? 'What it answered is no HTTP' : 'The connection failed';
	const why = cause[code] ?? (isNoTls(code) ? 'The host does not speak https' : failed);
	const message = `Claritalk could not be reached at ${origin}`;
	if (isUntrusted(code)) {
		return {
			message,
			description: joinSentences(
				`The certificate of the host is not one that this n8n trusts, has expired or is for another name (${code})`,
				`${CHECK_ADDRESS}. If a certificate authority of your own has signed it, name its file in NODE_EXTRA_CA_CERTS and restart n8n`,
			),
		};
	}
	return {
		message,
		description: joinSentences(
			`${why} (${code})`,
			`${CHECK_ADDRESS} and the network of this n8n, then try again`,
		),
	};
}

/** Explains why a file, or an answer, did not arrive as a whole, though it had begun to. */
export function describeCutOff(code: string, what: 'answer' | 'file'): Failure {
	const cause =
		(code === 'EBADMSG' && 'Its JSON cannot be read') ||
		(code.startsWith('Z_') && 'It could not be unpacked') ||
		'The connection was closed before its end';
	const why = ['ETIMEDOUT', 'ECONNABORTED'].includes(code) ? 'It took too long' : cause;
	return {
		message: `The ${what} from Claritalk did not arrive as a whole`,
		description: joinSentences(`${why} (${code})`, 'Check the network of this n8n, then try again'),
	};
}

/** The same of a write of which nobody knows if it was carried out. */
export function describeUnsure({ description, ...failure }: Failure): Failure {
	const warning =
		'It may have been carried out all the same: look in Claritalk before you send it again';
	return { ...failure, description: joinSentences(warning, description) };
}

/** Explains why a file could not be sent. */
export function describeFile(reason: string): Failure {
	return {
		message: 'The file could not be sent',
		description: joinSentences(
			reason,
			'Check the node that makes the file, and run the workflow again',
		),
	};
}

/**
 * Explains why no token could be had.
 *
 * @param reason what n8n says of it, without secrets
 */
export function describeLogin(reason: string): Failure {
	return {
		message: 'The login to Claritalk failed',
		description: joinSentences(
			onOneLine(reason),
			'Open the credential of this node: check Client ID and Client Secret, or connect it again',
		),
	};
}

/** Explains an answer of the login itself that says nothing about the client or the token. */
export function describeLoginStatus(status: number): Failure {
	const passes = status === 429 || status >= 500;
	if (status === 407) return { ...describeProxy(), status };
	if (status < 300) {
		return {
			message: 'The login to Claritalk failed',
			description: `It was answered without an access token. ${CHECK_ADDRESS}, and whether a proxy or firewall stands between.`,
			status,
		};
	}
	return {
		message: `The login of Claritalk answered with the HTTP status ${status}`,
		description: passes ? 'It cannot give a token now: try again later.' : `${CHECK_ADDRESS}.`,
		status,
	};
}

function explain(
	answer: Answer,
	call: FailedCall,
	words: string,
): { message: string; cure: string } {
	const { statusCode: status } = answer;
	const { target } = call;
	if (status === 407) {
		const { message, description } = describeProxy();
		return { message, cure: description };
	}
	if (isBlocked(answer)) return describeBlocked(status);
	if (status === 404 || status === 410) return describeMissing(call, words);
	if (status === 403) return describeForbidden(target);
	const own = target.cures?.[status] ?? (status === 405 ? describeMethod(target) : '');
	if (own) return { message: BY_STATUS[status].message, cure: own };
	if (status === 422 && INTEGRATION.test(words)) {
		return {
			message: 'Claritalk, or an integration behind it, refused the request',
			cure: 'Check the values that were sent, and the settings of the integration in Claritalk',
		};
	}
	return (
		BY_STATUS[status] ?? {
			message: `Claritalk answered with the unexpected HTTP status ${status}`,
			cure: status >= 500 ? 'Try again later' : 'Check the request and the credential',
		}
	);
}

/** Explains an answer of someone who stands between. */
export function describeBlocked(status: number): { message: string; cure: string } {
	return {
		message: 'The request was blocked on the way to Claritalk',
		cure: `A proxy or firewall answered in its place (HTTP ${status}): ask whoever runs it, or Claritalk, to let this n8n through`,
	};
}

/** Explains 407: a proxy in the own network lets nobody through whom it does not know. */
export function describeProxy(): Failure {
	return {
		message: 'The proxy between this n8n and Claritalk asks for a password',
		description:
			'Write user name and password into HTTPS_PROXY (HTTP_PROXY for an address without https), as in http://user:password@proxy.example.com:8080, or name the host of Claritalk in NO_PROXY, and restart n8n.',
	};
}

function describeForbidden({ right, caller, cures }: Target) {
	const message = right
		? `Claritalk does not permit this credential to ${right}`
		: 'Claritalk does not permit this call for the credential in use';
	const cure =
		cures?.[403] ??
		(caller === 'serviceAccount'
			? 'Needs a service account. Under Credential, choose one of the kind Service Account (a Claritalk Service Account OAuth2 API credential). If it is one already, an Organisation Admin must give it the right'
			: `Use the credential of someone who may ${right ?? 'do it'}, or ask an Organisation Admin for the right`);
	return { message, cure };
}

/** What to do where the address has other methods only; empty for a path of the user's own. */
function describeMethod(target: Target): string {
	const cure = inferredPath(target) || (target.evidence ? CHECK_ADDRESS : '');
	return joinSentences(cure, cure && FIND_OUT);
}

function describeMissing({ target, ids }: FailedCall, words: string) {
	const { subject = 'record' } = target;
	const isRoute = isRouteMissing(words);
	if (isRoute || (ids.length === 0 && !isRecordMissing(words))) {
		const documented = target.evidence ? CHECK_ADDRESS : 'Check the path';
		return {
			message: 'Claritalk does not know this address',
			cure: joinSentences(inferredPath(target) || documented, FIND_OUT),
		};
	}
	const isOpen = words === '' || (target.insteadOf !== undefined && !isRecordMissing(words));
	const guess = isOpen ? inferredPath(target) : '';
	if (ids.length === 0) {
		return {
			message: 'What was asked for is not there',
			cure: 'Check the IDs that were sent, and whether this credential may see what they stand for',
		};
	}
	return {
		message: `There is no ${subject} with the ID "${ids[0]}"`,
		cure: joinSentences(
			`Check the ID, and whether this credential may see the ${subject}`,
			guess,
			guess && FIND_OUT,
		),
	};
}

function nameBody(body: unknown): string {
	if (typeof body === 'string') return body.trim() === '' ? 'an empty body' : 'a text';
	if (body === null || body === undefined) return 'an empty body';
	if (Array.isArray(body)) return body.length === 0 ? 'an empty list' : 'a list';
	return isObject(body) ? 'a JSON object' : `the JSON type ${typeof body}`;
}

/** Where a redirect points, without query, fragment and user info, which may hold secrets. */
function redirectTarget({ headers }: Answer, requestUrl: string): string {
	const location = String(headers.location);
	if (!URL.canParse(location, requestUrl)) return 'an unreadable address';
	const { origin, pathname } = new URL(location, requestUrl);
	return `${origin}${pathname}`;
}

/** Sentences in one text; each ends, and an empty one is left out. */
export function joinSentences(...parts: string[]): string {
	return parts
		.filter((part) => part !== '')
		.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
