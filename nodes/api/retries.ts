/** A failure that may pass by itself: an HTTP status, or the code of a failed connection. */
export type Setback = { status: number } | { code: string };

/** How often a request is sent at the most, the first time included. */
const MAX_ATTEMPTS = 3;
const BASE_DELAY_MS = 500;

/** Methods that may be sent twice without doing anything twice (RFC 9110, 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'PUT', 'DELETE']);
const PASSING_STATUS = new Set([500, 502, 503, 504]);

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

/**
 * How long to wait before a request is sent again after a failure that may pass: longer each time, and by chance a little
 * shorter or longer, so that many do not come back at once.
 *
 * @param attempt how often it was sent so far
 * @param random from 0 up to 1
 * @returns milliseconds; undefined when it must not be sent again, since it may already have done its work
 */
export function retryDelay(
	method: string,
	setback: Setback,
	attempt: number,
	random: number,
): number | undefined {
	if (attempt >= MAX_ATTEMPTS || !mayGoAgain(method, setback)) return undefined;
	return BASE_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random);
}

function mayGoAgain(method: string, setback: Setback): boolean {
	const isIdempotent = IDEMPOTENT.has(method);
	if ('status' in setback) return isIdempotent && PASSING_STATUS.has(setback.status);
	return NEVER_SENT.has(setback.code) || (isIdempotent && BROKEN_OFF.has(setback.code));
}
