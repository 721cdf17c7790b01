import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../api/json';
import { readField, readText } from '../api/rows';
import { table } from '../api/table';
import { summaryText } from './summary';
import { textOf } from './text';
import { membersOf } from './todos';

const { headings, bodies } = table.texts;

/** The API's times, to the minute and with their zone where they have one. */
const TIME = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})[\d:.]*(Z?)$/;

/**
 * A meeting as Markdown that can be sent: title, date, summary, topics and to-dos, as far as they are there. What the fields
 * hold stays text in every renderer (CommonMark, with or without GitHub's and linkifying extensions): none of it becomes a
 * link, a heading, a table, HTML or any other markup. Each of their lines is a paragraph, since a line could change the
 * meaning of the one before.
 *
 * @param meeting as the API gives it, or simplified
 */
export function meetingMarkdown(meeting: IDataObject): string {
	const summary = summaryText(readField(meeting, 'meeting', 'summary'));
	const blocks = [
		`# ${inline(readText(meeting, 'meeting', 'title')) || 'Meeting'}`,
		inline(dateOf(meeting)),
		...section('Summary', summary.split(LINE_ENDS).map(inline)),
		...section('Topics', list(membersOf(meeting, 'discussionTopics').map(topicText))),
		...section('To-dos', list(membersOf(meeting, 'todos').map((todo) => textOf(todo)))),
	];
	return `${blocks.filter(Boolean).join('\n\n')}\n`;
}

const LINE_ENDS = /[\n\v\f\r\u0085\u2028\u2029]+/;

function section(heading: string, blocks: string[]): string[] {
	const filled = blocks.filter(Boolean);
	return filled.length > 0 ? [`## ${heading}`, ...filled] : [];
}

function list(texts: string[]): string[] {
	return [
		texts
			.map(inline)
			.filter(Boolean)
			.map((text) => `- ${text}`)
			.join('\n'),
	];
}

function topicText(topic: unknown): string {
	if (!isObject(topic)) return textOf(topic);
	const first = (names: readonly string[]) =>
		names.map((name) => textOf(topic[name])).find(Boolean);
	return [first(headings), first(bodies)].filter(Boolean).join(': ') || textOf(topic);
}

function dateOf(meeting: IDataObject): string {
	const given = textOf(readField(meeting, 'meeting', 'createdAt'));
	return given.replace(TIME, (_, day: string, time: string, zone: string) =>
		[day, time, zone && 'UTC'].filter(Boolean).join(' '),
	);
}

/** Marks that showdown, which n8n's Markdown node renders with, does not take a backslash before, or looks for all the same. */
const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'#': '&#35;',
	'{': '&#123;',
};

/** Not seen, and no part of an address: remark looks for addresses when escapes and entities are characters again. */
const WORD_JOINER = '\u2060';

/** A text on one line, with whatever Markdown could take for markup escaped. */
function inline(text: string): string {
	const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
	return (
		line
			.replace(/[\\`*_[\]|~#<>{]|&(?=[#\w])/g, (mark) => ENTITIES[mark] ?? `\\${mark}`)
			// What only looks like an address is made a link by many renderers, and `:name:` a picture.
			.replace(/(?<=www)(?=\.)|(?<=@)(?=\S)|(?<=\/)(?=\/)/gi, WORD_JOINER)
			.replace(/(?<=\S)\.(?=\S)|(?<!\d):(?=\S)|:(?=[^\s\d])/g, '\\$&')
			// A list, a rule, or the line below a table's head.
			.replace(/^[-+:]/, '\\$&')
			.replace(/^(\d+)([.)])/, '$1\\$2')
	);
}
