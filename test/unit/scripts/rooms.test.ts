import { join } from 'node:path';

import { arrowsBetweenRooms, ROWS } from '../../../scripts/docs/rooms';

const rowOf = (room: string) => ROWS.findIndex((row) => row.some(({ path }) => path === room));

it('each room imports from lower rows only', () => {
	const arrows = arrowsBetweenRooms(join(__dirname, '../../..'));
	expect(arrows.length).toBeGreaterThan(100);
	expect(arrows.filter(({ from, to }) => rowOf(from) >= rowOf(to))).toEqual([]);
});
