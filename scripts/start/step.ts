import { relative } from 'node:path';

import { ROOT } from '../../test/e2e/paths';
import { StartError } from './errors';

const STILL_RUNNING_MS = 30_000;

/** Prints a line for the person who started this. */
export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** Where a person finds the details, for the end of a line. */
export function seeLog(log: string): string {
	return `(see ${relative(ROOT, log)})`;
}

/**
 * Does one step, and says how long it took. While it takes long it says that it is still going on.
 *
 * @param log where the step's details are, for whoever sees it fail
 */
export async function step<T>(what: string, log: string, action: () => Promise<T>): Promise<T> {
	const begin = Date.now();
	const elapsed = () => `${Math.round((Date.now() - begin) / 1000)} s`;
	const stillRunning = setInterval(() => say(`  ${elapsed()} so far`), STILL_RUNNING_MS);
	say(`${what} ...`);
	try {
		const result = await action();
		say(`  done in ${elapsed()}`);
		return result;
	} catch (error) {
		const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0];
		throw new StartError(`${what}: ${reason} ${seeLog(log)}`);
	} finally {
		clearInterval(stillRunning);
	}
}
