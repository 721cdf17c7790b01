import { endpoints } from '../../../api/endpoints';
import { meetingLocator } from '../../../shared/locators';
import { simplify } from '../../../shared/simplify';
import { meetingOutput, readMeetingShape } from '../../fields/meetingOutput';
import { meetingItem } from '../../meetingItem';
import type { Operation } from '../operation';

const endpoint = endpoints.meeting.get;

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a meeting',
	description: 'Retrieve one meeting with its summary, topics and to-dos',
	endpoint,
	output: 'MeetingOutput',
	properties: [meetingLocator, simplify, meetingOutput],

	async run(call) {
		const { client, parameters } = call;
		const ids = { meetingId: parameters.id('meetingId') };
		const shape = readMeetingShape(parameters);
		return await meetingItem(call, await client.read(endpoint, { ids }), shape);
	},
};
