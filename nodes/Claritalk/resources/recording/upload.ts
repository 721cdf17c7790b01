import { endpoints } from '../../../api/endpoints';
import { additionalFields, extraFields } from '../../fields/collections';
import { meetingLocator } from '../../fields/locators';
import { localeField } from '../../fields/openLists';
import type { Operation } from '../operation';

const endpoint = endpoints.recording.upload;

export const upload: Operation = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload a recording',
	description: 'Upload an audio or video file as the recording of a meeting',
	endpoint,
	output: 'Recording',
	properties: [
		meetingLocator,
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			description: 'The name of the input binary field that holds the audio or video file',
		},
		additionalFields([extraFields, localeField]),
	],

	async run({ client, parameters, file }) {
		const fields = {
			meeting_id: parameters.id('meetingId'),
			...parameters.fields('additionalFields', { locale: 'locale' }),
		};
		const recording = await file(parameters.text('binaryPropertyName'));
		return await client.upload(endpoint, recording, fields);
	},
};
