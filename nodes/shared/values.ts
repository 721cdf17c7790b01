import type { IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { API_ROOT } from '../api/endpoints';
import { isObject } from '../api/json';

const MAX_SHOWN = 80;

/**
 * An ID that can stand in a path. The documented ones are UUIDs; any word of letters, digits, `-` and `_`
 * passes, since not all are documented, and nothing that could lead to another place.
 *
 * @param label the field's name in the panel
 * @throws UserError naming the field and the cure
 */
export function parseId(value: unknown, label: string): string {
	const id = String(value ?? '').trim();
	if (id === '') {
		throw refuse(
			`${label} is empty`,
			'Choose from the list or enter an ID. With an expression, check that the input item has the field it reads',
		);
	}
	if (!/^[\w-]+$/.test(id)) {
		throw refuse(
			`${label}: ${show(id)} is not an ID`,
			'An ID holds only letters, digits, "-" and "_": copy it from Claritalk as it is',
		);
	}
	return id;
}

/**
 * A text, without the white space around it.
 *
 * @throws UserError naming the field and the cure
 */
export function parseText(value: unknown, label: string): string {
	const text = isScalar(value) ? String(value).trim() : '';
	if (text === '') {
		throw refuse(
			`${label} is empty`,
			'Enter a text. With an expression, check that the input item has the field it reads',
		);
	}
	return text;
}

/**
 * A web address, as it is.
 *
 * @throws UserError naming the field and the cure
 */
export function parseUrl(value: unknown, label: string): string {
	const url = String(value ?? '').trim();
	if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
		throw refuse(
			`${label}: ${show(url)} is not a web address`,
			'Enter an address that begins with https://',
		);
	}
	return url;
}

/**
 * How many rows to return: a whole number from 1 on.
 *
 * @throws UserError naming the field and the cure
 */
export function parseLimit(value: unknown, label: string): number {
	const limit = Math.floor(Number(value));
	if (!(limit >= 1)) {
		throw refuse(
			`${label}: ${show(String(value))} is not a number of results`,
			'Enter a whole number from 1 on, or turn on Return All',
		);
	}
	return limit;
}

/**
 * A number that is not smaller than `least`, fractions allowed.
 *
 * @throws UserError naming the field and the cure
 */
export function parseAmount(value: unknown, label: string, least: number): number {
	const amount = value === '' || value === null ? NaN : Number(value);
	if (!(amount >= least) || amount === Infinity) {
		throw refuse(
			`${label}: ${show(String(value))} is not a number from ${least} on`,
			'Enter a number',
		);
	}
	return amount;
}

/**
 * A point in time: a text that names one, as it is, or a date object of an expression as ISO 8601.
 *
 * @throws UserError naming the field and the cure
 */
export function parseDate(value: unknown, label: string): string {
	const date = hasToISO(value)
		? value.toISO()
		: value instanceof Date
			? value.toISOString()
			: value;
	if (typeof date !== 'string' || Number.isNaN(Date.parse(date))) {
		throw refuse(
			`${label}: ${show(String(date))} is not a date`,
			'Enter a date such as 2026-03-01 or 2026-03-01T10:00:00Z',
		);
	}
	return date;
}

/**
 * A path below the API's root, with its query if it has one, that cannot leave it.
 *
 * @throws UserError naming the field and the cure
 */
export function parsePath(value: unknown, label: string): string {
	const given = String(value ?? '').trim();
	const problem = pathProblem(given);
	if (problem) {
		throw refuse(
			`${label}: ${show(given)} ${problem}`,
			`Enter a path below ${API_ROOT} that begins with one "/", for example /meetings`,
		);
	}
	return given;
}

function pathProblem(given: string): string | undefined {
	if (given === '') return 'is empty';
	if (!given.startsWith('/')) return 'does not begin with "/"';
	if (given.includes('#')) return 'has a fragment (#…)';

	const [path] = given.split('?');
	// Decoded, so that an escaped character is judged like the character itself.
	const decoded = decode(path);
	if (decoded === undefined) return 'has a "%" that escapes nothing';
	if (/[\p{Cc}\\]/u.test(decoded + given)) return 'has a backslash or a control character';
	if (decoded.split('/').length !== path.split('/').length) return 'has an escaped "/"';
	const segments = decoded.split('/').slice(1);
	if (segments.slice(0, -1).includes('')) return 'has an empty part ("//")';
	if (segments.some((segment) => segment === '.' || segment === '..'))
		return 'has a "." or ".." part';
	if (`/${segments[0]}` === API_ROOT) return `repeats ${API_ROOT}, which is put before it anyway`;
	return undefined;
}

/**
 * A JSON object, given as text or as an object; nothing at all counts as `{}`.
 *
 * @throws UserError naming the field and the cure
 */
export function parseJsonObject(value: unknown, label: string): IDataObject {
	if (value === undefined || value === null || value === '') return {};
	const parsed = typeof value === 'string' ? tryParse(value) : value;
	if (!isObject(parsed)) {
		throw refuse(
			`${label} is not a JSON object`,
			'Enter an object such as {"name": "value"}, as JSON text or by an expression that gives an object',
		);
	}
	return parsed;
}

function isScalar(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether it is a date of n8n's expressions (`$now`). */
function hasToISO(value: unknown): value is { toISO(): string } {
	return typeof value === 'object' && value !== null && 'toISO' in value;
}

/** An error for input that cannot be used: what is wrong, and the cure as a sentence without its full stop. */
export function refuse(message: string, cure: string): UserError {
	return new UserError(message, { description: `${cure}.` });
}

/** The user's own value for a message: quoted, control characters escaped, not longer than a line. */
function show(value: string): string {
	return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}

function decode(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

function tryParse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
