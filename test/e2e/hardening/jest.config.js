const base = require('../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../../..',
	roots: ['<rootDir>/test/e2e/hardening'],
	// Figures that take a machine of their own, and long: MEASURE=1 npm run test:e2e:trigger -- beside, or soak
	testPathIgnorePatterns: [
		'/node_modules/',
		...(process.env.MEASURE ? [] : ['/(beside|soak).test.ts$']),
	],
	testEnvironment: '<rootDir>/test/e2e/hardening/environment.ts',
	globalSetup: '<rootDir>/test/e2e/hardening/globalSetup.ts',
	globalTeardown: undefined,
	testTimeout: 240_000,
	// One after another, for what is measured; most files leave a core idle, so that CI runs two at once.
	maxWorkers: 1,
};
