import type {
	GenericValue,
	IDataObject,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { API_ROOT } from '../api/endpoints';
import { isFilled, isObject, tryJson } from '../api/json';
import { withoutEdges } from '../api/origins';
import { pathProblem } from '../api/paths';

const MAX_SHOWN = 80;

/** What expressions give in place of an ID that is not there. */
const NO_IDS = new Set(['true', 'false', 'null', 'undefined', 'NaN']);

/** Smaller numbers are no time: this many seconds after 1970 was 2001. */
const EARLIEST_SECONDS = 1e9;

/** Nor are larger ones, which count smaller parts of a second: the year 10000, in milliseconds. */
const LATEST_MS = 253_402_300_800_000;

/** The beginning of a web address, up to its path. */
const ORIGIN = /^https?:\/\/[^/\\?#]*/i;

/** Seconds or milliseconds in a text, as a spreadsheet gives them; of other lengths it may be a date without its dashes. */
const SINCE_1970 = /^\d{10}(?:\d{3})?$/;

/** Date, time and zone of a text in ISO 8601. */
const ISO_8601 =
	/^([1-9]\d{3}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * An ID that can stand in a path. The documented ones are UUIDs; any word of letters, digits, `-` and `_`
 * passes, since not all are documented, and nothing that could lead to another place.
 *
 * @param label the field's name in the panel
 * @throws UserError naming the field and the cure
 */
export function parseId(value: unknown, label: string): string {
	const id =
		typeof value === 'object' && value !== null ? JSON.stringify(value) : withoutEdges(value);
	if (id === '') {
		throw refuse(
			`${label} is empty`,
			'Choose from the list or enter an ID. With an expression, check that the input item has the field it reads',
		);
	}
	const isRounded = typeof value === 'number' && !Number.isSafeInteger(value);
	if (!isId(id) || isRounded) {
		throw refuse(
			`${label}: ${show(id)} is not an ID`,
			'An ID holds only letters, digits, "-" and "_": copy it from Claritalk as it is',
		);
	}
	return id;
}

/** Whether a text can be an ID that stands in a path. */
export function isId(text: string): boolean {
	return /^[\w-]+$/.test(text) && !NO_IDS.has(text);
}

/**
 * One of a fixed list of values, however an expression spells it.
 *
 * @throws UserError naming the field and the cure
 */
export function parseChoice(value: unknown, label: string, choices: readonly string[]): string {
	const given = isScalar(value) ? withoutEdges(value) : '';
	const chosen = choices.find((choice) => choice.toLowerCase() === given.toLowerCase());
	if (chosen !== undefined) return chosen;
	throw refuse(
		`${label}: ${show(given)} is none of the choices`,
		`Enter one of ${choices.join(', ')}`,
	);
}

/**
 * One of the options that a field of the panel has, however an expression spells it.
 *
 * @throws UserError naming the field and the cure
 */
export function parseOption<T extends string>(
	given: unknown,
	{ displayName, options = [] }: INodeProperties,
): T {
	const choices = (options as INodePropertyOptions[]).map(({ value }) => String(value));
	return parseChoice(given, displayName, choices) as T;
}

/**
 * A text, without the white space around it.
 *
 * @throws UserError naming the field and the cure
 */
export function parseText(value: unknown, label: string): string {
	refuseObject(value, label);
	const text = isScalar(value) ? withoutEdges(value) : '';
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
	const url = withoutEdges(value);
	// JavaScript mends what it takes for an address; what is sent is not mended.
	if (!URL.canParse(url) || !/^https?:\/\/\S+$/i.test(url)) {
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
	const limit = Math.floor(numberOf(value, label));
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
	const amount = numberOf(value, label);
	if (!(amount >= least) || amount === Infinity) {
		throw refuse(
			`${label}: ${show(String(value))} is not a number from ${least} on`,
			'Enter a number',
		);
	}
	return amount;
}

/** NaN for what JavaScript takes for a number, and a person does not: a switch, a list. */
function numberOf(value: unknown, label: string): number {
	if (!isFilled(typeof value === 'string' ? value.trim() : value)) {
		throw refuse(
			`${label} is empty`,
			'Enter a number. With an expression, check that the input item has the field it reads',
		);
	}
	return typeof value === 'number' || typeof value === 'string' ? Number(value) : NaN;
}

/**
 * A switch, also as an expression or a spreadsheet gives it.
 *
 * @throws UserError naming the field and the cure
 */
export function parseFlag(value: unknown, label: string): boolean {
	const word = (typeof value === 'object' ? JSON.stringify(value) : String(value))
		.trim()
		.toLowerCase();
	if (['true', '1', 'yes', 'on'].includes(word)) return true;
	if (['', 'false', '0', 'no', 'off', 'null', 'undefined'].includes(word)) return false;
	throw refuse(`${label}: ${show(word)} is neither on nor off`, 'Enter true or false');
}

/**
 * A point in time. A text without a zone, as n8n's date picker gives it, is meant in the workflow's zone; a date object
 * of an expression, a text with a zone and a number (seconds or milliseconds since 1970, also as a text) are the moment they
 * are.
 *
 * @param zone IANA name of the workflow's time zone
 * @returns ISO 8601 in UTC, to the second
 * @throws UserError naming the field and the cure
 */
export function parseDate(value: unknown, label: string, zone: string): string {
	const time = typeof value === 'string' ? timeOfText(value.trim(), zone) : timeOf(value);
	if (!(time < LATEST_MS)) {
		const given = typeof value === 'object' ? 'the value' : show(String(value));
		throw refuse(
			`${label}: ${given} is not a date`,
			'Enter a date such as 2026-03-01 or 2026-03-01T10:00:00Z',
		);
	}
	return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** Milliseconds since 1970 of a date object or a number, NaN for anything else. */
function timeOf(value: unknown): number {
	if (value instanceof Date || isDateTime(value)) return value.valueOf() as number;
	if (typeof value !== 'number' || value < EARLIEST_SECONDS) return NaN;
	return value < EARLIEST_SECONDS * 1000 ? value * 1000 : value;
}

/** Milliseconds since 1970 of a text in ISO 8601 or of a number in one, NaN for one that is none or a day that does not exist. */
function timeOfText(text: string, zone: string): number {
	const match = ISO_8601.exec(text);
	if (!match) return SINCE_1970.test(text) ? timeOf(Number(text)) : NaN;
	const [, date, clockTime = '00:00', offset] = match;
	const local = Date.parse(`${date}T${clockTime}Z`);
	const day = Number.isNaN(local) ? '' : new Date(local).toISOString().slice(0, 10);
	// The 30th of February would become the 2nd of March.
	if (day !== date) return NaN;
	return offset ? Date.parse(`${date}T${clockTime}${offset}`) : local - offsetAt(local, zone);
}

/** How far a zone's clocks are ahead of UTC when they show a time, in milliseconds. */
function offsetAt(local: number, zone: string): number {
	const ahead = (time: number) => {
		const shown = new Intl.DateTimeFormat('sv-SE', {
			timeZone: zone,
			dateStyle: 'short',
			timeStyle: 'medium',
		}).format(time);
		return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(time / 1000) * 1000;
	};
	// Asked twice, since the first answer is of a moment that may lie beyond a change of the clocks.
	return ahead(local - ahead(local));
}

/**
 * A path below the API's root, with its query if it has one, that cannot leave it. What people paste around it is
 * forgiven: the origin, the root, and no "/" at its beginning.
 *
 * @param origin where the path is sent to: a whole address must be of this host
 * @throws UserError naming the field and the cure
 */
export function parsePath(value: unknown, label: string, origin: string): string {
	refuseObject(value, label);
	const given = withoutEdges(value);
	const path = given === '' ? '' : belowRoot(given.replace(ORIGIN, ''));
	const isElsewhere = isAddress(given) && hostIn(given) !== new URL(origin).host;
	const problem = isElsewhere ? `is not an address of ${origin}` : pathProblem(path);
	if (problem) {
		throw refuse(
			`${label}: ${show(given)} ${problem}`,
			`Enter a path below ${API_ROOT} of the Claritalk in the credential, for example /meetings`,
		);
	}
	return path;
}

function refuseObject(value: unknown, label: string): void {
	if (typeof value !== 'object' || value === null) return;
	throw refuse(
		`${label} is a list or an object, not a text`,
		'Enter a text, or an expression that gives one',
	);
}

/** Whether it begins as an address does, with a protocol. */
function isAddress(text: string): boolean {
	return /^[a-z][a-z\d+.-]*:\//i.test(text);
}

/** The host of a web address, with its port; undefined for one that also names a user, or is none. */
function hostIn(address: string): string | undefined {
	const [origin = ''] = ORIGIN.exec(address) ?? [];
	return URL.canParse(origin) && !origin.includes('@') ? new URL(origin).host : undefined;
}

/** A path with a "/" at its beginning, and without the API's root before it. */
function belowRoot(path: string): string {
	const whole = path.startsWith('/') ? path : `/${path}`;
	const isRooted = whole.startsWith(API_ROOT) && /^([/?]|$)/.test(whole.slice(API_ROOT.length));
	return isRooted ? whole.slice(API_ROOT.length).replace(/^(?!\/)/, '/') : whole;
}

/**
 * A JSON object, given as text or as an object; nothing at all counts as `{}`.
 *
 * @throws UserError naming the field and the cure
 */
export function parseJsonObject(value: unknown, label: string): IDataObject {
	const parsed = fromJson(value);
	if (!isObject(parsed)) {
		throw refuse(
			`${label} is not a JSON object`,
			'Enter an object such as {"name": "value"}, as JSON text or by an expression that gives an object',
		);
	}
	return parsed;
}

/**
 * A JSON object or list, given as text or as it is; nothing at all counts as `{}`.
 *
 * @throws UserError naming the field and the cure
 */
export function parseJson(value: unknown, label: string): IDataObject | IDataObject[] {
	const parsed = fromJson(value);
	if (Array.isArray(parsed)) return parsed as IDataObject[];
	if (isObject(parsed)) return parseJsonObject(parsed, label);
	throw refuse(
		`${label} is neither a JSON object nor a list`,
		'Enter one such as {"name": "value"} or [1, 2], as JSON text or by an expression that gives it',
	);
}

/**
 * A list, given as JSON text or as it is; any other text is its members, separated by commas.
 *
 * @throws UserError naming the field and the cure
 */
export function parseList(value: unknown, label: string): GenericValue[] {
	const isWords = typeof value === 'string' && !/^\s*[[{]/.test(value);
	if (isWords) {
		return value
			.split(',')
			.map((word) => word.trim())
			.filter((word) => word !== '');
	}
	const parsed = fromJson(value);
	if (Array.isArray(parsed)) return parsed as GenericValue[];
	throw refuse(
		`${label} is not a list`,
		'Enter its members separated by commas, a JSON list such as ["one", "two"], or an expression that gives a list',
	);
}

/**
 * Names one by one, separated by commas, semicolons or line ends, or as a list in JSON; in lists within lists, too.
 *
 * @returns none for nothing at all
 * @throws UserError naming the field and the cure
 */
export function parseNames(value: unknown, label: string, example: string): string[] {
	const lists = [value].flat(Infinity).filter((names) => names !== undefined && names !== null);
	return lists.flatMap((names) => {
		if (typeof names !== 'string') {
			throw refuse(
				`${label} is not a list of names`,
				`Enter names such as ${example}, or an expression that gives a text or a list of texts`,
			);
		}
		const list = /^\s*\[/.test(names) ? names.replace(/["'[\]]/g, '') : names;
		return list
			.split(/[,;\n]/)
			.map((name) => name.trim())
			.filter(Boolean);
	});
}

/**
 * A text that can stand in a path as one part of it: escaped, it leads nowhere else.
 *
 * @throws UserError naming the field and the cure
 */
export function parseSegment(value: unknown, label: string): string {
	const text = parseText(value, label);
	if (text !== '.' && text !== '..') return text;
	throw refuse(`${label}: ${show(text)} leads to another address`, 'Enter a name');
}

function fromJson(value: unknown): unknown {
	if (value === undefined || value === null) return {};
	if (typeof value !== 'string') return asJson(value);
	return value.trim() === '' ? {} : tryJson(value);
}

/** What is sent of a value of an expression: dates and spans of time as texts; undefined where JSON has no way to write it. */
function asJson(value: unknown): unknown {
	try {
		return JSON.parse(JSON.stringify(value, (_, one: unknown) => withoutClass(one)));
	} catch {
		return undefined;
	}
}

/** JSON would leave out all that a Map or a Set holds. */
function withoutClass(value: unknown): unknown {
	if (value instanceof Map) return Object.fromEntries(value);
	return value instanceof Set ? [...value] : value;
}

function isScalar(value: unknown): value is string | number | boolean {
	return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether it is a date of n8n's expressions (`$now`), and no span of time, which has the same methods. */
function isDateTime(value: unknown): value is { toISO(): string } {
	return isObject(value) && 'toISO' in value && 'zone' in value;
}

/** An error for input that cannot be used: what is wrong, and the cure as a sentence without its full stop. */
export function refuse(message: string, cure: string): UserError {
	return new UserError(message, { description: `${cure}.` });
}

/** The user's own value for a message: quoted, control characters escaped, not longer than a line. */
export function show(value: string): string {
	return JSON.stringify(value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value);
}
