/** What a collection spells otherwise: the tests of the world speak of it as they did before. */
import type * as adoptedFile from '../../sandbox/adopted';
import { useScriptedApi } from '../../harness/scriptedApi';

jest.mock('../../sandbox/adopted', () => ({
	...jest.requireActual<typeof adoptedFile>('../../sandbox/adopted'),
	adoptedParts: () => ({
		spellings: {
			'recording.upload': {
				method: 'POST',
				path: '/upload',
				fields: { file: 'recording', meeting_id: 'talk', meta: 'about' },
			},
		},
		examples: [],
	}),
}));

const api = useScriptedApi();

it('the parts of an upload have the names that the tests know', async () => {
	const body = new FormData();
	body.append('talk', 'm1');
	body.append('recording', new File(['abc'], 'a.mp3'));
	body.append('about[source]', 'n8n');
	body.append('tags[]', 'x');
	body.append('meeting_id', 'm2');
	api.answer({ json: {} });
	await fetch(`${api.url}/api/upload`, { method: 'POST', body });
	expect(api.requests[0].path).toBe('/upload/recordings');
	expect(api.requests[0].parts).toEqual([
		['meeting_id', 'm1'],
		['file', 'a.mp3'],
		['meta[source]', 'n8n'],
		['tags[]', 'x'],
	]);
});
