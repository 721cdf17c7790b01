import type { IDataObject } from 'n8n-workflow';

/** Whatever is told, after an hour it is tried again. What would be a year from now is no time at all. */
const LONGEST_DELAY_MS = 3_600_000;
const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * A time that a header tells, in milliseconds from now, an hour at most: seconds that are left, seconds or milliseconds
 * since 1970, or a date. Undefined if there is none, or none that can be believed.
 */
export function toldDelay(headers: IDataObject, name: string, now: number): number | undefined {
	const value = headers[name];
	const number = toNumber(value);
	const isLeft = number !== undefined && number * 1000 < YEAR_MS;
	const time =
		number === undefined ? Date.parse(String(value)) : number > 1e11 ? number : number * 1000;
	const delay = isLeft ? number * 1000 : time - serverTime(headers, now);
	// Also false for what is no date.
	return Math.abs(delay) < YEAR_MS ? Math.min(Math.max(0, delay), LONGEST_DELAY_MS) : undefined;
}

/** The API's clock, which may differ from ours. */
function serverTime(headers: IDataObject, now: number): number {
	const date = Date.parse(String(headers.date));
	return Number.isNaN(date) ? now : date;
}

/** A number that a header holds; undefined for anything else. */
export function toNumber(value: unknown): number | undefined {
	return typeof value === 'number' || (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value))
		? Number(value)
		: undefined;
}
