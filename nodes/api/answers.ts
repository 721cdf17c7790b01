import type { IDataObject } from 'n8n-workflow';

import { isObject } from './json';
import { isIdName } from './rows';

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
]);

/** These may, too, where nothing is in them. */
const TROUBLES = new Set(['error', 'errors']);

/** How many envelopes are opened. */
const MAX_ENVELOPES = 3;

/** Whether an answer of 2xx says that the call failed. */
export function isRefusal(body: unknown): boolean {
	if (!isObject(body)) return false;
	const { success, ok, error, errors, status, statusCode } = body;
	if ([success, ok].some((flag) => ['false', '0', 'no'].includes(String(flag)))) return true;
	if ([status, statusCode].some((code) => Number(code) >= 400 && Number(code) < 600)) return true;
	const holdsSomething = Object.entries(body).some(
		([key, value]) =>
			isIdName(key) ||
			(typeof value === 'object' && isTold(value) && !ENVELOPE.has(key) && !TROUBLES.has(key)),
	);
	const isTrouble = [error, errors].some(isTold) || /^(error|fail(ed|ure)?)$/i.test(String(status));
	return isTrouble && !holdsSomething;
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
	return typeof body === 'string' && /^\s*<[a-z!?]/i.test(body);
}

function opened(body: unknown, subject: string): unknown {
	let inner = body;
	for (let count = 0; count < MAX_ENVELOPES && isObject(inner); count++) {
		const keys = Object.entries(inner)
			.filter(isContent)
			.map(([key]) => key);
		if (keys.length !== 1 || !['data', subject, `${subject}s`].includes(keys[0])) break;
		inner = inner[keys[0]];
	}
	return keyedRows(inner) ?? inner;
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
		/^\d+$/.test(key) || Object.values(row).some((one) => String(one) === key);
	const isKeyed =
		rows.length === entries.length && entries.every(([key], at) => isKey(key, rows[at]));
	return rows.length > 0 && isKeyed ? rows : undefined;
}

/** Whether a field is more than what an envelope has. */
function isContent([key, value]: [string, unknown]): boolean {
	return !ENVELOPE.has(key) && (!TROUBLES.has(key) || isTold(value));
}

function isTold(value: unknown): boolean {
	return isObject(value) || Array.isArray(value)
		? Object.keys(value).length > 0
		: value !== undefined && value !== null && value !== '' && value !== false;
}
