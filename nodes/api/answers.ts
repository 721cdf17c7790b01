import type { IDataObject } from 'n8n-workflow';

import type { AnswerField, Endpoint, Target } from './facts';
import { isObject, wordOf } from './json';
import { canonical } from './names';
import { isIdName } from './rows';
import { table } from './table';

/** The parts of an HTTP answer that are read. */
export interface Answer {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

/** What may stand beside `data` in an envelope; with anything else beside it, `data` is a field of the object. */
const ENVELOPE = new Set([
	'meta',
	'links',
	'message',
	'msg',
	'success',
	'ok',
	'status',
	'code',
	'statusCode',
	'jsonapi',
	'included',
]);

/** So may these around one object or list, however they are spelled: they tell of the call, not of a record. */
const OF_CALL = new Set(
	[
		...ENVELOPE,
		...['requestId', 'xRequestId', 'traceId', 'correlationId', 'transactionId', 'spanId'],
		...['timestamp', 'time', 'serverTime', 'responseTime', 'executionTime'],
		...['took', 'elapsed', 'version', 'apiVersion', 'httpStatus', 'httpCode', 'statusText'],
		...['responseCode', 'resultCode', 'type', 'result', 'messages', 'warnings', 'debug'],
	].map(canonical),
);

/** These may, too, where they say that nothing is wrong. */
const TROUBLE = /^errors?(code|message|msg|description)?$/;
const NO_TROUBLE = new Set(['', '0', 'false', 'no', 'none', 'null', 'ok']);

/** Whether it went well: none of these is a field of a record. */
const FLAGS = new Set(['success', 'issuccess', 'ok']);

/** Whether a deletion went well; in any other answer it is a field of a record. */
const DELETED = new Set(['deleted', 'isdeleted']);

const { lists: LISTS, wrappers: WRAPPERS, ...FACTS } = table.pages;

/** What stands beside the list in a paginator. */
const PAGING = new Set(
	[
		...Object.values(FACTS).flat(),
		...['first_page_url', 'last_page_url', 'prev_page_url', 'prev_cursor', 'previous', 'prev'],
		...['from', 'to', 'path', 'count', 'offset'],
	].map(canonical),
);

/** Within so many characters a page says that it is one. */
const BEGINNING = 1_000;

/** How many envelopes are opened. */
const MAX_ENVELOPES = 3;

/** Whether an answer of 2xx says that the call failed. */
export function isRefusal(body: unknown): boolean {
	if (!isObject(body)) return false;
	const { status, statusCode, code, type, result } = body;
	const flags = Object.entries(body).filter(([key]) => FLAGS.has(canonical(key)));
	if (flags.some(([, flag]) => isNo(flag))) return true;
	// Beside an ID it is a field of the record.
	const isRecord = Object.keys(body).some(isIdName);
	if (!isRecord && [status, statusCode].some(isErrorCode)) return true;
	const isFailed = [status, type, result].some(
		(word) => word === false || /^(error|fail(ed|ure)?)$/i.test(wordOf(word)),
	);
	const isTrouble = isFailed || isErrorCode(code) || Object.entries(body).some(tellsTrouble);
	return isTrouble && !holdsSomething(body, isFailed);
}

/** Whether an answer of 2xx says that the call failed, in general or as a deletion does. */
export function isDenied(
	body: unknown,
	{ method, subject = '' }: Pick<Target, 'method'> & Partial<Pick<Endpoint, 'subject'>>,
): boolean {
	return isRefusal(body) || (method === 'DELETE' && isKept(body, subject));
}

/** Whether the answer to a deletion says that nothing was deleted. */
function isKept(body: unknown, subject: string): boolean {
	const said = opened(body, subject);
	if (!isObject(said)) return isNo(said);
	return Object.entries(said).some(([key, flag]) => DELETED.has(canonical(key)) && isNo(flag));
}

function isNo(value: unknown): boolean {
	return ['false', '0', 'no'].includes(wordOf(value).toLowerCase());
}

function isErrorCode(code: unknown): boolean {
	const status = Number(wordOf(code));
	return status >= 400 && status < 600;
}

/** @param isFailed whether `data` may hold the reasons, as JSend has it */
function holdsSomething(body: IDataObject, isFailed: boolean): boolean {
	return Object.entries(body).some(([key, value]) => {
		if (isIdName(key)) return true;
		if (ENVELOPE.has(key) || TROUBLE.test(canonical(key))) return false;
		if (isFailed && key === 'data' && isObject(value)) return Object.keys(value).some(isIdName);
		return typeof value === 'object' && isTold(value);
	});
}

/**
 * The one object that was asked for: the answer itself, or what its envelope holds (inferred: both occur in Laravel
 * APIs), also as a list of exactly one.
 *
 * @param subject what was asked for, which may be the name of the envelope's content
 * @returns undefined when there is no such object, or are several
 */
export function readOne(body: unknown, subject: string): IDataObject | undefined {
	if (isRefusal(body)) return undefined;
	const inner = opened(body, subject);
	const one: unknown =
		Array.isArray(inner) && inner.length === 1 ? opened(inner[0], subject) : inner;
	const isSomething = isObject(one) && Object.entries(one).some(isContent);
	return isSomething ? one : undefined;
}

/**
 * What a write gave. It was carried out, whatever its answer looks like: someone who is told that it failed does it twice.
 *
 * @returns undefined when the answer says that it failed, or is a web page
 */
export function readWritten(body: unknown, subject: string): IDataObject | undefined {
	if (isRefusal(body) || isWebPage(body)) return undefined;
	const one = readOne(body, subject);
	if (one) return one;
	if (isObject(body)) {
		const { message } = body;
		return { success: true, ...(isTold(message) && { message }) };
	}
	if (typeof body === 'string' && body.trim() !== '')
		return { success: true, message: body.trim() };
	return Array.isArray(body) && body.length > 0 ? { success: true, data: body } : { success: true };
}

/** Whether a body is a page for people, where the API gives JSON. */
export function isWebPage(body: unknown): boolean {
	if (typeof body !== 'string') return false;
	const isXml = /^\s*<\?xml\s/i.test(body);
	return isXml ? /<html[\s>]/i.test(body.slice(0, BEGINNING)) : /^\s*<[a-z!?]/i.test(body);
}

/** Whether someone who stands between answered in Claritalk's place. */
export function isBlocked(answer: Answer): boolean {
	return isOfGateway(answer) || (answer.statusCode === 403 && isWebPage(answer.body));
}

/**
 * A page for people, or a code, of a firewall such as Cloudflare's, which says so in its headers; or a proxy that asks for a
 * password of its own.
 */
export function isOfGateway({ statusCode, headers, body }: Answer): boolean {
	if (statusCode === 401) {
		// What the API itself says of a refused token is JSON, or asks for another token.
		const asked = String(headers['www-authenticate'] ?? '');
		return (
			/\b(basic|digest|negotiate|ntlm)\b/i.test(asked) && !/bearer/i.test(asked) && !isObject(body)
		);
	}
	const isCloudflare = /cloudflare/i.test(String(headers.server));
	const isCode = /^error code: \d+$/.test(wordOf(body).trim());
	const isTold = headers['cf-mitigated'] !== undefined;
	return (
		[403, 503].includes(statusCode) && (isTold || (isCloudflare && (isWebPage(body) || isCode)))
	);
}

/** Whether Claritalk refused the token that a call was sent with. */
export function isTokenRefused(answer: Answer): boolean {
	return answer.statusCode === 401 && !isOfGateway(answer);
}

/** What an answer, or a row of a list, holds within its envelopes. */
export function opened(body: unknown, subject: string): unknown {
	const names = namesOf(subject).add('data');
	let inner = body;
	for (let count = 0; count < MAX_ENVELOPES && isObject(inner); count++) {
		const contents = Object.entries(inner).filter(isContent);
		const held = contents.filter(([key, value]) => mayHold(key, value, names));
		const rest = contents.filter((entry) => !held.includes(entry));
		if (held.length !== 1) break;
		const [[, value]] = held;
		const isList = Array.isArray(value) || keyedRows(value) !== undefined;
		const isAround = (key: string) =>
			(typeof value === 'object' && OF_CALL.has(key)) || (isList && PAGING.has(key));
		if (!rest.every(([key]) => isAround(canonical(key)))) break;
		inner = value;
	}
	return keyedRows(inner) ?? inner;
}

/** What something that can be asked for may be called, in small letters. */
export function namesOf(subject: string): Set<string> {
	const rows: Readonly<Record<string, Readonly<Record<string, AnswerField>>>> = table.rows;
	const ids = rows[subject]?.[`${subject}Id`].names ?? [];
	const kinds = ids.flatMap((name) => (/\wId$/.test(name) ? [name.slice(0, -2)] : []));
	return new Set([subject, ...kinds].flatMap((kind) => [kind, `${kind}s`]));
}

function mayHold(key: string, value: unknown, names: Set<string>): boolean {
	if (names.has(canonical(key))) return true;
	const isWrapper = WRAPPERS.some((name) => name === key) && typeof value === 'object';
	return isWrapper || (LISTS.some((name) => name === key) && Array.isArray(value));
}

/**
 * Rows by their number or ID, as PHP writes a collection that was filtered or keyed.
 *
 * @returns undefined when the value is no such collection
 */
export function keyedRows(value: unknown): IDataObject[] | undefined {
	if (!isObject(value)) return undefined;
	const entries = Object.entries(value);
	const rows = entries.map(([, row]) => row).filter(isObject);
	const isKey = (key: string, row: IDataObject) =>
		/^\d+$/.test(key) || Object.values(row).includes(key);
	const isKeyed =
		rows.length === entries.length && entries.every(([key], at) => isKey(key, rows[at]));
	return rows.length > 0 && isKeyed ? rows : undefined;
}

/** Whether a field is one that stands beside a list, in whichever envelope. */
export function isAroundList(key: string): boolean {
	return (
		[OF_CALL, PAGING].some((names) => names.has(canonical(key))) || TROUBLE.test(canonical(key))
	);
}

/** Whether a field is more than what an envelope has. */
function isContent([key, value]: [string, unknown]): boolean {
	return !ENVELOPE.has(key) && (!TROUBLE.test(canonical(key)) || tellsTrouble([key, value]));
}

/** Whether a field says that something went wrong. */
function tellsTrouble([key, value]: [string, unknown]): boolean {
	return TROUBLE.test(canonical(key)) && isTrouble(value);
}

function isTrouble(value: unknown): boolean {
	if (typeof value === 'object' && value !== null) return Object.values(value).some(isTrouble);
	return !NO_TROUBLE.has(String(value).toLowerCase());
}

/** Whether a value says anything: an empty text, list or object does not, nor does `false`. */
export function isTold(value: unknown): boolean {
	return isObject(value) || Array.isArray(value)
		? Object.keys(value).length > 0
		: value !== undefined && value !== null && value !== '' && value !== false;
}

/** Whether the status of an answer is that of a success. */
export function isSuccess({ statusCode }: Answer): boolean {
	return statusCode >= 200 && statusCode < 300;
}
