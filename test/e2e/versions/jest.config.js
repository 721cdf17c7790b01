const hardening = require('../hardening/jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...hardening,
	roots: ['<rootDir>/test/e2e/versions'],
	testEnvironment: '<rootDir>/test/e2e/versions/environment.ts',
	globalSetup: '<rootDir>/test/e2e/versions/globalSetup.ts',
	// One after another, since each writes its row into the README; CI, which writes none, tests two at once.
	maxWorkers: 1,
};
