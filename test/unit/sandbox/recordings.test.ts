import { createHash, randomBytes } from 'node:crypto';

import type { Sandbox } from '../../sandbox';
import { call, MEETING, NOBODY, startGuessed } from './client';

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startGuessed();
});
beforeEach(() => sandbox.reset());
afterAll(async () => await sandbox.close());

describe('recording', () => {
	const record = async (what: 'start' | 'stop', meetingId = MEETING) =>
		(await call(sandbox, 'POST', `/meetings/${meetingId}/recordings/${what}`)).status;

	it('is active once, on one meeting at a time', async () => {
		const other = sandbox.store.meetings[1].meetingId;
		expect(await record('stop')).toBe(409);
		expect(await record('start')).toBe(200);
		expect([...sandbox.store.activeRecordings]).toEqual([MEETING]);
		expect(await record('start')).toBe(409);
		expect(await record('start', other)).toBe(409);
		expect(await record('stop', other)).toBe(409);
		expect(await record('stop')).toBe(200);
		expect(await record('start', other)).toBe(200);
	});

	it('needs the desktop client', async () => {
		sandbox.store.connectConnected = false;
		expect([await record('start'), await record('stop')]).toEqual([503, 503]);
	});
});

describe('an upload', () => {
	const formOf = (fields: Record<string, string | File>) => {
		const form = new FormData();
		for (const [name, value] of Object.entries(fields)) form.append(name, value);
		return form;
	};
	const upload = async (fields: Record<string, string | File>) =>
		await call(sandbox, 'POST', '/upload/recordings', { body: formOf(fields) });
	const file = new File(['abc'], 'é.mp3', { type: 'audio/mpeg' });

	it('is counted and hashed, and neither its hash nor its form is told', async () => {
		const { status, json } = await upload({ meeting_id: MEETING, locale: 'nl', file });
		expect(status).toBe(201);
		const recording = {
			recordingId: expect.any(String),
			meetingId: MEETING,
			locale: 'nl',
			filename: 'é.mp3',
			mimetype: 'audio/mpeg',
			size: 3,
		};
		expect(json.data).toEqual(recording);
		const sha256 = createHash('sha256').update('abc').digest('hex');
		const form = [
			['meeting_id', MEETING],
			['locale', 'nl'],
		];
		expect(sandbox.store.recordings).toEqual([{ ...recording, sha256, form }]);
		expect(sandbox.requests[0]).toMatchObject({ body: undefined, status: 201 });
	});

	it('may have its fields after the file, and other files beside it', async () => {
		const fields = { file, cover: new File(['x'], 'cover.png'), meeting_id: MEETING };
		expect((await upload(fields)).status).toBe(201);
		expect(sandbox.store.recordings).toMatchObject([{ filename: 'é.mp3', size: 3 }]);
	});

	it('may be larger than any body that is held in memory', async () => {
		// Bodies that are read whole end at 32 MB: this one passes because it is not.
		const bytes = Buffer.concat(new Array<Buffer>(40).fill(randomBytes(1024 * 1024)));
		const large = new File([bytes], 'large.mp4', { type: 'video/mp4' });
		expect((await upload({ meeting_id: MEETING, file: large })).status).toBe(201);
		const [{ size, sha256 }] = sandbox.store.recordings;
		expect(size).toBe(bytes.length);
		expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
	});

	it.each([
		['no file', { meeting_id: MEETING }, ['file']],
		['a text for a file', { meeting_id: MEETING, file: 'abc' }, ['file']],
		['no meeting', { file }, ['meeting_id']],
		['neither', { locale: 'nl' }, ['file', 'meeting_id']],
	])('with %s is refused', async (_, fields, missing) => {
		const { status, json } = await upload(fields as Record<string, string | File>);
		expect(status).toBe(422);
		expect(Object.keys((json as unknown as { errors: object }).errors)).toEqual(missing);
		expect(sandbox.store.recordings).toEqual([]);
	});

	it('to a meeting that is not there is not found', async () => {
		expect((await upload({ meeting_id: NOBODY, file })).status).toBe(404);
	});
});
