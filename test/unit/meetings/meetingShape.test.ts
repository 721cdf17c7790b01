import type { IBinaryData } from 'n8n-workflow';

import { fieldNames, type MeetingShape, shapeMeeting } from '../../../nodes/meetings/meetingShape';
import { hasReport } from '../../../nodes/meetings/report';

const PDF = Buffer.from('%PDF-1.7 report').toString('base64');
const FILES = { filename: 'r.pdf', content: PDF };
/** A row in another spelling and order than it comes out in. */
const ROW = {
	meeting_id: 'm1',
	dossier_id: null,
	workspace: { name: 'W' },
	metadata: { source: 'x' },
	files: FILES,
	created_at: '2026-03-01T10:00:00Z',
	discussion_topics: [],
	summary: { general: { type: 'general', content: 'Agreed.' } },
	todos: [{ text: 'Call' }],
	status: 'Meeting processed',
	name: 'Board',
};

/** The context stores nothing here: what is stored is seen in the integration tests. */
const prepareBinaryData = async (content: unknown, fileName?: string) =>
	({ data: String(content), fileName }) as IBinaryData;
const shaped = async (shape: Partial<MeetingShape>, row: object = ROW) =>
	await shapeMeeting(
		row as never,
		{ simplify: true, report: 'binary', ...shape },
		prepareBinaryData,
	);

it('simplifies under the names and in the order of the contract', async () => {
	const { json, binary } = await shaped({});
	expect(Object.keys(json)).toEqual([
		'title',
		'status',
		'summary',
		'todos',
		'discussionTopics',
		'createdAt',
		'meetingId',
		'dossierId',
		'workspace',
	]);
	expect(json.summary).toBe('Agreed.');
	expect(binary).toEqual({ report: { data: '%PDF-1.7 report', fileName: 'r.pdf' } });
});

it('keeps the whole of what came without Simplify, the report described', async () => {
	const { json, binary } = await shaped({ simplify: false });
	expect(json).toEqual({ ...ROW, files: { filename: 'r.pdf', size: 15 } });
	expect(binary).toHaveProperty('report');
});

it('keeps an array of files, and what could not be read', async () => {
	const files = [FILES, { filename: 'x', content: 'bm8gcGRm' }];
	const { json, binary } = await shaped({}, { ...ROW, files });
	expect(json.files).toEqual([{ filename: 'r.pdf', size: 15 }, files[1]]);
	expect(json.reportError).toBe('The report is not a PDF.');
	expect(Object.keys(binary)).toEqual(['report']);
});

it('names each reason once, of however many files', async () => {
	const { json } = await shaped({}, { ...ROW, files: ['a', 'b', { content: 'bm8gcGRm' }, 'c'] });
	expect(json.reportError).toBe('The report has no content. The report is not a PDF.');
});

describe.each([
	['a list', Array(300_000).fill('a')],
	['a list of files', Array(100_000).fill({ filename: 'x', content: 'YQ==' })],
	['lists in lists', Array(600).fill([[FILES]])],
	['an object', { filename: 'x', ...Array(15_000).fill('a') }],
])('too many parts, as %s', (_, files) => {
	it.each(['binary', 'drop'] as const)(
		'are not looked into where the report is %s',
		async (report) => {
			const begun = performance.now();
			const { json, binary } = await shaped({ report }, { ...ROW, files });
			expect(hasReport({ files } as never)).toBe(false);
			expect(performance.now() - begun).toBeLessThan(500);
			expect(json.reportError).toBe('The report has too many parts.');
			expect(json.files).toEqual(report === 'drop' ? {} : files);
			expect(binary).toEqual({});
		},
	);
});

it.each([
	['one', FILES, ['report']],
	['a list', [FILES, FILES], ['report', 'report_1']],
	['under data', { data: FILES }, ['report']],
	['a list under data', { data: [FILES, FILES], links: {} }, ['report', 'report_1']],
	['under items', { items: { 0: FILES } }, ['report']],
	['by number', { 0: FILES, 1: FILES }, ['report', 'report_1']],
	['by number from 3 on', { 3: FILES }, ['report']],
	['by name', { report: FILES, notes: FILES }, ['report', 'report_1']],
	['one by name', { pdf: FILES }, ['report']],
	['beside a count', { count: 1, pdf: FILES }, ['report']],
	['lists in a list', [[FILES], [FILES]], ['report', 'report_1']],
	['in two envelopes', { result: { data: [FILES] } }, ['report']],
	[
		'many',
		Array(300).fill(FILES),
		['report', ...Array.from({ length: 299 }, (_, at) => `report_${at + 1}`)],
	],
	['spelled otherwise', { fileName: 'r.pdf', Content: PDF }, ['report']],
	['under another name', { filename: 'r.pdf', data: PDF }, ['report']],
	['a level further down', { filename: 'r.pdf', content: { base64: PDF } }, ['report']],
	['a text', PDF, ['report']],
	['texts', [PDF, `data:application/pdf;base64,${PDF}`], ['report', 'report_1']],
])('takes the reports out of files that are %s', async (_, files, names) => {
	for (const simplify of [true, false]) {
		const { json, binary } = await shaped({ simplify }, { ...ROW, files });
		expect(Object.keys(binary)).toEqual(names);
		expect(JSON.stringify(json)).not.toContain(PDF);
		const dropped = await shaped({ simplify, report: 'drop' }, { ...ROW, files });
		expect(JSON.stringify(dropped.json)).not.toContain(PDF);
	}
});

