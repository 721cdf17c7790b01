import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';

const ROOT = join(__dirname, '../..');
const EXAMPLES = readdirSync(join(ROOT, 'examples'));
const NOTE = 'n8n-nodes-base.stickyNote';

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe.each(EXAMPLES)('examples/%s', (file) => {
	const { nodes } = JSON.parse(read(`examples/${file}`)) as { nodes: INode[] };

	it('holds no credential', () => {
		expect(nodes.filter((node) => 'credentials' in node)).toEqual([]);
	});

	it('says on the canvas how it works and what to set up', () => {
		const notes = nodes.filter(({ type }) => type === NOTE).map(({ parameters }) => parameters);
		expect(notes.map(({ content }) => String(content)).join('\n')).toMatch(
			/### How it works\n[^#]+\n### Set up\n1\. /,
		);
	});

	it('names every node on its own, and speaks in its note of nodes that are there', () => {
		const names = nodes.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		const note = nodes.find(({ name }) => name === 'About This Workflow')!;
		const how = /### How it works\n([^#]+)/.exec(String(note.parameters.content))![1];
		const spoken = [...how.matchAll(/^- \*\*([^*]+)\*\*/gm)].map(([, name]) => name);
		expect(spoken.filter((name) => !names.includes(name))).toEqual([]);
	});

	it('is run by a test in n8n, and named in docs/examples.md', () => {
		const tests = ['test/e2e', 'test/e2e/hardening'].flatMap((folder) =>
			readdirSync(join(ROOT, folder))
				.filter((name) => name.endsWith('.ts'))
				.map((name) => read(`${folder}/${name}`)),
		);
		expect(tests.some((text) => text.includes(`exampleDraft('${file}'`))).toBe(true);
		expect(read('docs/examples.md')).toContain(`(../examples/${file})`);
	});
});
