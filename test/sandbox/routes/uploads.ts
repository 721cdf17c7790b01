import { createHash, randomUUID } from 'node:crypto';

import multipart, { type MultipartFile } from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Language } from '../spelling';
import type { Recording } from '../types';
import { fieldsOf, optionalText, requireTexts } from '../validation';
import { findMeeting } from './meetings';
import { sendWritten } from './request';
import type { ApiState } from '.';

type ReceivedFile = Pick<Recording, 'filename' | 'mimetype' | 'size' | 'sha256'>;

/** The one route that takes forms: everywhere else a form is a body that is not JSON. */
export async function registerUploads(
	app: FastifyInstance,
	{ store, shape, language }: ApiState,
): Promise<void> {
	await app.register(async (forms) => {
		await forms.register(multipart, { limits: { fileSize: Infinity } });
		forms.post('/upload/recordings', { config: { uploads: true } }, async (request, reply) => {
			const { form, file } = await receive(request, language);
			const fields = fieldsOf(request.isMultipart() ? Object.fromEntries(form) : request.body);
			const [, id] = requireTexts({ ...fields, file: file?.filename }, 'file', 'meeting_id');
			const { meetingId } = findMeeting(store, id);
			const locale = optionalText(fields, 'locale') ?? null;
			const recording = { recordingId: randomUUID(), meetingId, locale, form, ...file! };
			store.recordings.push(recording);
			await sendWritten(reply, shape.written('recording.upload', recording));
		});
	});
}

/** The text fields and the file of a form; none of both when the body is no form. */
async function receive(
	request: FastifyRequest,
	language: Language,
): Promise<{ form: Recording['form']; file?: ReceivedFile }> {
	const form: Recording['form'] = [];
	if (!request.isMultipart()) return { form };
	let file: ReceivedFile | undefined;
	for await (const part of request.parts()) {
		if (part.type === 'field') {
			const name = nameOf(request, part.fieldname, language);
			if (name !== undefined) form.push([name, String(part.value)]);
			continue;
		}
		// Every file must be read to its end for the form to go on.
		const received = await readFile(part);
		if (nameOf(request, part.fieldname, language) === 'file') file = received;
	}
	return { form, file };
}

/** A field of a form, as the stand-in calls it; undefined for one that it does not know. */
function nameOf({ spoken }: FastifyRequest, name: string, language: Language): string | undefined {
	return Object.keys(language.body(spoken, { [name]: '' }) as object)[0];
}

/** Counts and hashes a file while it arrives, and keeps none of it: it may be larger than memory. */
async function readFile({ filename, mimetype, file }: MultipartFile): Promise<ReceivedFile> {
	const hash = createHash('sha256');
	let size = 0;
	for await (const chunk of file as AsyncIterable<Buffer>) {
		hash.update(chunk);
		size += chunk.length;
	}
	return { filename, mimetype, size, sha256: hash.digest('hex') };
}
