const base = require('../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../../..',
	roots: ['<rootDir>/test/e2e/hardening'],
	testPathIgnorePatterns: ['/node_modules/'],
	testEnvironment: '<rootDir>/test/e2e/hardening/environment.ts',
	globalSetup: '<rootDir>/test/e2e/hardening/globalSetup.ts',
	globalTeardown: undefined,
	testTimeout: 240_000,
};
