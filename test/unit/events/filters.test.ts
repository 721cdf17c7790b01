import { type Filters, passes } from '../../../nodes/events/filters';

const processed = {
	event: 'meeting.processed',
	data: { title: 'Board Meeting', locale: 'nl', files: { filename: 'a.pdf', content: 'x' } },
};
const changed = { event: 'meeting.status.changed', data: { title: 'x', status: 'Recording' } };
const created = { event: 'users.created', data: { email: 'a@b.example' } };

it.each<[typeof processed | typeof changed | typeof created, Filters, boolean]>([
	[processed, {}, true],
	[processed, { status: 'Recording' }, true],
	[changed, { status: ' recording ' }, true],
	[changed, { status: 'Other' }, false],
	[changed, { status: '' }, true],
	[processed, { locale: 'NL' }, true],
	[processed, { locale: 'fr' }, false],
	[changed, { locale: 'fr' }, false],
	[processed, { titleContains: 'board' }, true],
	[processed, { titleContains: 'audit' }, false],
	[processed, { onlyWithReport: true }, true],
	[
		{ ...processed, data: { ...processed.data, files: {} as never } },
		{ onlyWithReport: true },
		false,
	],
	[{ ...processed, data: { title: 'x' } as never }, { onlyWithReport: true }, false],
	[{ ...processed, data: { title: 'x' } as never }, { onlyWithReport: false }, true],
	[changed, { onlyWithReport: true }, true],
	[created, { titleContains: 'x', locale: 'nl', status: 'y', onlyWithReport: true }, true],
])('%j through %j: %s', (envelope, filters, expected) => {
	expect(passes(envelope, filters)).toBe(expected);
});
