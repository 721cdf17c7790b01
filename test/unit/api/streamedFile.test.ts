import { StreamedFile } from '../../../nodes/api/streamedFile';

it('no byte beyond those that were announced is sent: the API would take a part for the whole', async () => {
	const open = async () =>
		(async function* () {
			for (const chunk of ['abcd', 'efgh', 'ijkl']) yield Buffer.from(chunk);
		})();
	const file = new StreamedFile(open, 9, 'a.mp3', 'audio/mpeg');
	const sent: Uint8Array[] = [];
	const sending = async () => {
		for await (const chunk of file.stream()) sent.push(chunk);
	};
	await expect(sending()).rejects.toThrow('The file has 12 bytes, but n8n announced 9');
	expect(Buffer.concat(sent).toString()).toBe('abcdefgh');
});
