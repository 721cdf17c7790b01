import { endpoints } from '../../../api/endpoints';
import { meetingLocator } from '../../../shared/locators';
import type { Operation } from '../operation';

const endpoint = endpoints.recording.stop;

export const stop: Operation = {
	value: 'stop',
	name: 'Stop',
	action: 'Stop a recording',
	description: 'Stop the recording of a meeting in Claritalk Connect, the desktop client',
	endpoint,
	output: 'RecordingState',
	properties: [meetingLocator],

	async run({ client, parameters }) {
		return await client.write(endpoint, { ids: { meetingId: parameters.id('meetingId') } });
	},
};
