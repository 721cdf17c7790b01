import { endpoints } from '../../../api/endpoints';
import { dossierField, teamField, userField } from '../../../shared/locators';
import { statusField } from '../../../shared/openLists';
import { simplify } from '../../../shared/simplify';
import { extraQuery, filters, searchField } from '../../fields/collections';
import { meetingOutput, readMeetingShape } from '../../fields/meetingOutput';
import { returnAll } from '../../fields/returnAll';
import { meetingItem } from '../../meetingItem';
import type { Operation } from '../operation';

const endpoint = endpoints.meeting.getMany;

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many meetings',
	description:
		'List meetings, by time, user, team, dossier or status, to report on or go through them',
	endpoint,
	output: 'MeetingOutput',
	properties: [
		...returnAll,
		simplify,
		filters([
			{
				displayName: 'Created After',
				name: 'from',
				type: 'dateTime',
				default: '',
				description:
					'Only meetings that were created from this time on, such as 2026-03-01T10:00:00Z',
			},
			{
				displayName: 'Created Before',
				name: 'to',
				type: 'dateTime',
				default: '',
				description:
					'Only meetings that were created up to this time, such as 2026-03-01T10:00:00Z',
			},
			dossierField('Only meetings of this dossier'),
			searchField('Only meetings in which Claritalk finds this text'),
			statusField,
			teamField('Only meetings of this team'),
			userField('Only meetings of this user'),
			extraQuery,
		]),
		meetingOutput,
	],

	async run(call) {
		const { client, parameters } = call;
		const shape = readMeetingShape(parameters);
		const query = parameters.fields('filters', endpoint.query);
		const meetings = await client.list(endpoint, query, parameters.limit());
		return await Promise.all(
			meetings.map(async (meeting) => await meetingItem(call, meeting, shape)),
		);
	},
};
