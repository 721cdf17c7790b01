import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Spellings } from './spelling';

/** An operation that was adopted from a collection: how it is called, and what it is answered. */
export interface AdoptedExample {
	/** `resource.operation` */
	operation: string;
	method: string;
	/** Each parameter as `{}`. */
	path: string;
	/** Whether it counts among the uploads for the rate limit. */
	isUpload: boolean;
	/** Whether only a service account may call it. */
	isServiceAccountOnly: boolean;
	/** The IDs of its path, by the node's names. */
	ids: Record<string, string>;
	/** By the API's names. */
	query: Record<string, unknown>;
	/** By the API's names; a list where the whole body is one. */
	body?: unknown;
	/** The fields of a form that hold files. */
	files: string[];
	answer: { status: number; body?: unknown };
	/** One item that the node makes of the answer; undefined where nothing is known of it. */
	output?: Record<string, unknown>;
	/** The hash of its file as it was made: one that differs was changed by hand. */
	made: string;
}

/** What the stand-in and its tests take from a collection. Adoption writes it, from the collection alone. */
export interface AdoptedParts {
	/** Of the calls that it had before. */
	spellings: Spellings;
	/** Of the others, in the order of the table. */
	examples: AdoptedExample[];
}

/** For tests of the guesses themselves. */
export const AS_GUESSED: AdoptedParts = { spellings: {}, examples: [] };

/** What was adopted. */
export function adoptedParts(): AdoptedParts {
	return JSON.parse(readFileSync(join(__dirname, 'adopted.json'), 'utf8')) as AdoptedParts;
}
