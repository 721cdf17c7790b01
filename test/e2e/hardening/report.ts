/** Prints a measured figure past jest, which would add where it comes from. */
export function report(line: string): void {
	process.stdout.write(`  ${line}\n`);
}
