import type { IBinaryData, IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { endpoints } from '../../../api/endpoints';
import type { ErrorParts } from '../../../api/nodeErrors';
import { simplifyMeeting } from '../../../meetings/simplifyMeeting';
import { meetingLocator } from '../../../shared/locators';
import { localeField } from '../../../shared/openLists';
import { refuse } from '../../../shared/values';
import { additionalFields, extraFields } from '../../fields/collections';
import { maxWait } from '../../fields/maxWait';
import { simplify } from '../../fields/simplify';
import type { ItemParameters } from '../../parameters';
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
				'Whether to wait until the summary and everything else of the meeting is there, and add the meeting to the output',
		},
		{ ...maxWait, displayOptions: { show: { waitUntilProcessed: [true] } } },
		{ ...simplify, displayOptions: { show: { waitUntilProcessed: [true] } } },
		additionalFields([extraFields, localeField]),
	],

	async run({ client, parameters, waiting, file }) {
		const meetingId = parameters.id('meetingId');
		const isWaiting = parameters.flag('waitUntilProcessed');
		// Refused here, before anything is sent.
		const maxWaitMs = isWaiting ? 60_000 * parameters.amount('maxWait', 0) : 0;
		const fields = {
			[endpoint.body.meetingId.sent]: meetingId,
			...parameters.fields('additionalFields', endpoint.body),
		};
		// All are looked at before the first is sent: none goes where another is missing or empty.
		const files = await Promise.all(sourcesIn(parameters).map(file));
		const before = isWaiting ? await waiting.lookBefore(meetingId) : undefined;
		const recordings: IDataObject[] = [];
		for (const one of files) {
			await client.ensureLogin(endpoints.meeting.getMany, one);
			try {
				recordings.push(await client.upload(endpoint, one, fields, meetingId));
			} catch (error) {
				const stored = files.slice(0, recordings.length).map(({ name }) => name);
				// Or else someone would upload them again.
				throw stored.length === 0 ? error : after(`Already uploaded: ${stored.join(', ')}`, error);
			}
		}
		if (!isWaiting) return recordings;
		const isSimple = parameters.flag('simplify');
		return async ({ waiting: again }) => {
			try {
				const processed = await again.untilProcessed(meetingId, maxWaitMs, before);
				const meeting = isSimple ? simplifyMeeting(processed) : processed;
				return recordings.map((recording) => ({ ...recording, meeting }));
			} catch (error) {
				throw after('The recording is uploaded', error);
			}
		};
	},
};

/** The binary fields to upload: names, separated by commas, or binary values of an expression. */
function sourcesIn(parameters: ItemParameters): Array<string | IBinaryData> {
	const given = parameters.raw('binaryPropertyName');
	const sources = (Array.isArray(given) ? given : [given]) as Array<string | IBinaryData>;
	const all = sources.flatMap(
		(one): Array<string | IBinaryData> =>
			typeof one === 'string' ? one.split(',').map((name) => name.trim()) : [one],
	);
	const filled = [...new Set(all)].filter((one) => one !== '' && one !== undefined && one !== null);
	if (filled.length > 0) return filled;
	throw refuse(
		'Input Binary Field is empty',
		'Enter the name of the field that holds the file; it is "data" unless another node named it otherwise',
	);
}

/** An error that also says what was done before it. */
function after(done: string, error: unknown): Error {
	const { message, description, httpCode } = error as ErrorParts;
	const told = new UserError(`${done}. ${message}`, { description: description ?? undefined });
	return Object.assign(told, { httpCode });
}
