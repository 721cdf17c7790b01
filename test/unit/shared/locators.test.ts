import type { INode, INodeProperties } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import {
	dossierField,
	meetingField,
	meetingLocator,
	teamField,
	userField,
	userLocator,
} from '../../../nodes/shared/locators';

/** What n8n says of a locator before it runs. */
function issues(property: INodeProperties, mode: string, value: string): string[] {
	const node = { typeVersion: 1, parameters: {} } as INode;
	const parameters = { [property.name]: { __rl: true, mode, value } };
	const found = NodeHelpers.getParameterIssues(property, parameters, '', node, null);
	return found.parameters?.[property.name] ?? [];
}

describe('a field for', () => {
	const CASES = [
		['a meeting', meetingField, 'Meeting', 'meetingId', 'searchMeetings'],
		['a user', userField, 'User', 'userId', 'searchUsers'],
		['a team', teamField, 'Team', 'teamId', 'searchTeams'],
		['a dossier', dossierField, 'Dossier', 'dossierId', 'searchDossiers'],
	] as const;

	it.each(CASES)(
		'%s begins with its list, and may be left empty',
		(_, field, displayName, name, searchListMethod) => {
			const property = field('Whose it is');
			expect(property).toMatchObject({
				displayName,
				name,
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				description: 'Whose it is',
			});
			expect(property.required ?? false).toBe(false);
			expect(property.modes).toContainEqual({
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select a ${name.replace('Id', '')}...`,
				typeOptions: { searchListMethod, searchable: true },
			});
		},
	);

	it.each(CASES)('%s also takes an ID, of which it shows one', (_, field) => {
		const byId = field('Whose it is').modes?.find(({ name }) => name === 'id');
		expect(byId).toMatchObject({ displayName: 'By ID', type: 'string' });
		expect(byId?.placeholder).toMatch(/^e\.g\. [\da-f-]{36}$/);
	});

	it('a meeting also takes its address', () => {
		expect(meetingField('To which it belongs').modes?.map(({ name }) => name)).toEqual([
			'list',
			'id',
			'url',
		]);
	});
});

describe('before it runs', () => {
	it.each(['id', 'url', 'list'])('a locator in mode %s that is empty says only that', (mode) => {
		expect(issues(meetingLocator, mode, '')).toEqual(['Parameter "Meeting" is required.']);
	});

	it('one that need not be filled in says nothing', () => {
		expect(issues(userField('Whose it is'), 'id', '')).toEqual([]);
	});

	it('a link in place of an ID leads to the mode for it', () => {
		const link = 'https://app.claritalk.com/meetings/2f0c7a34-0000-4000-8000-000000000001';
		expect(issues(meetingLocator, 'id', link)).toEqual([
			'Not an ID: it holds only letters, digits, "-" and "_". To search by title, choose From List; for a web address, By URL',
		]);
		expect(issues(meetingLocator, 'url', link)).toEqual([]);
	});

	it('a name in place of an ID leads to the list', () => {
		expect(issues(userLocator, 'id', 'An Peeters')).toEqual([
			'Not an ID: it holds only letters, digits, "-" and "_". To search by name, choose From List',
		]);
	});

	it('what follows or precedes an ID by accident does no harm', () => {
		expect(issues(userLocator, 'id', ' u-1\n')).toEqual([]);
	});
});
