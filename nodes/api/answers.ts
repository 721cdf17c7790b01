import type { IDataObject } from 'n8n-workflow';

import { isObject } from './json';

/** The parts of an HTTP answer that are read. */
export interface Answer {
	statusCode: number;
	headers: IDataObject;
	body: unknown;
}

/** What may stand beside `data` in an envelope; with anything else beside it, `data` is a field of the object. */
const ENVELOPE = new Set(['meta', 'links', 'message', 'success', 'status']);

/** What an answer that only says that it failed is made of. */
const WORDS = new Set([...ENVELOPE, 'code', 'data', 'error', 'errors', 'ok', 'statusCode']);

/** How many envelopes are opened. */
const MAX_ENVELOPES = 3;

/** Whether an answer of 2xx says that the call failed. */
export function isRefusal(body: unknown): boolean {
	if (!isObject(body)) return false;
	if (body.success === false || body.ok === false) return true;
	const { error, errors, status } = body;
	return (
		Object.keys(body).every((key) => WORDS.has(key)) &&
		(isTold(error) || isTold(errors) || status === 'error' || status === 'fail')
	);
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
	const isSomething = isObject(one) && Object.keys(one).some((key) => !ENVELOPE.has(key));
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
		const keys = Object.keys(inner).filter((key) => !ENVELOPE.has(key));
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

function isTold(value: unknown): boolean {
	return isObject(value) || Array.isArray(value)
		? Object.keys(value).length > 0
		: value !== undefined && value !== null && value !== '' && value !== false;
}
