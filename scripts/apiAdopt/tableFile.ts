import type { Table } from '../../nodes/api/facts';
import { formatted } from '../formatted';
import { literal } from './printing';

const START = 'export const table = ';

/**
 * The file nodes/api/table.ts with other data.
 *
 * @param file its text, for what stands before the data
 */
export async function tableFile(file: string, table: Table): Promise<string> {
	const head = file.slice(0, file.indexOf(START));
	return await formatted(
		`${head}${START}${literal(table)} as const satisfies Table;\n`,
		'typescript',
	);
}
