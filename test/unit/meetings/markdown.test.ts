/**
 * A meeting as Markdown: whatever its fields hold, renderers with everything on make of it the template's own elements
 * with the fields' text in them, and nothing else.
 */
import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import showdown from 'showdown';

import { meetingMarkdown } from '../../../nodes/meetings/markdown';

const markdownIt = new MarkdownIt({ html: true, linkify: true });
let remarkAll: (markdown: string) => string;
beforeAll(async () => {
	const { remark } = await import('remark');
	const gfm = (await import('remark-gfm')).default;
	const html = (await import('remark-html')).default;
	const processor = remark().use(gfm).use(html, { sanitize: false });
	remarkAll = (markdown) => String(processor.processSync(markdown));
});
/** The IDs of headings are its own. */
const showdownWith = (options: showdown.ConverterOptions) => {
	const converter = new showdown.Converter(options);
	return (markdown: string) => converter.makeHtml(markdown).replace(/ id="[\w-]*"/g, '');
};
/** What n8n's Markdown node can turn on. */
const SHOWDOWN_OPTIONS: showdown.ConverterOptions = {
	customizedHeaderId: true,
	emoji: true,
	ghMentions: true,
	simpleLineBreaks: true,
	simplifiedAutoLink: true,
	smartIndentationFix: true,
	strikethrough: true,
	tables: true,
	tasklists: true,
	underline: true,
};
const RENDERERS: Array<[string, (markdown: string) => string]> = [
	['markdown-it', (markdown) => markdownIt.render(markdown)],
	['marked', (markdown) => marked.parse(markdown, { async: false, gfm: true })],
	['remark', (markdown) => remarkAll(markdown)],
	["showdown as in n8n's Markdown node", showdownWith({})],
	['showdown with everything on', showdownWith(SHOWDOWN_OPTIONS)],
];

/** Whatever means something to a renderer, alone or before what may follow. */
const PIECES = [
	...'<>[]()!#*_~|`&;:/\\-+=.@^${}"\'%?,aB1é名😀',
	...[
		'1.',
		'1)',
		'- ',
		'\n',
		'\r\n',
		'\t',
		'  ',
		'\n\n',
		'    ',
		'\\\n',
		'\u00a0',
		'\u200b',
		'\u2028',
	],
	...['www.', 'WWW.', 'http://', 'HTTPS://', 'ftp://', 'mailto:', 'xmpp:', 'javascript:', '//'],
	...[
		'localhost',
		'example.com',
		'a@b.com',
		'127.0.0.1',
		'&lt;',
		'&#60;',
		'&#x3c;',
		'&copy',
		'&amp;',
	],
	...['<b>', '</b>', '<script>', '<!--', '-->', '<?', ']]>', '<http://a.b>', '<a@b.c>'],
	...[
		'---',
		'===',
		'***',
		'```',
		'~~~',
		'[x]: ',
		'[x]',
		'![a](b)',
		'[^1]',
		'[^1]: ',
		'[ ] ',
		'~~x~~',
	],
	...['1234567890. ', '¨', '¨NBSP;', '¨K1K', '¨E62E', '...', ':smile:', '@user', '{#id}', '{id}'],
	...[
		'*[x]: y',
		'=====',
		'«««',
		'__x__',
		'<img src=x onerror=y>',
		'\\<',
		'\\>',
		'\\&',
		'x.y@z.com',
	],
	...['|-|', '|a|b|', ':-', ':--', '|:-:|', '# ', '> '],
];
const anyText = fc.oneof(
	fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => pieces.join('')),
	fc.string({ unit: 'binary', maxLength: 20 }),
	fc.string({ unit: 'grapheme', maxLength: 20 }),
);
const anyMeeting = fc.record({
	title: anyText,
	createdAt: anyText,
	summary: anyText,
	discussionTopics: fc.array(fc.record({ title: anyText, content: anyText }), { maxLength: 3 }),
	todos: fc.array(anyText, { maxLength: 3 }),
});
type AnyMeeting = typeof anyMeeting extends fc.Arbitrary<infer Meeting> ? Meeting : never;

/** As it is seen: a word joiner is not. */
const onOneLine = (text: string) =>
	text
		.replace(/\u2060/g, '')
		.replace(/[\s\p{Cc}]+/gu, ' ')
		.trim();
