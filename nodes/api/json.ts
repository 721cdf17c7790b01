import type { IDataObject } from 'n8n-workflow';

/** Whether a parsed JSON value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is there and not an empty text. */
export function isFilled(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/**
 * A text, a number or a switch as text, and an empty text for anything else: an object with a member `toString` cannot be
 * made a text.
 */
export function wordOf(value: unknown): string {
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}

/** What a JSON text holds, also one that begins with a byte order mark; undefined when it is none. */
export function tryJson(text: string): unknown {
	try {
		return JSON.parse(text.trim());
	} catch {
		return undefined;
	}
}
