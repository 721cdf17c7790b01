import { withRow } from '../../e2e/versions/table';

const EMPTY = '# Title\n\n<!-- versions -->\n<!-- /versions -->\n\nMore.\n';

const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('|'));

describe('the table of versions', () => {
	it('has one row a version, in the order of the versions, and leaves the rest of the text', () => {
		let text = withRow(EMPTY, { n8n: '2.41.1', Reads: 'yes' });
		text = withRow(text, { n8n: '2.4.8', Reads: 'yes' });
		text = withRow(text, { n8n: '2.41.1', Reads: '**no**' });
		expect(rowsOf(text)).toEqual([
			'| n8n | Reads |',
			'| --- | --- |',
			'| 2.4.8 | yes |',
			'| 2.41.1 | **no** |',
		]);
		expect(text).toMatch(/^# Title\n\n<!-- versions -->\n[^]*\n<!-- \/versions -->\n\nMore\.\n$/);
	});

	it('drops what was found out before there was another column', () => {
		const text = withRow(EMPTY, { n8n: '2.4.8', Reads: 'yes' });
		const rows = rowsOf(withRow(text, { n8n: '2.41.1', Reads: 'yes', Writes: 'yes' }));
		expect(rows.slice(2)).toEqual(['| 2.41.1 | yes | yes |']);
	});

	it('needs its place', () => {
		expect(() => withRow('# Title', { n8n: '2.4.8' })).toThrow('<!-- versions -->');
	});
});
