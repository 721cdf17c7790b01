import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

export const ROOT = join(__dirname, '../../..');

const FOLDER = '.github/workflows';

/** A step of a job, as far as it is read here. */
export interface Step {
	run?: string;
	uses?: string;
	/** An expression of GitHub's: what it comes to is for the reader to know. */
	if?: string;
}

/** The workflows of GitHub, by their paths in the project. */
export function workflowFiles(): string[] {
	return readdirSync(join(ROOT, FOLDER)).map((name) => `${FOLDER}/${name}`);
}

/** The steps of all jobs of a workflow, in order. */
export function stepsOf(path: string): Step[] {
	const { jobs } = parse(readFileSync(join(ROOT, path), 'utf8')) as {
		jobs: Record<string, { steps: Step[] }>;
	};
	return Object.values(jobs).flatMap(({ steps }) => steps);
}
