import { endpoints } from '../../../api/endpoints';
import { simplifyMeeting } from '../../../meetings/simplifyMeeting';
import { meetingLocator } from '../../../shared/locators';
import { simplify } from '../../fields/simplify';
import type { Operation } from '../operation';

const endpoint = endpoints.meeting.get;

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a meeting',
	description: 'Retrieve one meeting with its summary, topics and to-dos',
	endpoint,
	output: 'SimplifiedMeeting',
	properties: [meetingLocator, simplify],

	async run({ client, parameters }) {
		const ids = { meetingId: parameters.id('meetingId') };
		const meeting = await client.read(endpoint, { ids });
		return parameters.flag('simplify') ? simplifyMeeting(meeting) : meeting;
	},
};
