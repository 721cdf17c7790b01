const hardening = require('../hardening/jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...hardening,
	roots: ['<rootDir>/test/e2e/versions'],
	testEnvironment: '<rootDir>/test/e2e/versions/environment.ts',
	globalSetup: '<rootDir>/test/e2e/versions/globalSetup.ts',
};
