import { type Filters, passes } from '../../../nodes/events/filters';

const processed = {
	event: 'meeting.processed',
	data: {
		title: 'Board Meeting',
		locale: 'nl',
		userId: 'u-1',
		team_id: 7,
		files: { filename: 'a.pdf', content: 'x' },
	},
};
const changed = { event: 'meeting.status.changed', data: { title: 'x', status: 'Recording' } };
const created = { event: 'users.created', data: { email: 'a@b.example' } };

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });

/** What the panel gives for several statuses. */
const anyOf = (...values: unknown[]) => ({
	status: values.map((value) => ({ status: byId(value) })),
});

it.each<[typeof processed | typeof changed | typeof created, Filters, boolean]>([
	[processed, {}, true],
	[processed, { status: 'Recording' }, true],
	[changed, { status: ' recording ' }, true],
	[changed, { status: 'Other' }, false],
	[changed, { status: '' }, true],
	[changed, { statuses: anyOf('Other', ' RECORDING') }, true],
	[changed, { statuses: anyOf('Other', 'x') }, false],
	[changed, { statuses: anyOf('') }, true],
	[changed, { statuses: {} }, true],
	[changed, { statuses: anyOf('Other'), status: 'Recording' }, true],
	[processed, { statuses: anyOf('Other') }, true],
	[processed, { userId: byId('u-1 ') }, true],
	[processed, { userId: byId('u-2') }, false],
	[processed, { teamId: byId('7') }, true],
	[processed, { teamId: byId(7) }, true],
	[processed, { dossierId: byId('') }, true],
	[processed, { dossierId: byId('d-1') }, false],
	[created, { userId: byId('u-2') }, true],
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
