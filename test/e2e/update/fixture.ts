/** What an earlier version left in an n8n, as it is kept in the repository. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import type { Meeting } from '../../sandbox/types';
import type { Workflow } from '../rest';
import type { Credentials, Shape } from './saved';

const FOLDER = join(__dirname, 'fixtures');

/** The addresses that were stored stand for this machine, so they have to be the same again. */
export const N8N_PORT = 41_861;
export const SANDBOX_PORT = 41_862;

/** n8n leaves what it wrote last in a file beside it. */
const DATABASE = ['database.sqlite', 'database.sqlite-wal'];

/** What is known of the n8n beside what is in its database. */
export interface Recorded {
	/** When, as a date. */
	recorded: string;
	credentials: Credentials;
	/** What the stored login renews itself with. */
	refreshToken: string;
	workflows: Record<'operations' | 'automatic' | 'manual' | 'asking', Workflow>;
	/** What came out of each operation. */
	shapes: Record<string, Shape>;
	/** Where Claritalk sends events to. */
	registered: string;
	/** The address that the user gave to Claritalk. */
	manual: string;
	/** A delivery that has run already. */
	delivered: unknown;
	/** Every meeting of the API, of which the last one was given by the polling trigger already. */
	meetings: Meeting[];
}

/** The versions that something is kept of. */
export function recordedVersions(): string[] {
	return readdirSync(FOLDER);
}

export function readRecorded(version: string): Recorded {
	return JSON.parse(readFileSync(join(FOLDER, version, 'recorded.json'), 'utf8')) as Recorded;
}

/** Puts the database of a version into the folder of an n8n. */
export function unpackDatabase(version: string, folder: string): void {
	mkdirSync(join(folder, '.n8n'), { recursive: true });
	for (const file of DATABASE) {
		const packed = readFileSync(join(FOLDER, version, `${file}.gz`));
		writeFileSync(join(folder, '.n8n', file), gunzipSync(packed));
	}
}

/** Keeps what a version left in an n8n that has ended. */
export function keep(version: string, recorded: Recorded, folder: string): void {
	mkdirSync(join(FOLDER, version), { recursive: true });
	for (const file of DATABASE) {
		const packed = gzipSync(readFileSync(join(folder, '.n8n', file)), { level: 9 });
		writeFileSync(join(FOLDER, version, `${file}.gz`), packed);
	}
	const text = `${JSON.stringify(recorded, null, '\t')}\n`;
	writeFileSync(join(FOLDER, version, 'recorded.json'), text);
}
