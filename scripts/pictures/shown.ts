import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeType } from 'n8n-workflow';

import { ClaritalkApi } from '../../credentials/ClaritalkApi.credentials';
import { ClaritalkServiceAccountOAuth2Api } from '../../credentials/ClaritalkServiceAccountOAuth2Api.credentials';

const ROOT = join(__dirname, '..', '..');

/** Where the pictures are, with what each showed when it was taken. */
export const FOLDER = join(ROOT, 'docs', 'pictures');
export const MANIFEST = join(FOLDER, 'shown.json');

/** n8n's two looks: each picture is taken in both. */
export const LOOKS = ['light', 'dark'] as const;
export type Look = (typeof LOOKS)[number];

const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const trigger = descriptionOf('ClaritalkTrigger');
const node = descriptionOf('Claritalk');

/** What each picture shows, as far as this project decides it. */
const SHOWN = {
	canvas: () => [text('examples/mail-summary-and-report.json'), trigger.displayName],
	dialog: () => [new ClaritalkApi(), new ClaritalkServiceAccountOAuth2Api(), node.credentials],
	trigger: () => [trigger],
	output: () => [node],
	agent: () => [text('examples/agent-about-meetings.json'), node.displayName],
	start: () => ['scripts/start.ts', 'scripts/start/describe.ts', 'test/sandbox/howTo.ts'].map(text),
};

export type PictureName = keyof typeof SHOWN;
export const PICTURES = Object.keys(SHOWN) as PictureName[];

export function pathOf(name: PictureName, look: Look): string {
	return join(FOLDER, `${name}-${look}.png`);
}

/** Changes with anything that a picture shows. */
export function hashOf(name: PictureName): string {
	return createHash('sha256').update(JSON.stringify(SHOWN[name]())).digest('hex').slice(0, 16);
}

/** By its whole path, since beside each node stands its codex, a JSON file of the same name. */
function descriptionOf(name: string): INodeType['description'] {
	const path = join(ROOT, 'nodes', name, `${name}.node.ts`);
	const exported = createRequire(__filename)(path) as Record<string, new () => INodeType>;
	return new exported[name]().description;
}