it.each([true, false])('finds the report of JSON:API, with Simplify %j', async (simplify) => {
	const row = { id: 'm1', type: 'meetings', attributes: { title: 'Board', files: FILES } };
	const { json, binary } = await shaped({ simplify }, row);
	expect(binary).toEqual({ report: { data: '%PDF-1.7 report', fileName: 'r.pdf' } });
	expect(JSON.stringify(json)).not.toContain(PDF);
	if (simplify) return;
	const { attributes, ...rest } = row;
	const files = { filename: 'r.pdf', size: 15 };
	expect(json).toEqual({ ...rest, attributes: { ...attributes, files } });
});

it.each([{}, '', false, [], null, [null], [{}]])(
	'says nothing of a report where the files are %j',
	async (files) => {
		for (const report of ['binary', 'drop'] as const) {
			const { json, binary } = await shaped({ report }, { ...ROW, files });
			expect(json).not.toHaveProperty('reportError');
			expect(binary).toEqual({});
		}
	},
);

describe('a summary of several parts', () => {
	const part = (content: string, more: object = {}) => ({ type: 'x', content, ...more });
	it.each<[object, string]>([
		[{ general: part(' Agreed. ') }, 'Agreed.'],
		[
			{ decisions: part('We buy.'), general: part('Agreed.'), nextSteps: part('Call.') },
			'Agreed.\n\nDecisions:\nWe buy.\n\nNext steps:\nCall.',
		],
		[{ general: part(''), risks: part('Rain.') }, 'Rain.'],
		[
			{ general: part('Agreed.'), short: 'Yes.', language: 'nl', score: 3 },
			'Agreed.\n\nShort:\nYes.',
		],
		[
			{ general: part('Agreed.', { title: 'Board' }), actions: [{ text: 'Call' }, 'Mail'] },
			'Agreed.\n\nBoard\n\nActions:\nCall\n\nMail',
		],
	])('%j is a text with all of them', async (summary, text) => {
		const { json } = await shaped({ markdown: true }, { ...ROW, summary });
		expect(json.summary).toBe(text);
		for (const line of text.split('\n').filter(Boolean)) {
			expect(String(json.markdown).replace(/\\/g, '')).toContain(`\n${line}\n`);
		}
	});

	it('stays as it came where it has no general part, and is text in Markdown', async () => {
		const summary = { short: part('Yes.'), long: part('We agreed.') };
		const { json } = await shaped({ markdown: true }, { ...ROW, summary });
		expect(json.summary).toEqual(summary);
		expect(json.markdown).toContain('## Summary\n\nShort:\n\nYes.\n\nLong:\n\nWe agreed.\n');
	});
});

it.each([
	['base64', FILES],
	['drop', { filename: 'r.pdf', size: 15 }],
] as const)('leaves the report where it is %s', async (report, files) => {
	const { json, binary } = await shaped({ report });
	expect(json.files).toEqual(files);
	expect(binary).toEqual({});
});

describe('fields', () => {
	it.each([
		[['title', 'meetingId'], true, ['title', 'meetingId']],
		[['meeting_id', 'TITLE', 'nothing'], true, ['title', 'meetingId']],
		[['workspace'], true, ['workspace']],
		[['meetingId', 'name'], false, ['meeting_id', 'name']],
		[['title', 'discussionTopics'], false, ['discussion_topics', 'name']],
		[['nothing'], true, []],
	])('%j of a meeting with Simplify %j are %j', async (fields, simplify, kept) => {
		expect(Object.keys((await shaped({ fields, simplify })).json)).toEqual(kept);
	});

	it.each([
		[['title', 'meetingId'], { id: 'm1', attributes: { name: 'Board' } }],
		[['name'], { attributes: { name: 'Board' } }],
		[['status', 'attributes'], { attributes: { name: 'Board', status: 'x', secret: 's' } }],
		[['type'], { type: 'meetings' }],
	])('%j of a row in JSON:API without Simplify stay where they are', async (fields, kept) => {
		const attributes = { name: 'Board', status: 'x', secret: 's' };
		const row = { id: 'm1', type: 'meetings', attributes };
		expect((await shaped({ fields, simplify: false }, row)).json).toEqual(kept);
	});

	it('leave what was asked for beside them', async () => {
		const { json, binary } = await shaped({ fields: ['title'], markdown: true });
		expect(Object.keys(json)).toEqual(['title', 'markdown']);
		expect(json.markdown).toContain('Agreed.');
		expect(binary).toHaveProperty('report');
	});

	it.each([
		[undefined, []],
		['title, status', ['title', 'status']],
		[
			['title', 'status,summary '],
			['title', 'status', 'summary'],
		],
		[
			[['title'], null, 'status'],
			['title', 'status'],
		],
		['["title", "status"]', ['title', 'status']],
		['title;status\nlocale', ['title', 'status', 'locale']],
	])('are read from %j as %j', (given, names) => {
		expect(fieldNames(given)).toEqual(names);
	});

	it.each([[null], [''], [[]], [[[]]], [' ,'], [['', ' ']], [[null]], ['[]']])(
		'are refused as %j, since nothing says what to keep',
		(given) => {
			expect(() => fieldNames(given)).toThrow('Fields to Keep is empty');
		},
	);

	it.each([[5], [true], [{ title: true }], [['title', 1]]])(
		'are refused as %j, since all would be kept',
		(given) => {
			expect(() => fieldNames(given)).toThrow('Fields to Keep is not a list of names');
		},
	);
});

it('changes nothing of what it is given', async () => {
	const row = structuredClone(ROW);
	await shaped({ fields: ['title'], simplify: false }, row);
	await shaped({}, row);
	expect(row).toEqual(ROW);
});
