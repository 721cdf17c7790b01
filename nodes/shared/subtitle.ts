/**
 * An expression, without its braces, that gives the display name of a value; the value itself where it has none.
 *
 * @param names display names by the values that workflows save
 * @param value an expression that gives one of these values
 */
export function nameOf(names: Record<string, string>, value: string): string {
	return `((${JSON.stringify(names)})[${value}] ?? ${value})`;
}
