import type { IDataObject } from 'n8n-workflow';

import { endpoints } from '../../../api/endpoints';
import { additionalFields, extraFields } from '../../fields/collections';
import { meetingLocator } from '../../fields/locators';
import { maxWait } from '../../fields/maxWait';
import { localeField } from '../../fields/openLists';
import { waitFor } from '../meeting/processingWatch';
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
			description:
				'The name of the input binary field that holds the audio or video file; several are separated by commas',
		},
		{
			displayName: 'Wait Until Processed',
			name: 'waitUntilProcessed',
			type: 'boolean',
			default: false,
			description:
				'Whether to wait until the summary and everything else of the meeting is there, and add the meeting to the output. The address that is asked is inferred.',
		},
		{ ...maxWait, displayOptions: { show: { waitUntilProcessed: [true] } } },
		additionalFields([extraFields, localeField]),
	],

	async run({ client, parameters, file }) {
		// What finish() needs is refused here, before anything is sent.
		if (parameters.flag('waitUntilProcessed')) parameters.amount('maxWait', 0);
		const fields = {
			meeting_id: parameters.id('meetingId'),
			...parameters.fields('additionalFields', { locale: 'locale' }),
		};
		const names = parameters.text('binaryPropertyName').split(',');
		// All are looked at before the first is sent: none goes where another is missing or empty.
		const files = await Promise.all(names.map(async (name) => await file(name.trim())));
		const recordings: IDataObject[] = [];
		for (const one of files) recordings.push(await client.upload(endpoint, one, fields));
		return recordings;
	},

	async finish({ client, parameters }, recordings) {
		if (!parameters.flag('waitUntilProcessed')) return recordings;
		const meeting = await waitFor(client, parameters).catch((error: Error) => {
			// Or else someone would upload it again.
			error.message = `The recording is uploaded. ${error.message}`;
			throw error;
		});
		return recordings.map((recording) => ({ ...recording, meeting }));
	},
};
