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

it.each(PAGES)('every link of %s within the project leads somewhere', (page) => {
	const broken = linksOf(join(ROOT, page)).filter((link) => {
		if (/^[a-z]+:/.test(link)) return false;
		const [file, anchor] = decodeURI(link).split('#');
		const target = file ? join(ROOT, dirname(page), file) : join(ROOT, page);
		return !existsSync(target) || (anchor && !anchorsOf(target).includes(anchor));
	});
	expect(broken).toEqual([]);
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
