import { endpoints } from '../../../api/endpoints';
import { simplifyMeeting } from '../../../meetings/simplifyMeeting';
import { dossierField, teamField, userField } from '../../../shared/locators';
import { localeField } from '../../../shared/openLists';
import { additionalFields, extraFields } from '../../fields/collections';
import { simplify } from '../../fields/simplify';
import type { Operation } from '../operation';

const endpoint = endpoints.meeting.create;

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a meeting',
	description: 'Create a meeting, for yourself or with a service account for any user',
	endpoint,
	output: 'SimplifiedMeeting',
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
		simplify,
	],

	async run({ client, parameters }) {
		const body = {
			...parameters.required('title', endpoint.body),
			...parameters.fields('additionalFields', endpoint.body),
		};
		const meeting = await client.write(endpoint, { body });
		return parameters.flag('simplify') ? simplifyMeeting(meeting) : meeting;
	},
};
