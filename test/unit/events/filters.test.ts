import type { IDataObject } from 'n8n-workflow';

import type { Envelope } from '../../../nodes/events/envelope';
import { type Filters, passes } from '../../../nodes/events/filters';

const PDF = Buffer.from('%PDF-1.4').toString('base64');
const UUID = '0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c';
const OTHER_UUID = '1d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c';

const processed = {
	event: 'meeting.processed',
	data: {
		title: 'Board Meeting',
		locale: 'nl',
		userId: 'u-1',
		team_id: 7,
		files: { filename: 'a.pdf', content: PDF },
	},
};
const changed = { event: 'meeting.status.changed', data: { title: 'x', status: 'Recording' } };
const created = { event: 'users.created', data: { email: 'a@b.example' } };

const about = (data: IDataObject) => ({ ...processed, data: { ...processed.data, ...data } });

const byId = (value: unknown) => ({ __rl: true, mode: 'id', value });

/** What the panel gives for several statuses. */
const anyOf = (...values: unknown[]) => ({
	status: values.map((value) => ({ status: byId(value) })),
});

it.each<[Envelope, Filters, boolean | undefined]>([
	[processed, {}, true],
	[processed, { status: 'Recording' }, true],
	[changed, { status: ' recording ' }, true],
	[changed, { status: 'Other' }, false],
	[changed, { status: '' }, true],
	[changed, { statuses: anyOf('Other', ' RECORDING') }, true],
	[changed, { statuses: anyOf('Other', 'x') }, false],
	[changed, { statuses: anyOf('Re\u200bcording') }, true],
	[
		{ ...changed, data: { status: 'Re\u0301union\u00a0traite\u0301e' } },
		{ statuses: anyOf('R\u00e9union trait\u00e9e') },
		true,
	],
	[changed, { statuses: anyOf('') }, true],
	[changed, { statuses: {} }, true],
	[changed, { statuses: anyOf('Other'), status: 'Recording' }, true],
	[processed, { statuses: anyOf('Other') }, true],
	[processed, { userId: byId('u-1 ') }, true],
	[processed, { userId: byId('u-2') }, false],
	[processed, { teamId: byId('7') }, true],
	[processed, { teamId: byId(7) }, true],
	[processed, { dossierId: byId('') }, true],
	[processed, { teamId: byId('8') }, false],
	[processed, { dossierId: byId('d-1') }, undefined],
	[processed, { dossierId: byId('d-1'), teamId: byId('8') }, false],
	[processed, { dossierId: byId('d-1'), locale: 'fr' }, false],
	[about({ userId: undefined, user: { id: 'U-1' } }), { userId: byId('u-1') }, true],
	[about({ userId: null }), { userId: byId('u-1') }, false],
	[{ ...processed, data: { title: 'x' } }, { userId: byId('u-1') }, undefined],
	[about({ userId: { name: 'An' } }), { userId: byId('u-1') }, undefined],
	[about({ userId: { name: 'An' } }), { userId: byId('u-1'), teamId: byId('8') }, false],
	[processed, { userId: byId('\u200bu-1\u2060') }, true],
	[about({ userId: '\ufeffu-\u200b1' }), { userId: byId('u-1') }, true],
	[processed, { userId: byId('u-2, u-1') }, true],
	[processed, { userId: byId('"u-1"') }, true],
	[about({ team_id: undefined, team: 'Audit' }), { teamId: byId(UUID) }, undefined],
	[about({ team_id: undefined, team: 'Audit 7' }), { teamId: byId('7') }, undefined],
	[about({ team_id: undefined, team: ['Audit'] }), { teamId: byId('7') }, undefined],
	[about({ team_id: undefined, team: '8' }), { teamId: byId('7') }, false],
	[about({ team_id: undefined, team: '12' }), { teamId: byId('7') }, false],
	[about({ team_id: undefined, team: '7th' }), { teamId: byId('7') }, undefined],
	[about({ team_id: undefined, team: 'Audit' }), { teamId: byId('ab1') }, undefined],
	[processed, { userId: byId('""') }, true],
	[about({ title: 'Board 7' }), { titleContains: 7 }, true],
	[about({ title: 'Board 8' }), { titleContains: 7 }, false],
	[about({ team_id: undefined, team: UUID.toUpperCase() }), { teamId: byId(UUID) }, true],
	[about({ team_id: undefined, team: OTHER_UUID }), { teamId: byId(UUID) }, false],
	[about({ team_id: OTHER_UUID, team: 'Audit' }), { teamId: byId(UUID) }, false],
	[about({ team_id: UUID, team: 'Audit' }), { teamId: byId(UUID) }, true],
	[about({ team_id: undefined, team: { id: 7, name: 'Audit' } }), { teamId: byId('7') }, true],
	[about({ team_id: undefined, team: { uuid: 'x' } }), { teamId: byId('7') }, false],
	[about({ team_id: { id: 7 } }), { teamId: byId('7') }, true],
	[about({ team_id: undefined, team: [{ id: 6 }, { team_id: 7 }] }), { teamId: byId('7') }, true],
	[about({ team_id: undefined, team: { name: 'Audit' } }), { teamId: byId('7') }, undefined],
	[about({ team_id: null }), { teamId: byId('7') }, false],
	[about({ team_id: null, team: { id: 7 } }), { teamId: byId('7') }, true],
	[about({ dossier: { dossierId: 'd-1' } }), { dossierId: byId('d-1') }, true],
	[about({ dossier: { id: 'd-2' } }), { dossierId: byId('d-1') }, false],
	[about({ dossier: null }), { dossierId: byId('d-1') }, false],
	[{ ...processed, data: { attributes: { dossier_id: 'd-1' } } }, { dossierId: 'd-1' }, true],
	[created, { userId: byId('u-2') }, true],
	[processed, { locale: 'NL' }, true],
	[processed, { locale: 'fr' }, false],
	[processed, { locale: 'fr, nl' }, true],
	[processed, { locale: ['fr', 'nl'] }, true],
	[processed, { locale: '["fr", "de"]' }, false],
	[processed, { locale: 'n' }, false],
	[processed, { locale: 'nl-BE' }, false],
	[about({ locale: 'nl-BE' }), { locale: 'nl' }, true],
	[about({ locale: 'nl_BE' }), { locale: 'NL-be' }, true],
	[about({ locale: 'nld' }), { locale: 'nl' }, false],
	[changed, { locale: 'fr' }, false],
	[processed, { titleContains: 'board' }, true],
	[processed, { titleContains: 'audit' }, false],
	[about({ title: 'Re\u0301union' }), { titleContains: 'r\u00e9union' }, true],
	[about({ title: 'Jaar\u00a0rekening' }), { titleContains: 'jaar rekening' }, true],
	[about({ title: 'Jaar \t rekening' }), { titleContains: 'Jaar\u202frekening' }, true],
	[about({ title: 'Jaar\u200brekening' }), { titleContains: 'jaarrekening' }, true],
	[processed, { onlyWithReport: true }, true],
	[about({ files: {} }), { onlyWithReport: true }, false],
	...['', ' \n', 'x', 'bm8gcGRm', '%PDF-1.4', { data: 'x' }, null].map(
		(content): [Envelope, Filters, boolean] => [
			about({ files: { filename: 'a.pdf', content } }),
			{ onlyWithReport: true },
			false,
		],
	),
	[about({ files: [{ content: '' }, { pdf: PDF }] }), { onlyWithReport: true }, true],
	[
		{ ...processed, data: { attributes: { files: { content: PDF } } } },
		{ onlyWithReport: true },
		true,
	],
	[{ ...processed, data: { title: 'x' } }, { onlyWithReport: true }, false],
	[{ ...processed, data: { title: 'x' } }, { onlyWithReport: false }, true],
	[{ ...processed, data: { title: 'x' } }, { onlyWithReport: 'false' }, true],
	[{ ...processed, data: { title: 'x' } }, { onlyWithReport: ' TRUE' }, false],
	[changed, { onlyWithReport: true }, true],
	[created, { titleContains: 'x', locale: 'nl', status: 'y', onlyWithReport: true }, true],
])('%j through %j: %s', (envelope, filters, expected) => {
	expect(passes(envelope, filters)).toBe(expected);
});
