import type { IDataObject } from 'n8n-workflow';

/** Whether a parsed JSON value is an object, and neither null nor a list. */
export function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is there and not an empty text. */
export function isFilled(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

/** What a JSON text holds; undefined when it is none. */
export function tryJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
