import type { Target } from './facts';

/** A failure that may pass by itself: an HTTP status, the code of a failed connection, or a login that cannot be answered now. */
export type Setback = { status: number } | { code: string } | { login: true; afterMs?: number };

/** How often a request is sent at the most, the first time included. */
const MAX_ATTEMPTS = 3;
const BASE_DELAY_MS = 500;
const LONGEST_DELAY_MS = 2_000;

/** Methods that may be sent twice without doing anything twice (RFC 9110, 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'PUT', 'DELETE']);
/** Beside the server's own troubles: it was not ready in time, or for this connection. */
const PASSING_STATUS = new Set([408, 425]);
/** Of the statuses from 500 on those that tell of the server's nature, which does not change. */
const LASTING_STATUS = new Set([501, 505, 506, 508, 510, 511]);

/** With these no connection came about: nothing can have been received. */
const NEVER_SENT = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);
/** With these it is not known whether the request was received. */
const BROKEN_OFF = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT']);
/** Codes of Node.js for an answer that is no HTTP, and for one that cannot be unpacked; ours for JSON that is none. */
const GARBLED = /^(HPE|Z)_|^EBADMSG$/;
/** For a connection that was made and not trusted, or that is none of TLS. */
const UNTRUSTED = /CERT|SIGNATURE|^ERR_TLS/;
const NO_TLS = /^EPROTO$|SSL/;

/**
 * How long to wait before a request is sent again after a failure that may pass: longer each time, and by chance a little
 * shorter or longer, so that many do not come back at once.
 *
 * @param attempt how often it was sent so far
 * @param random from 0 up to 1
 * @param deadline the time up to which whoever asks waits; what is marked as repeatable goes on until then
 * @returns milliseconds; undefined when it must not be sent again: that was often enough, or it may have done its work
 */
export function backoff(
	target: Target,
	setback: Setback,
	attempt: number,
	random: number,
	deadline = Infinity,
): number | undefined {
	const most = target.repeatable && deadline < Infinity ? Infinity : MAX_ATTEMPTS;
	if (attempt >= most || !mayGoAgain(target, setback)) return undefined;
	const delay = Math.min(BASE_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS) * (0.5 + random);
	return 'login' in setback ? Math.max(delay, setback.afterMs ?? 0) : delay;
}

/** Whether doing it twice does nothing twice. */
export function mayBeRepeated({ method, repeatable = false }: Target): boolean {
	return repeatable || IDEMPOTENT.has(method);
}

/** Whether no connection came about that a request could have been sent on. */
export function isNeverSent(code: string): boolean {
	return NEVER_SENT.has(code) || isUntrusted(code) || isNoTls(code);
}

/** Whether the certificate of the host is not trusted. */
export function isUntrusted(code: string): boolean {
	return UNTRUSTED.test(code);
}

/** Whether the host does not speak https. */
export function isNoTls(code: string): boolean {
	return NO_TLS.test(code);
}

/**
 * Whether the API failed at its work, something on the way had no answer from it, or it points to what it made: the work may be
 * done. Not with 307 and 308, which ask for the same request at another address.
 */
export function isUnsure(status: number): boolean {
	const isPointer = status >= 300 && status < 307;
	return isPointer || [408, 500, 502, 504].includes(status) || (status >= 520 && status <= 530);
}

/** Whether a failure that may pass is one, whatever was asked. */
export function isPassing(status: number): boolean {
	return status === 429 || isOutage(status);
}

function isOutage(status: number): boolean {
	return PASSING_STATUS.has(status) || (status >= 500 && !LASTING_STATUS.has(status));
}

function mayGoAgain(target: Target, setback: Setback): boolean {
	const isIdempotent = mayBeRepeated(target);
	// Without a token nothing was sent.
	if ('login' in setback) return true;
	if ('status' in setback) return isIdempotent && isOutage(setback.status);
	const { code } = setback;
	return NEVER_SENT.has(code) || (isIdempotent && (BROKEN_OFF.has(code) || GARBLED.test(code)));
}
