import { readFile } from 'node:fs/promises';

/** The vendor's published collection (documented address). */
export const PUBLISHED =
	'https://apidocs.claritalk.com/api/collections/37292144/2sB2qi9xwo?segregateAuth=true&versionTag=latest';

const FETCH_TIMEOUT_MS = 30_000;

/**
 * The parsed JSON of a file or a web address.
 *
 * @throws Error with the reason, when it cannot be read or is no JSON
 */
export async function load(source = PUBLISHED): Promise<unknown> {
	return JSON.parse((await textOf(source)).replace(/^\uFEFF/, ''));
}

async function textOf(source: string): Promise<string> {
	if (!/^https?:\/\//.test(source)) return await readFile(source, 'utf8');
	const response = await fetch(source, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) });
	if (!response.ok) throw new Error(`HTTP status ${response.status}`);
	return await response.text();
}

/** The one line that is told when a collection could not be read; an address is told without its query. */
export function unreadable(error: Error): string {
	const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
	return `The collection could not be read: ${`${error.message}${cause}`.replace(/\s+/g, ' ')}`;
}
