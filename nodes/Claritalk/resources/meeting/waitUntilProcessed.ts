import { endpoints } from '../../../api/endpoints';
import { meetingLocator } from '../../fields/locators';
import { maxWait } from '../../fields/maxWait';
import type { Operation } from '../operation';
import { waitFor } from './processingWatch';

export const waitUntilProcessed: Operation = {
	value: 'waitUntilProcessed',
	name: 'Wait Until Processed',
	action: 'Wait until a meeting is processed',
	description: 'Wait until the summary and everything else of a meeting is there, then retrieve it',
	endpoint: endpoints.meeting.get,
	output: 'Meeting',
	waits: true,
	properties: [meetingLocator, maxWait],

	async run({ client, parameters }) {
		return await waitFor(client, parameters);
	},
};
