import type { IDataObject } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { endpoints } from '../../../api/endpoints';
import type { ErrorParts } from '../../../api/nodeErrors';
import { rowId } from '../../../api/rows';
import { shapeMeeting } from '../../../meetings/meetingShape';
import { meetingLocator } from '../../../shared/locators';
import { simplify } from '../../../shared/simplify';
import { isId, refuse } from '../../../shared/values';
import { additionalFields, extraFields, shownFor } from '../../fields/collections';
import { maxWait } from '../../fields/maxWait';
import { meetingOutput, readMeetingShape } from '../../fields/meetingOutput';
import type { ItemParameters } from '../../parameters';
import type { Before } from '../../waiting';
import { meetingFields, readNewMeeting, titleField } from '../meeting/fields';
import { type Call, ItemWithFiles, type Operation } from '../operation';

const endpoint = endpoints.recording.upload;

/** Whoever starts again after the meeting was made would create it again. */
const UPLOAD_ON = 'To go on with this meeting, set Upload To to Existing Meeting.';

/** Whoever starts again after the recording was stored would upload it again. */
function waitOn(meetingId: string): string {
	return `Do not upload it again: the resource Meeting, operation Wait Until Processed, waits on for the meeting with the ID "${meetingId}".`;
}

export const upload: Operation = {
	value: 'upload',
	name: 'Upload',
	action: 'Upload a recording',
	description: 'Upload an audio or video file as the recording of a meeting, also of a new one',
	endpoint,
	output: 'Recording',
	properties: [
		{
			displayName: 'Upload To',
			name: 'uploadTo',
			type: 'options',
			options: [
				{
					name: 'Existing Meeting',
					value: 'existingMeeting',
					description: 'The recording is that of a meeting that is there',
				},
				{
					name: 'New Meeting',
					value: 'newMeeting',
					description: 'A meeting is created for the recording',
				},
			],
			default: 'existingMeeting',
			description: 'Which meeting the recording belongs to',
		},
		shownFor({ uploadTo: ['existingMeeting'] }, meetingLocator),
		shownFor({ uploadTo: ['newMeeting'] }, titleField),
		{
			displayName: 'Input Binary Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			hint: 'The name of the input binary field containing the file to be uploaded',
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
		...[maxWait, simplify, meetingOutput].map((property) =>
			shownFor({ waitUntilProcessed: [true] }, property),
		),
		additionalFields(
			meetingFields.map((field) =>
				field.name in endpoint.body || field === extraFields
					? field
					: shownFor({ '/uploadTo': ['newMeeting'] }, field),
			),
		),
	],

	async run(call) {
		const { parameters, waiting } = call;
		// All is read before anything is made or sent: what is refused here leaves nothing behind.
		const wait = parameters.flag('waitUntilProcessed') ? readWait(parameters) : undefined;
		const target: { body: IDataObject } | { id: string } =
			parameters.choice('uploadTo') === 'newMeeting'
				? { body: readNewMeeting(parameters) }
				: { id: parameters.id('meetingId') };
		const fields = parameters.fields('additionalFields', endpoint.body);
		const files = await Promise.all(parameters.binaries('binaryPropertyName').map(call.file));

		const isNew = 'body' in target;
		const meetingId = isNew ? await create(call, target.body) : target.id;
		const explain = (error: unknown, cure: string) =>
			isNew ? after(`The meeting with the ID "${meetingId}" is created`, error, cure) : error;
		try {
			const before = wait && !isNew ? await waiting.lookBefore(meetingId) : undefined;
			const recordings = await send(call, files, meetingId, fields);
			// The next node may need the ID of what is new, and the answer need not have it.
			const told = isNew ? recordings.map((one) => ({ meetingId, ...one })) : recordings;
			if (!wait) return told;
			return async (again) => {
				try {
					return await wait(again, told, meetingId, before);
				} catch (error) {
					const { isFinal } = error as ErrorParts;
					const cure = isFinal ? '' : waitOn(meetingId);
					throw explain(after('The recording is uploaded', error, cure), isFinal ? UPLOAD_ON : '');
				}
			};
		} catch (error) {
			throw explain(error, UPLOAD_ON);
		}
	},
};

/** Reads for how long to wait for a meeting and what it is to come out as; gives what does it, for the items of its recordings. */
function readWait(parameters: ItemParameters) {
	const maxWaitMs = 60_000 * parameters.amount('maxWait', 0);
	const shape = readMeetingShape(parameters);
	return async (
		{ waiting, prepareBinaryData }: Call,
		recordings: IDataObject[],
		meetingId: string,
		before?: Before,
	): Promise<ItemWithFiles[]> => {
		const processed = await waiting.untilProcessed(meetingId, maxWaitMs, before);
		const { json: meeting, binary } = await shapeMeeting(processed, shape, prepareBinaryData);
		return recordings.map((recording) => new ItemWithFiles({ ...recording, meeting }, binary));
	};
}

/** Makes the meeting that a recording is uploaded to, once; gives its ID. */
async function create({ client, once }: Call, body: IDataObject): Promise<string> {
	const write = async () => await client.write(endpoints.meeting.create, { body });
	const id = rowId(await once('meeting', write), 'meeting');
	if (id !== undefined && isId(id)) return id;
	throw refuse(
		'The meeting was created, but Claritalk does not say with which ID: nothing was uploaded',
		'Choose the meeting from the list, with Upload To set to Existing Meeting',
	);
}

/** Uploads one file after another, each once. */
async function send(
	{ client, once }: Call,
	files: File[],
	meetingId: string,
	fields: IDataObject,
): Promise<IDataObject[]> {
	const form = { [endpoint.body.meetingId.sent]: meetingId, ...fields };
	const recordings: IDataObject[] = [];
	for (const [index, file] of files.entries()) {
		const upload = async () => {
			await client.ensureLogin(endpoints.meeting.getMany, file);
			return await client.upload(endpoint, file, form, meetingId);
		};
		try {
			recordings.push(await once(`file ${index}`, upload));
		} catch (error) {
			const stored = files.slice(0, recordings.length).map(({ name }) => name);
			// Or else someone would upload them again.
			const cure = 'Before you start again, take out of Input Binary Field what is uploaded.';
			throw stored.length === 0
				? error
				: after(`Already uploaded: ${stored.join(', ')}`, error, cure);
		}
	}
	return recordings;
}

/** An error that also says what was done before it, and how to go on from there. */
function after(done: string, error: unknown, cure: string): UserError & ErrorParts {
	const { message, description, httpCode } = error as ErrorParts;
	const told = new UserError(`${done}. ${message}`, {
		description: [description, cure].filter(Boolean).join(' ') || undefined,
	});
	return Object.assign(told, { httpCode });
}
