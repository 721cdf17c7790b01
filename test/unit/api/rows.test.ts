import type { IDataObject } from 'n8n-workflow';

import { keepNamed, relatedIds, rowId, withField, withRow } from '../../../nodes/api/rows';

it.each([
	[{ meetingId: 'a', meeting_id: 'b', id: 1 }, 'a'],
	[{ meeting_id: null, id: 7 }, '7'],
	[{ uuid: 'u' }, 'u'],
	[{ Meeting_ID: 'm', user_id: 'u' }, 'm'],
	[{ title: 'no id' }, undefined],
])('rowId of %j is %j', (row, id) => expect(rowId(row, 'meeting')).toBe(id));

describe('relatedIds', () => {
	const isNumber = (text: string) => /^\d+$/.test(text);

	it.each<[string, IDataObject[], string[] | undefined]>([
		[
			'the IDs',
			[
				{ team_id: ' 7 ' },
				{ team: '7' },
				{ team: [{ id: 7 }, 'Audit'] },
				{ attributes: { teamId: 7 } },
			],
			['7'],
		],
		['an ID of another form', [{ team_id: 'abc' }, { team: { id: 'abc' } }], ['abc']],
		['none where it says so', [{ team_id: null }, { team: '' }], []],
		[
			'nothing where it does not say',
			[{}, { team: 'Audit' }, { team: { name: 'Audit' } }, { team_id: true }],
			undefined,
		],
	])('gives %s', (_, rows, ids) =>
		expect(rows.map((row) => relatedIds(row, 'meeting', 'team', isNumber))).toEqual(
			rows.map(() => ids),
		),
	);
});

describe('keepNamed', () => {
	it.each<[string[], IDataObject, IDataObject]>([
		[['title', 'room'], { name: 'Board', Room: 1, locale: 'nl' }, { name: 'Board', Room: 1 }],
		[
			['meetingId', 'title'],
			{ id: 1, attributes: { name: 'Board', locale: 'nl' } },
			{ id: 1, attributes: { name: 'Board' } },
		],
		[['meetingId'], { id: 1, attributes: { locale: 'nl' } }, { id: 1 }],
		[
			['attributes', 'title'],
			{ id: 1, attributes: { name: 'Board', locale: 'nl' } },
			{ attributes: { name: 'Board', locale: 'nl' } },
		],
	])('keeps %j of %j', (names, row, kept) =>
		expect(keepNamed(row, 'meeting', names)).toEqual(kept),
	);
});

describe('withField', () => {
	it.each<[IDataObject, IDataObject]>([
		[
			{ id: 1, status: 'Recording' },
			{ id: 1, status: 'Processed' },
		],
		[
			{ id: 1, meeting_status: 'Recording' },
			{ id: 1, meeting_status: 'Processed' },
		],
		[{ id: 1 }, { id: 1, status: 'Processed' }],
		[
			{ id: 1, attributes: { state: 'Recording', title: 'Board' } },
			{ id: 1, attributes: { state: 'Processed', title: 'Board' } },
		],
		[
			{ status: 'Recording', attributes: { title: 'Board' } },
			{ status: 'Processed', attributes: { title: 'Board' } },
		],
	])('makes of %j %j', (row, changed) =>
		expect(withField(row, 'meeting', 'status', 'Processed')).toEqual(changed),
	);
});

describe('withRow', () => {
	const row = { id: 1, name: 'Old', status: 'Recording', room: 'A', floor: 2 };

	it.each<[IDataObject, IDataObject]>([
		[
			{ title: 'Board', meeting_status: 'Processed', Room: 'B' },
			{ title: 'Board', meeting_status: 'Processed', Room: 'B', id: 1, floor: 2 },
		],
		[
			{ uuid: 'u', attributes: { subject: 'Board', state: 'Processed', room: 'B' } },
			{ uuid: 'u', attributes: { subject: 'Board', state: 'Processed', room: 'B' }, floor: 2 },
		],
	])('adds to %j only what it lacks', (answer, whole) => {
		expect(withRow(answer, row, 'meeting')).toEqual(whole);
		const { id, ...attributes } = row;
		expect(withRow(answer, { id, attributes }, 'meeting')).toEqual(whole);
	});
});