const linesOf = (text: string) => text.split(/[\n\v\f\r\u0085\u2028\u2029]/);

/** The tags of the template and the texts between them, as a renderer must give them. */
function expected({ title, createdAt, summary, discussionTopics, todos }: AnyMeeting): string[] {
	const element = (tag: string, ...content: string[]) => [`<${tag}>`, ...content, `</${tag}>`];
	const filled = (texts: string[]) => texts.map(onOneLine).filter(Boolean);
	const section = (heading: string, texts: string[], content: (texts: string[]) => string[]) =>
		texts.length > 0 ? [...element('h2', heading), ...content(texts)] : [];
	const paragraphs = (texts: string[]) => texts.flatMap((text) => element('p', text));
	const list = (texts: string[]) => element('ul', ...texts.flatMap((text) => element('li', text)));
	const topics = discussionTopics.map((topic) =>
		[topic.title.trim(), topic.content.trim()].filter(Boolean).join(': '),
	);
	return [
		...element('h1', onOneLine(title) || 'Meeting'),
		...paragraphs(filled([createdAt])),
		...section('Summary', filled(linesOf(summary)), paragraphs),
		...section('Topics', filled(topics), list),
		...section('To-dos', filled(todos), list),
	];
}

const CHARACTERS: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', nbsp: ' ' };

/** The character that an entity stands for. */
function character(entity: string, name: string): string {
	const [, hex, decimal] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(name) ?? [];
	if (hex) return String.fromCodePoint(parseInt(hex, 16));
	return decimal ? String.fromCodePoint(Number(decimal)) : (CHARACTERS[name] ?? entity);
}

/** The tags of a page and the texts between them: a "<" that is none of a tag is written as an entity. */
function rendered(html: string): string[] {
	return html
		.split(/(<[^>]*>)/)
		.map((part) =>
			part.startsWith('<') ? part : onOneLine(part.replace(/&([^;\s]+);/g, character)),
		)
		.filter(Boolean);
}

const NOTES = {
	title: 'Jaarrekening_2026 *ontwerp*',
	createdAt: '2026-03-01 10:00:00',
	summary: {
		general: { type: 'general', content: 'Omzet < budget.\n\n- Zie www.kantoor.example' },
	},
	discussionTopics: [{ title: 'Btw', content: 'Regeling\n# 2' }, 'Varia'],
	todos: [{ text: 'Mail an@kantoor.example', assignee: 'An' }, '1. Bellen'],
};

it('has title, date, summary, topics and to-dos', () => {
	expect(meetingMarkdown(NOTES)).toBe(
		[
			'# Jaarrekening\\_2026 \\*ontwerp\\*',
			'2026-03-01 10:00',
			'## Summary',
			'Omzet &lt; budget.',
			'\\- Zie www\u2060\\.kantoor\\.example',
			'## Topics',
			'- Btw: Regeling &#35; 2\n- Varia',
			'## To-dos',
			'- Mail an@\u2060kantoor\\.example\n- 1\\. Bellen\n',
		].join('\n\n'),
	);
});

it.each([
	['a simplified meeting', { title: 'A', summary: 'B', createdAt: '2026-03-01T10:00:00.000000Z' }],
	['rows in snake_case', { name: 'A', summary: 'B', created_at: '2026-03-01T10:00:00Z' }],
])('is the same of %s', (_, meeting) => {
	expect(meetingMarkdown(meeting)).toBe('# A\n\n2026-03-01 10:00 UTC\n\n## Summary\n\nB\n');
});

it.each([{}, { title: null, summary: {}, todos: null, discussionTopics: 'x'.slice(1) }])(
	'is a title where there is nothing else: %j',
	(meeting) => {
		expect(meetingMarkdown(meeting)).toBe('# Meeting\n');
	},
);

describe.each(RENDERERS)('rendered by %s', (_, render) => {
	it('is the template with the text of the fields, whatever they hold', () => {
		fc.assert(
			fc.property(anyMeeting, (meeting) => {
				expect(rendered(render(meetingMarkdown(meeting)))).toEqual(expected(meeting));
			}),
			{ numRuns: 2_000 },
		);
	}, 60_000);
});
