import { getEventListeners } from 'node:events';

import { within } from '../../../nodes/api/within';

const HOUR_MS = 3_600_000;

describe('within', () => {
	it.each([
		['gave something', async () => 'answer'],
		['failed', async () => await Promise.reject(new Error('reset'))],
	])('lets go of a request that %s, long before its time is over', async (_, answering) => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		await within<string>(HOUR_MS, answering()).catch(() => undefined);
		const signal = timeout.mock.results[0].value as AbortSignal;
		timeout.mockRestore();
		expect(getEventListeners(signal, 'abort')).toEqual([]);
	});
});
