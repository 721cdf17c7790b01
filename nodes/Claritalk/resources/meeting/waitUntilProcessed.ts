import { endpoints } from '../../../api/endpoints';
import { meetingLocator } from '../../../shared/locators';
import { simplify } from '../../../shared/simplify';
import { maxWait } from '../../fields/maxWait';
import { meetingOutput, readMeetingShape } from '../../fields/meetingOutput';
import { meetingItem } from '../../meetingItem';
import type { Operation } from '../operation';

export const waitUntilProcessed: Operation = {
	value: 'waitUntilProcessed',
	name: 'Wait Until Processed',
	action: 'Wait until a meeting is processed',
	description: 'Wait until the summary and everything else of a meeting is there, then retrieve it',
	endpoint: endpoints.meeting.get,
	output: 'MeetingOutput',
	properties: [meetingLocator, maxWait, simplify, meetingOutput],

	async run({ parameters }) {
		const maxWaitMs = 60_000 * parameters.amount('maxWait', 0);
		const meetingId = parameters.id('meetingId');
		const shape = readMeetingShape(parameters);
		return async (call) =>
			await meetingItem(call, await call.waiting.untilProcessed(meetingId, maxWaitMs), shape);
	},
};
