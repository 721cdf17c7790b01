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

function refuse(message: string, cure: string): UserError {
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
