const BEGIN = '<!-- versions -->';
const END = '<!-- /versions -->';

/**
 * A text with another row in its table, which stands between two marks, sorted by the first cell. Rows of other versions
 * are left as they are, unless they have other columns.
 *
 * @param cells by the heads of their columns
 * @throws Error when the text has no such place
 */
export function withRow(text: string, cells: Record<string, string>): string {
	const begin = text.indexOf(BEGIN);
	const end = text.indexOf(END);
	if (begin < 0 || end < begin) throw new Error(`There is no place between ${BEGIN} and ${END}`);
	const from = begin + BEGIN.length;

	const heads = Object.keys(cells);
	const row = Object.values(cells);
	const [oldHeads = [], , ...old] = text
		.slice(from, end)
		.split('\n')
		.filter((line) => line.startsWith('|'))
		.map((line) =>
			line
				.split('|')
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);
	const kept = heads.join() === oldHeads.join() ? old.filter(([first]) => first !== row[0]) : [];
	const rows = [...kept, row].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
	const table = [heads, heads.map(() => '---'), ...rows].map((line) => `| ${line.join(' | ')} |`);
	return `${text.slice(0, from)}\n\n${table.join('\n')}\n\n${text.slice(end)}`;
}
