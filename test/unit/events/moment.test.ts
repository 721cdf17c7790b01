/** What moment a row's time means, whichever zone n8n is in. */
import { execFileSync } from 'node:child_process';

import { momentOf } from '../../../nodes/events/moment';

const MOMENTS: Array<[string, string | null]> = [
	['2026-03-01 10:00:00', '2026-03-01T10:00:00.000Z'],
	['2026-03-01T10:00', '2026-03-01T10:00:00.000Z'],
	['2026-03-01 10:00:00.123456', '2026-03-01T10:00:00.123Z'],
	['2026-03-01', '2026-03-01T00:00:00.000Z'],
	['2026/03/01 10:00:00', '2026-03-01T10:00:00.000Z'],
	['2026/03/01', '2026-03-01T00:00:00.000Z'],
	['03-01-2026', '2026-03-01T00:00:00.000Z'],
	['Sun, 01 Mar 2026 10:00:00', '2026-03-01T10:00:00.000Z'],
	['March 1, 2026 3:00 PM', '2026-03-01T15:00:00.000Z'],
	['Sun, 01 Mar 2026 10:00:00 GMT', '2026-03-01T10:00:00.000Z'],
	['Sun, 01 Mar 2026 10:00:00 +0100', '2026-03-01T09:00:00.000Z'],
	['Sun Mar 01 2026 10:00:00 GMT+0100 (Central European Time)', '2026-03-01T09:00:00.000Z'],
	['Sun Mar  1 10:00:00 UTC 2026', '2026-03-01T10:00:00.000Z'],
	['2026-03-01T10:00:00.000000Z', '2026-03-01T10:00:00.000Z'],
	['2026-03-01T10:00:00-02:00', '2026-03-01T12:00:00.000Z'],
	['2026-03-01 10:00:00+02', '2026-03-01T08:00:00.000Z'],
	['1772359200', '2026-03-01T10:00:00.000Z'],
	['1772359200000', '2026-03-01T10:00:00.000Z'],
	['0.5', '1970-01-01T00:00:00.500Z'],
	['1772359200.25', '2026-03-01T10:00:00.250Z'],
	['99999999999', '5138-11-16T09:46:39.000Z'],
	['100000000000', '1973-03-03T09:46:40.000Z'],
	['8640000000000000', '+275760-09-13T00:00:00.000Z'],
	['8640000000000001', null],
	['12 o’clock', null],
	['yesterday', null],
	['', null],
];

it.each(MOMENTS)('%j is %s', (text, moment) => {
	expect(momentOf(text)).toBe(moment === null ? 0 : Date.parse(moment));
});

it.each(['UTC', 'Europe/Brussels', 'America/New_York'])('is the same in %s', (zone) => {
	const texts = JSON.stringify(MOMENTS.map(([text]) => text));
	const script = `
		const { momentOf } = require('./nodes/events/moment.ts');
		const iso = (text) => (momentOf(text) === 0 ? null : new Date(momentOf(text)).toISOString());
		console.log(JSON.stringify(${texts}.map(iso)));`;
	// The zone of a process is fixed once it has begun.
	const output = execFileSync(process.execPath, ['--import', 'tsx', '-e', script], {
		env: { ...process.env, TZ: zone },
		encoding: 'utf8',
	});
	expect(MOMENTS.map(([text], index) => [text, JSON.parse(output)[index]])).toEqual(MOMENTS);
});
