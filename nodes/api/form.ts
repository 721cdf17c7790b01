import type { IDataObject } from 'n8n-workflow';

/**
 * A multipart form with files and fields beside them, as PHP reads them: `1` and `0` for switches, `tags[]` for lists,
 * `a[b]` for objects; what is null is left out.
 *
 * @param files by the names of their fields
 */
export function toForm(fields: IDataObject, files: Readonly<Record<string, File[]>>): FormData {
	const form = new FormData();
	for (const [name, value] of pairsOf(fields)) form.append(name, value);
	for (const [name, all] of Object.entries(files)) for (const file of all) form.append(name, file);
	return form;
}

/** The same fields as a form that is no file's: urlencoded. */
export function toUrlEncoded(fields: IDataObject): URLSearchParams {
	return new URLSearchParams(pairsOf(fields));
}

function pairsOf(fields: IDataObject): Array<[string, string]> {
	return Object.entries(fields).flatMap(([key, one]) => flat(key.replace(/\[\]$/, ''), one, key));
}

/** @param whole the name as it was given, which a value that is no list has */
function flat(name: string, value: unknown, whole = name): Array<[string, string]> {
	if (value === null || value === undefined) return [];
	if (typeof value === 'boolean') return [[whole, value ? '1' : '0']];
	if (typeof value !== 'object') return [[whole, String(value)]];
	if (Array.isArray(value)) {
		// Members of a list that hold fields of their own need a number each, or PHP would take each field for a member.
		const isFlat = value.every((one) => typeof one !== 'object' || one === null);
		return value.flatMap((one, index) => flat(`${name}[${isFlat ? '' : index}]`, one));
	}
	return Object.entries(value).flatMap(([key, one]) => flat(`${name}[${key}]`, one));
}
