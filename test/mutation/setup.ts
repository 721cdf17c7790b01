import { vi } from 'vitest';

import * as table from '../../nodes/api/table';

/** What the tests use of Jest, said to Vitest. */
const jest = {
	...vi,
	replaceProperty: (object: object, key: string, value: unknown) =>
		vi.spyOn(object, key as never, 'get').mockReturnValue(value as never),
	// The one module that tests replace is the table before an adoption, and nothing is adopted.
	mock: () => undefined,
	requireActual: () => table,
};

Object.assign(globalThis, { jest });
// Test files share one process here.
vi.resetModules();
