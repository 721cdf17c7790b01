import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import MarkdownIt from 'markdown-it';

const ROOT = join(__dirname, '../..');
const PAGES = [
	...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md', 'test/sandbox/README.md'],
	...readdirSync(join(ROOT, 'docs'))
		.filter((name) => name.endsWith('.md'))
		.map((name) => `docs/${name}`),
];

/** The address of a page of this project: its path, if it is not the README, and an anchor. */
const OWN_PAGE =
	/https:\/\/github\.com\/n8n-nodes-claritalk\/n8n-nodes-claritalk(?:\/blob\/main\/([\w./-]+))?(?:#([\w-]+))?/g;

const markdown = new MarkdownIt();

function tokensOf(path: string) {
	return markdown
		.parse(readFileSync(path, 'utf8'), {})
		.flatMap((token) => [token, ...(token.children ?? [])]);
}

/** The anchors that GitHub gives to a page's headings. */
function anchorsOf(path: string): string[] {
	const tokens = tokensOf(path);
	return tokens
		.filter((_, index) => tokens[index - 1]?.type === 'heading_open')
		.map(({ content }) =>
			content
				.toLowerCase()
				.replace(/[^\p{L}\p{N} _-]/gu, '')
				.replace(/ /g, '-'),
		);
}

function linksOf(path: string): string[] {
	const links = tokensOf(path)
		.filter(({ type }) => type === 'link_open' || type === 'image')
		.map((token) => String(token.attrGet('href') ?? token.attrGet('src')));
	const pictures = readFileSync(path, 'utf8').matchAll(/(?:src|srcset)="([^"]+)"/g);
	return [...links, ...[...pictures].map(([, source]) => source)];
}

/** Whether an address from the root leads to a file, and where it has an anchor, to a heading of it. */
function leadsSomewhere(file: string, anchor?: string): boolean {
	return existsSync(file) && (!anchor || anchorsOf(file).includes(anchor));
}

it.each(PAGES)('every link of %s within the project leads somewhere', (page) => {
	const broken = linksOf(join(ROOT, page)).filter((link) => {
		if (/^[a-z]+:/.test(link)) return false;
		const [file, anchor] = decodeURI(link).split('#');
		const target = file ? join(ROOT, dirname(page), file) : join(ROOT, page);
		return !leadsSomewhere(target, anchor);
	});
	expect(broken).toEqual([]);
});

it('every link of what ships to a page of the project leads somewhere', () => {
	const links = ['credentials', 'nodes']
		.flatMap((folder) =>
			readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
				join(ROOT, folder, name),
			),
		)
		.filter((path) => /\.(ts|json)$/.test(path))
		.flatMap((path) => [...readFileSync(path, 'utf8').matchAll(OWN_PAGE)]);
	expect(links.length).toBeGreaterThan(6);
	const broken = links.filter(
		([, page = 'README.md', anchor]) =>
			anchor !== 'readme' && !leadsSomewhere(join(ROOT, page), anchor),
	);
	expect(broken.map(([link]) => link)).toEqual([]);
});

it('every page of docs/ is named by another', () => {
	const named = PAGES.flatMap((page) =>
		linksOf(join(ROOT, page)).map((link) =>
			relative(ROOT, join(ROOT, dirname(page), link.split('#')[0])),
		),
	);
	const pages = PAGES.filter((page) => page.startsWith('docs/'));
	expect(pages.filter((page) => !named.includes(page))).toEqual([]);
});
