import { endpoints } from '../../../api/endpoints';
import { meetingLocator } from '../../../shared/locators';
import type { Operation } from '../operation';

const endpoint = endpoints.recording.start;

export const start: Operation = {
	value: 'start',
	name: 'Start',
	action: 'Start a recording',
	description: 'Start recording a meeting in Claritalk Connect, the desktop client',
	endpoint,
	output: 'RecordingState',
	properties: [meetingLocator],

	async run({ client, parameters }) {
		return await client.write(endpoint, { ids: { meetingId: parameters.id('meetingId') } });
	},
};
