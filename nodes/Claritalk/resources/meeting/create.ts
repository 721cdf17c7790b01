import { endpoints } from '../../../api/endpoints';
import type { Meeting } from '../../../api/types';
import { additionalFields, extraFields } from '../../fields/collections';
import { dossierField, teamField, userField } from '../../fields/locators';
import { localeField } from '../../fields/openLists';
import type { Operation } from '../operation';

const endpoint = endpoints.meeting.create;

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a meeting',
	description: 'Create a meeting, for yourself or with a service account for any user',
	endpoint,
	output: 'Meeting',
	properties: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Annual accounts 2026',
			description: 'What the meeting is called',
		},
		additionalFields([
			dossierField('The dossier that the meeting belongs to'),
			{
				displayName: 'External Relations',
				name: 'externalRelations',
				type: 'json',
				default: '{}',
				description: 'What the meeting is linked to in other systems, as a JSON object',
			},
			extraFields,
			localeField,
			teamField('The team that the meeting is shared with'),
			userField('Whose meeting it is. Only a service account may name another user'),
		]),
	],

	async run({ client, parameters }) {
		const body = {
			title: parameters.text('title'),
			...parameters.fields('additionalFields', {
				dossierId: 'dossier_id',
				externalRelations: 'external_relations',
				locale: 'locale',
				teamId: 'team_id',
				userId: 'user_id',
			}),
		};
		return await client.one<Meeting>(endpoint, { body });
	},
};
