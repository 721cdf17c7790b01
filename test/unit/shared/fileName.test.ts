import { safeFileName } from '../../../nodes/shared/fileName';

describe('a file name', () => {
	it.each(['report.pdf', 'report', 'report .pdf', 'Overleg é.mp3'])(
		'that can be had stays as it is: %s',
		(name) => expect(safeFileName(name, 'file')).toBe(name),
	);

	it.each([
		[' report.pdf ', 'report.pdf'],
		['../report.pdf', 'report.pdf'],
		['a/b\\c.pdf', 'a-b-c.pdf'],
		['re\u202eport\n.pdf', 'report.pdf'],
	])('is mended where it can be: %j', (given, name) =>
		expect(safeFileName(given, 'file')).toBe(name),
	);

	it.each([
		['200 characters is not cut', `${'a'.repeat(196)}.pdf`, `${'a'.repeat(196)}.pdf`],
		['201 characters keeps its extension', `${'a'.repeat(197)}.pdf`, `${'a'.repeat(196)}.pdf`],
		['201 characters ends in no blank', `${'a'.repeat(195)} b.pdf`, `${'a'.repeat(195)}.pdf`],
		['255 bytes is not cut', `${'é'.repeat(125)}a.pdf`, `${'é'.repeat(125)}a.pdf`],
		['256 bytes keeps its extension', `${'é'.repeat(126)}.pdf`, `${'é'.repeat(125)}.pdf`],
		['280 bytes ends in a whole character', '😀'.repeat(70), '😀'.repeat(63)],
	])('of %s', (_, given, name) => expect(safeFileName(given, 'file')).toBe(name));

	it.each(['', ' ', '..', '/', '\u202e', undefined, null, 7, {}])(
		'with nothing left of it is replaced: %j',
		(given) => expect(safeFileName(given, 'file')).toBe('file'),
	);
});
