import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the examples of the operations stand that were adopted from a collection. */
export const ADOPTED_FILE = join(__dirname, 'adopted.json');

/** An operation that was adopted from a collection: how it is called, and what it is answered. */
export interface AdoptedExample {
	/** `resource.operation` */
	operation: string;
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

/** The examples of what was adopted, in the order of the table. */
export function adoptedExamples(): AdoptedExample[] {
	return JSON.parse(readFileSync(ADOPTED_FILE, 'utf8')) as AdoptedExample[];
}
