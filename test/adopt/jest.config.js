const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/adopt'],
	testPathIgnorePatterns: ['/node_modules/'],
	// Each adoption takes about a minute, on a copy of the whole package.
	testTimeout: 600_000,
};
