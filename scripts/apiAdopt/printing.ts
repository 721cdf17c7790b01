/** A piece of a program, to be printed as it is. */
export class Code {
	constructor(readonly text: string) {}
}

/**
 * A value as TypeScript writes it, for prettier to lay out; what is undefined is left out.
 *
 * @param value plain data, and code
 */
export function literal(value: unknown): string {
	if (value instanceof Code) return value.text;
	if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value);
	const members = Object.entries(value)
		.filter(([, one]) => one !== undefined)
		.map(([key, one]) => {
			if (one instanceof Code && one.text === key) return key;
			return `${isPlainKey(key) ? key : JSON.stringify(key)}: ${literal(one)}`;
		});
	return `{ ${members.join(', ')} }`;
}

function isPlainKey(key: string): boolean {
	return /^([A-Za-z_$][\w$]*|0|[1-9]\d*)$/.test(key) && key !== '__proto__';
}
