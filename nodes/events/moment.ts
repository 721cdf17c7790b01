/** A date and a time without a zone, as Claritalk's webhook writes them (documented). */
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/;

/** Smaller numbers are seconds since 1970, larger ones milliseconds: as milliseconds this was 1973. */
const LEAST_MS = 1e11;

/** No date is further from 1970 (ECMA-262, Time Values and Time Range). */
const MOST_MS = 8.64e15;

/**
 * The moment that a row's time means. One without a zone is taken as UTC (inferred).
 *
 * @returns milliseconds since 1970; 0 for what is no time
 */
export function momentOf(text: string): number {
	if (/^\d+(\.\d+)?$/.test(text)) {
		const number = Number(text);
		const ms = number < LEAST_MS ? number * 1000 : number;
		return ms <= MOST_MS ? ms : 0;
	}
	const moment = Date.parse(text.replace(WITHOUT_ZONE, '$1T$2Z'));
	return Number.isNaN(moment) ? 0 : moment;
}
