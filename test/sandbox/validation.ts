import { invalid } from './problems';

/** A request's fields or query parameters, by name. */
export type Fields = Record<string, unknown>;

/** Laravel writes field names as words. */
const label = (name: string) => name.replaceAll('_', ' ');

/** The fields of a JSON body; none when the body is no object. */
export function fieldsOf(body: unknown): Fields {
	return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Fields) : {};
}

/**
 * Asks that all named fields are filled texts.
 *
 * @returns their texts, in the order of the names
 * @throws Problem 422 that names every field which is missing
 */
export function requireTexts(fields: Fields, ...names: string[]): string[] {
	const missing = names.filter((name) => typeof fields[name] !== 'string' || fields[name] === '');
	if (missing.length > 0) {
		throw invalid(
			Object.fromEntries(missing.map((name) => [name, `The ${label(name)} field is required.`])),
		);
	}
	return names.map((name) => fields[name] as string);
}

/**
 * @returns the field's text, or undefined when it was left out
 * @throws Problem 422 when it is there and no text
 */
export function optionalText(fields: Fields, name: string): string | undefined {
	const value = fields[name] ?? undefined;
	if (value === undefined || typeof value === 'string') return value;
	throw invalid({ [name]: `The ${label(name)} field must be a string.` });
}

/** @throws Problem 422 when the text is no http or https address */
export function checkUrl(name: string, text: string): void {
	if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return;
	throw invalid({ [name]: `The ${label(name)} field must be a valid URL.` });
}

/** @throws Problem 422 when the text is no mail address */
export function checkEmail(name: string, text: string): void {
	if (/^[^\s@]+@[^\s@]+$/.test(text)) return;
	throw invalid({ [name]: `The ${label(name)} field must be a valid email address.` });
}

/**
 * @param key the property of the rows that holds their ID
 * @returns the field's ID, or undefined when it was left out
 * @throws Problem 422 when no row has this ID
 */
export function optionalId<K extends string>(
	fields: Fields,
	name: string,
	rows: Array<Record<K, string>>,
	key: K,
): string | undefined {
	const id = optionalText(fields, name);
	if (id === undefined || rows.some((row) => row[key] === id)) return id;
	throw invalid({ [name]: `The selected ${label(name)} is invalid.` });
}

/**
 * @returns the field's time in milliseconds since 1970, or undefined when it was left out
 * @throws Problem 422 when it is no date
 */
export function optionalTime(fields: Fields, name: string): number | undefined {
	const text = optionalText(fields, name);
	if (text === undefined || text === '') return undefined;
	const time = Date.parse(text);
	if (Number.isNaN(time))
		throw invalid({ [name]: `The ${label(name)} field must be a valid date.` });
	return time;
}
