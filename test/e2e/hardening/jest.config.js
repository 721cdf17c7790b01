const base = require('../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../../..',
	roots: ['<rootDir>/test/e2e/hardening'],
	// A comparison of figures, which needs a machine of its own: MEASURE=1 npm run test:e2e:trigger -- beside
	testPathIgnorePatterns: ['/node_modules/', ...(process.env.MEASURE ? [] : ['/beside.test.ts$'])],
	testEnvironment: '<rootDir>/test/e2e/hardening/environment.ts',
	globalSetup: '<rootDir>/test/e2e/hardening/globalSetup.ts',
	globalTeardown: undefined,
	testTimeout: 240_000,
};
