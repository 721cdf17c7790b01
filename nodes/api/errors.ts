import type { IDataObject } from 'n8n-workflow';

import type { Target } from './endpoints';
import { isObject } from './json';

/** What happened (`message`) and what the user can do about it (`description`), ready to be shown. */
export interface Failure {
	message: string;
	description: string;
	/** The HTTP status; absent when no answer came. */
	status?: number;
}

/** The parts of an HTTP answer that an error is made from. */
export interface Answer {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

const MAX_TEXT_LENGTH = 600;

/** What each documented status means here, and the cure. 404 has a function of its own below. */
const BY_STATUS: Record<number, { message: string; cure: string }> = {
	400: {
		message: 'Claritalk found the request invalid',
		cure: 'Check the values of the parameters',
	},
	401: {
		message: 'Claritalk refused the access token',
		cure: 'It is wrong, expired or revoked: renew it in the credential of this node',
	},
	403: {
		message: 'Claritalk does not permit this call for the credential in use',
		cure: 'Use the credential of someone who may do it, or ask an Organisation Admin for the right',
	},
	409: {
		message: 'The current state in Claritalk does not allow this call',
		cure: 'Finish or undo what is already under way (such as an active recording), then try again',
	},
	422: {
		message: 'Claritalk, or an integration behind it, refused the request',
		cure: 'Check the values that were sent and, if an integration is named, its settings in Claritalk',
	},
	429: {
		message: 'The rate limit of Claritalk is used up',
		cure: 'Wait a minute, or let this workflow run less often',
	},
	500: {
		message: 'Claritalk failed with an internal error',
		cure: 'Try again later; if it stays, report it to Claritalk support with the time of the call',
	},
	503: {
		message: 'Claritalk cannot serve this call now',
		cure: 'For recordings: start Claritalk Connect, the desktop client, and log in there. Otherwise try again later',
	},
};

const INVALID_FIELDS = {
	message: 'Claritalk refused the values it was sent',
	cure: 'Correct the fields that it names',
};

const SERVICE_ACCOUNT_ONLY = {
	message: 'Claritalk permits this call only to a service account',
	cure:
		'Choose a Claritalk Service Account OAuth2 API credential (Authentication: Service Account). ' +
		'If it is one already, an Organisation Admin must give it the right',
};

/**
 * Explains an answer that is no success.
 *
 * Error bodies are Laravel's `{ message, errors: { field: [texts] } }` or OAuth's
 * `{ error, error_description, hint }` (inferred): whatever of these is there is quoted.
 */
export function describeAnswer(answer: Answer, target: Target, waitedMs = 0): Failure {
	const { statusCode: status } = answer;
	const { message, cure } = explain(answer, target);
	return {
		message,
		description: joinSentences(quote(answer.body), waited(waitedMs), cure),
		status,
	};
}

/** What was done about a rate limit before it was given up. */
function waited(ms: number): string {
	return ms > 0 ? `It was tried again for ${Math.round(ms / 1000)} s (option Max Retry Wait)` : '';
}

/** Explains a redirect: none is followed, since the access token would travel along. */
export function describeRedirect(answer: Answer, requestUrl: string): Failure {
	return {
		message: `Claritalk answered with a redirect to ${redirectTarget(answer, requestUrl)}, which is not followed`,
		description:
			'The access token would be sent along. Check Environment and Base URL in the credential, and the path',
		status: answer.statusCode,
	};
}

/** Explains a successful answer whose body is not what the API gives, such as a web page. */
export function describeBody(answer: Answer, expected: string): Failure {
	return {
		message: `Claritalk answered with ${nameBody(answer.body)} where ${expected} was expected`,
		description:
			'Check Environment and Base URL in the credential: the address may belong to another service or a login page',
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
	return {
		message: `Claritalk could not be reached at ${origin}`,
		description: joinSentences(
			cause[code] ?? 'The connection failed',
			`(${code})`,
			'Check Environment and Base URL in the credential and the network of this n8n, then try again',
		),
	};
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
 * @param reason what n8n says of it
 */
export function describeLogin(reason: string): Failure {
	return {
		message: 'The login to Claritalk failed',
		description: joinSentences(
			shorten(reason),
			'Open the credential of this node: check Client ID and Client Secret, or connect it again',
		),
	};
}

function explain({ statusCode: status, body }: Answer, target: Target) {
	if (status === 422 && isObject(body) && isObject(body.errors)) return INVALID_FIELDS;
	if (status === 404) return describeMissing(target);
	if (status === 403 && target.caller === 'serviceAccount') return SERVICE_ACCOUNT_ONLY;
	return (
		BY_STATUS[status] ?? {
			message: `Claritalk answered with the unexpected HTTP status ${status}`,
			cure: status >= 500 ? 'Try again later' : 'Check the request and the credential',
		}
	);
}

function describeMissing(target: Target): { message: string; cure: string } {
	const subject = /\{(\w+)Id\}/.exec(target.path)?.[1];
	const guess =
		(target.evidence ?? 'documented') === 'documented'
			? ''
			: ` The path ${target.method} ${target.path} is inferred, not documented by Claritalk: if it is wrong, ` +
				"call the right one with the resource API, operation Request (npm run api:check in the package's repository compares all paths)";
	return subject
		? {
				message: `Claritalk found no ${subject} with this ID`,
				cure: `Check the ID, and that this credential may see the ${subject}.${guess}`,
			}
		: {
				message: 'Claritalk does not know this address',
				cure: `Check the path.${guess}`,
			};
}

/** The API's own words, on one line; empty when there are none that a person could read. */
function quote(body: unknown): string {
	if (typeof body === 'string') {
		const text = /<\w+[\s>]/.test(body) ? '' : body;
		return text.trim() && `Claritalk says: ${shorten(text)}`;
	}
	if (!isObject(body)) return '';

	const { message, error, error_description, hint, errors } = body;
	const texts = [message, error_description ?? error, hint].filter(
		(text): text is string => typeof text === 'string' && text !== '',
	);
	const fields = Object.entries(isObject(errors) ? errors : {}).map(
		([field, reasons]) => `${field}: ${[reasons].flat().map(toText).join(' ')}`,
	);
	const all = [...new Set(texts), ...fields];
	return all.length === 0 ? '' : `Claritalk says: ${shorten(all.join(' · '))}`;
}

function nameBody(body: unknown): string {
	if (typeof body === 'string') {
		if (body.trim() === '') return 'an empty body';
		return /^\s*</.test(body) ? 'a web page' : 'a text that is not JSON';
	}
	return Array.isArray(body) ? 'a list' : `the JSON type ${body === null ? 'null' : typeof body}`;
}

/** Where a redirect points, without query, fragment and user info, which may hold secrets. */
function redirectTarget({ headers }: Answer, requestUrl: string): string {
	const location = String(headers.location ?? '');
	if (!URL.canParse(location, requestUrl)) return 'an unreadable address';
	const { origin, pathname } = new URL(location, requestUrl);
	return `${origin}${pathname}`;
}

function toText(value: unknown): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function shorten(text: string): string {
	const line = text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
	return line.length > MAX_TEXT_LENGTH ? `${line.slice(0, MAX_TEXT_LENGTH)}…` : line;
}

function joinSentences(...parts: string[]): string {
	return parts
		.filter((part) => part !== '')
		.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
