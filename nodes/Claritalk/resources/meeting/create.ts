import { endpoints } from '../../../api/endpoints';
import { simplifyMeeting } from '../../../meetings/simplifyMeeting';
import { simplify } from '../../../shared/simplify';
import { additionalFields } from '../../fields/collections';
import type { Operation } from '../operation';
import { meetingFields, readNewMeeting, titleField } from './fields';

const endpoint = endpoints.meeting.create;

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a meeting',
	description: 'Create a meeting, for yourself or with a service account for any user',
	endpoint,
	output: 'Meeting',
	properties: [titleField, additionalFields(meetingFields), simplify],

	async run({ client, parameters }) {
		const meeting = await client.write(endpoint, { body: readNewMeeting(parameters) });
		return parameters.flag('simplify') ? simplifyMeeting(meeting) : meeting;
	},
};
