import type { IDataObject } from 'n8n-workflow';

/**
 * A multipart form with a file and fields beside it, as PHP reads them: `1` and `0` for switches, `tags[]` for lists,
 * `a[b]` for objects; what is null is left out.
 *
 * @param fileField the name of the file's field
 */
export function toForm(fields: IDataObject, fileField: string, file: File): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields).flatMap(([key, one]) => flat(key, one))) {
		form.append(name, value);
	}
	form.append(fileField, file);
	return form;
}

function flat(name: string, value: unknown): Array<[string, string]> {
	if (value === null || value === undefined) return [];
	if (typeof value === 'boolean') return [[name, value ? '1' : '0']];
	if (value instanceof Date) return [[name, value.toISOString()]];
	if (typeof value !== 'object') return [[name, String(value)]];
	if (Array.isArray(value)) {
		// Members of a list that hold fields of their own need a number each, or PHP would take each field for a member.
		const isFlat = value.every((one) => typeof one !== 'object' || one === null);
		return value.flatMap((one, index) => flat(`${name}[${isFlat ? '' : index}]`, one));
	}
	return Object.entries(value).flatMap(([key, one]) => flat(`${name}[${key}]`, one));
}
