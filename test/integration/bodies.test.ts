/** Bodies that the table has sent in other ways than JSON under the guessed names, as an adopted collection may say. */
import { endpoints } from '../../nodes/api/endpoints';
import type * as tableFile from '../../nodes/api/table';
import { byId } from '../harness/claritalk';
import { useScriptedApi } from '../harness/scriptedApi';

jest.mock('../../nodes/api/table', () => {
	const { table } = jest.requireActual<typeof tableFile>('../harness/guessedTable');
	const { user, recording } = table.endpoints;
	const always = { sent: 'source', evidence: 'documented', kind: 'text', value: 'n8n' };
	const file = { ...recording.upload.body.file, sent: 'media' };
	const invite = {
		...user.invite,
		encoding: 'urlencoded',
		body: { ...user.invite.body, source: always },
	};
	const upload = { ...recording.upload, body: { ...recording.upload.body, file, always } };
	const changed = {
		...table.endpoints,
		user: { ...user, invite },
		recording: { ...recording, upload },
	};
	return { table: { ...table, endpoints: changed } };
});

const api = useScriptedApi();

it('a form has its fields, and those that are always the same', async () => {
	api.answer({ json: {} });
	await api.run('user.invite', { email: 'an+1@x.example' });
	const [{ headers, text }] = api.requests;
	expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
	expect([...new URLSearchParams(text)]).toEqual([
		[endpoints.user.invite.body.email.sent, 'an+1@x.example'],
		['source', 'n8n'],
	]);
});

it('a file stands where the table says, beside the fields that are always the same', async () => {
	api.answer({ json: {} });
	const data = await api.n8n.storeBinary('recording', 'a.mp3', 'audio/mpeg');
	const setup = { items: [{ json: {}, binary: { data } }] };
	await api.run('recording.upload', { meetingId: byId('m1') }, setup);
	expect(api.requests[0].parts).toEqual([
		['meeting_id', 'm1'],
		['source', 'n8n'],
		['media', 'a.mp3'],
	]);
});
