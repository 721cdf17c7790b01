/** What meetings come out as: Simplify, Meeting Output, and to-dos as items. */
import type { INodeParameters } from 'n8n-workflow';

import { byId, failureOf, useClaritalk } from '../harness/claritalk';
import type { ExecuteSetup, Harness } from '../harness/harness';
import { type Sandbox, SHAPES } from '../sandbox';
import { reportFileOf } from '../sandbox/pdf';

let sandbox: Sandbox;
let n8n: Harness;

const run = async (parameters: object, setup: Omit<ExecuteSetup, 'parameters'> = {}) =>
	(
		await n8n.execute('claritalk', {
			...setup,
			parameters: { resource: 'meeting', ...parameters } as INodeParameters,
		})
	)[0];

/** The order of the contract, and nothing else: the sandbox gives no more. */
const SIMPLE = [
	'title',
	'status',
	'summary',
	'todos',
	'themes',
	'discussionTopics',
	'createdAt',
	'updatedAt',
	'locale',
	'summaryQualityFlag',
	'meetingId',
	'userId',
	'teamId',
	'dossierId',
];

describe.each(SHAPES)('in the %s shape', (shape) => {
	useClaritalk((world) => ({ sandbox, n8n } = world), { shape });

	const first = () => sandbox.store.meetings[0];
	const operations = () =>
		[
			{ operation: 'get', meetingId: byId(first().meetingId) },
			{ operation: 'getMany', limit: 1 },
			{ operation: 'waitUntilProcessed', meetingId: byId(first().meetingId) },
		] as const;
	const withReport = async () => {
		const file = await reportFileOf(first());
		first().files = file;
		return Buffer.from(file.content, 'base64');
	};

	it('simplified, a meeting has the fields and the order of the contract in each operation', async () => {
		const created = { operation: 'create', title: 'Overleg' };
		for (const parameters of [...operations(), created]) {
			const [{ json }] = await run(parameters);
			expect(Object.keys(json)).toEqual(SIMPLE);
		}
	});

	it('the fields to keep are all that is given, and Markdown where it is asked for', async () => {
		for (const parameters of operations()) {
			const [kept] = await run({
				...parameters,
				meetingOutput: { fields: ['title', 'meetingId'] },
			});
			expect(kept.json).toEqual({ title: first().title, meetingId: first().meetingId });
			const meetingOutput = { fields: 'title', markdown: true };
			const [{ json }] = await run({ ...parameters, meetingOutput });
			expect(Object.keys(json)).toEqual(['title', 'markdown']);
			expect(json.markdown).toMatch(/^# .+\n\n2026-01-05 09:00.*\n\n## Summary\n/);
		}
	});

	it('the fields to keep may come from an expression, per item', async () => {
		const items = await run(
			{
				...operations()[0],
				meetingOutput: { fields: '={{ $json.keep }}', markdown: '={{ $json.text }}' },
			},
			{ items: [{ keep: ['title'] }, { keep: 'status, title', text: true }] },
		);
		expect(items.map(({ json }) => Object.keys(json))).toEqual([
			['title'],
			['title', 'status', 'markdown'],
		]);
	});

	it('the report is a file where the answer holds one', async () => {
		const pdf = await withReport();
		for (const parameters of operations()) {
			const [{ json, binary }] = await run({ ...parameters, meetingOutput: { report: true } });
			expect((await n8n.readBinary(binary!.report)).equals(pdf)).toBe(true);
			expect(binary!.report).toMatchObject({
				fileName: first().files!.filename,
				mimeType: 'application/pdf',
			});
			expect(JSON.stringify(json)).not.toContain(first().files!.content.slice(0, 40));
			expect('files' in json).toBe(shape === 'contrary');
		}
	});

	it('the report stays in the answer where nobody asks for it, and may be missing', async () => {
		const [none] = await run({ ...operations()[0], meetingOutput: { report: true } });
		expect(none).not.toHaveProperty('binary');
		expect(none.json).not.toHaveProperty('reportError');
		await withReport();
		const [asItCame] = await run(operations()[0]);
		expect(asItCame).not.toHaveProperty('binary');
		expect([asItCame.json.files].flat()).toEqual([first().files]);
	});

	it('a switch that is neither on nor off is refused by its name, before anything is sent', async () => {
		for (const [name, label] of [
			['markdown', 'Markdown'],
			['report', 'Report'],
		]) {
			const meetingOutput = { [name]: '={{ "perhaps" }}' };
			const error = await failureOf(run({ ...operations()[0], meetingOutput }));
			expect(error.message).toBe(`${label}: "perhaps" is neither on nor off`);
		}
		expect(sandbox.requests).toHaveLength(0);
	});

	it.each([[[]], [[[]]]])('fields to keep that were left as %j keep all', async (fields) => {
		const [{ json }] = await run({ ...operations()[0], meetingOutput: { fields } });
		expect(Object.keys(json)).toEqual(SIMPLE);
	});

	it('fields to keep that an expression does not give are refused, before anything is sent', async () => {
		const empty = ['={{ [] }}', ['={{ [] }}'], '={{ [[], ""] }}'];
		for (const fields of ['={{ $json.nothing }}', ['={{ $json.nothing }}'], '', ...empty]) {
			const error = await failureOf(run({ ...operations()[0], meetingOutput: { fields } }));
			expect(error.message).toBe('Fields to Keep is empty');
			expect(error.description).toContain('check that the input item has the field it reads');
		}
		expect(sandbox.requests).toHaveLength(0);
	});

	describe('to-dos', () => {
		const getTodos = async (ids: string[]) =>
			await run(
				{ operation: 'getTodos', meetingId: byId('={{ $json.id }}') },
				{ items: ids.map((id) => ({ id })) },
			);

		it('are an item each, linked to the item of their meeting', async () => {
			const [one, other] = sandbox.store.meetings;
			other.todos = [];
			const last = sandbox.store.meetings[2];
			const items = await getTodos([one, other, last].map(({ meetingId }) => meetingId));
			expect(items).toEqual(
				[one, last].flatMap(({ meetingId, title, todos }, at) =>
					todos.map((todo, index) => ({
						json: { meetingId, meetingTitle: title, index, text: todo.text, todo },
						pairedItem: { item: at * 2 },
					})),
				),
			);
		});
	});
});
