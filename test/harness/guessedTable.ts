import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Endpoint, Table } from '../../nodes/api/facts';
import type * as tableFile from '../../nodes/api/table';
import { adoptedParts } from '../sandbox/adopted';

const { table: known } = jest.requireActual<typeof tableFile>('../../nodes/api/table');

/** The table as it was before anything was adopted; the first adoption writes it. */
const GUESSES = join(__dirname, 'guesses.json');

/** For a sandbox beside it: what was added is there, and the rest is spelled as it was guessed. */
export const GUESSED_SPELLING = { ...adoptedParts(), spellings: {} };

/** The rows that were guessed, as they were before anything was adopted; what was added since is as it is. */
function withGuesses(now: Table, before: Table): Table {
	const endpoints = Object.entries({ ...now.endpoints }).map(
		([resource, operations]): [string, Record<string, Endpoint>] => [
			resource,
			{ ...operations, ...before.endpoints[resource] },
		],
	);
	return { ...before, endpoints: Object.fromEntries(endpoints) };
}

/**
 * For tests of what is done about wrong guesses: they need some, whatever is adopted.
 *
 * `jest.mock('../../nodes/api/table', () => jest.requireActual('../harness/guessedTable'))`
 */
export const table: Table = existsSync(GUESSES)
	? withGuesses(known, JSON.parse(readFileSync(GUESSES, 'utf8')) as Table)
	: known;
