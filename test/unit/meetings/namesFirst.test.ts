import { namesFirst } from '../../../nodes/meetings/namesFirst';

it.each([
	[
		'user',
		{ userId: 'u', role: 'r', lastName: 'L', email: 'e', firstName: 'F', teamId: 't' },
		['firstName', 'lastName', 'email', 'role', 'userId', 'teamId'],
	],
	[
		'user',
		{ id: 1, team_id: 't', created_at: 'x', mail: 'e', full_name: 'F L' },
		['full_name', 'mail', 'created_at', 'id', 'team_id'],
	],
	['team', { team_id: 't', paid: true, team_name: 'T' }, ['team_name', 'paid', 'team_id']],
	['dossier', { uuid: 'd', name: 'D', meta: null }, ['name', 'meta', 'uuid']],
	['dossier', { uuid: 'd' }, ['uuid']],
] as const)('puts what tells a %s first and IDs last: %j', (kind, row, keys) => {
	const ordered = namesFirst(row, kind);
	expect(Object.keys(ordered)).toEqual(keys);
	expect(ordered).toEqual(row);
});
