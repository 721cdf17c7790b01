import { endpoints } from '../../../api/endpoints';
import { simplifyMeeting } from '../../../meetings/simplifyMeeting';
import { meetingLocator } from '../../../shared/locators';
import { maxWait } from '../../fields/maxWait';
import { simplify } from '../../fields/simplify';
import type { Operation } from '../operation';

export const waitUntilProcessed: Operation = {
	value: 'waitUntilProcessed',
	name: 'Wait Until Processed',
	action: 'Wait until a meeting is processed',
	description: 'Wait until the summary and everything else of a meeting is there, then retrieve it',
	endpoint: endpoints.meeting.get,
	output: 'SimplifiedMeeting',
	properties: [meetingLocator, maxWait, simplify],

	async run({ parameters }) {
		const maxWaitMs = 60_000 * parameters.amount('maxWait', 0);
		const meetingId = parameters.id('meetingId');
		const isSimple = parameters.flag('simplify');
		return async ({ waiting }) => {
			const meeting = await waiting.untilProcessed(meetingId, maxWaitMs);
			return isSimple ? simplifyMeeting(meeting) : meeting;
		};
	},
};
