import { endpoints } from '../../../api/endpoints';
import { meetingLocator } from '../../fields/locators';
import type { Operation } from '../operation';
import { watchOf } from './processingWatch';

export const waitUntilProcessed: Operation = {
	value: 'waitUntilProcessed',
	name: 'Wait Until Processed',
	action: 'Wait until a meeting is processed',
	description: 'Wait until the summary and everything else of a meeting is there, then retrieve it',
	endpoint: endpoints.meeting.get,
	output: 'Meeting',
	waits: true,
	properties: [
		meetingLocator,
		{
			displayName: 'Max Wait',
			name: 'maxWait',
			type: 'number',
			typeOptions: { minValue: 0, numberPrecision: 2 },
			default: 15,
			description:
				'For how many minutes to wait. For waits beyond half an hour, use the Claritalk Trigger in a workflow of its own.',
		},
	],

	async run({ client, parameters }) {
		const maxWaitMs = 60_000 * parameters.amount('maxWait', 0);
		return await watchOf(client).wait(parameters.id('meetingId'), maxWaitMs);
	},
};
