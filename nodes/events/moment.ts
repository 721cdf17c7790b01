/** A date and a time without a zone, as Claritalk's webhook writes them (documented). */
const WITHOUT_ZONE = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)$/;

/** A time of day with its zone behind it, in any form that `Date.parse` reads. */
const WITH_ZONE = /:\d{2}(?:\.\d+)?\s*(?:[ap]m\s*)?(?:(?:Z|UTC?|GMT|[ECMP][SD]T)\b|[+-]\d)/i;

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
	const moment = Date.parse(inUtc(text));
	return Number.isNaN(moment) ? 0 : moment;
}

/** A time with a zone: without one, other forms than ISO 8601 would be read in the zone of this n8n. */
function inUtc(text: string): string {
	if (WITH_ZONE.test(text)) return text;
	return WITHOUT_ZONE.test(text) ? text.replace(WITHOUT_ZONE, '$1T$2Z') : `${text} UTC`;
}
