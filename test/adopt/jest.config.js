const base = require('../../jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
	...base,
	rootDir: '../..',
	roots: ['<rootDir>/test/adopt'],
	testPathIgnorePatterns: ['/node_modules/'],
	// Each adoption takes half a minute, and all tests of the adopted package some: by hand, and once a week.
	testTimeout: 3_600_000,
};
