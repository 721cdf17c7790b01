const transform = {
	'^.+\\.ts$': [
		'@swc/jest',
		{
			sourceMaps: 'inline',
			// What is a module only can be had by `import()`.
			module: { type: 'commonjs', ignoreDynamic: true },
			jsc: { target: 'es2022', parser: { syntax: 'typescript' }, keepClassNames: true },
		},
	],
};

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test'],
	testMatch: ['**/*.test.ts'],
	testPathIgnorePatterns: [
		'/node_modules/',
		'<rootDir>/test/e2e/',
		'<rootDir>/test/adopt/',
		'<rootDir>/test/faults/',
	],
	modulePathIgnorePatterns: [
		'<rootDir>/test/e2e/(versions/[^/]+/)?node_modules/',
		'<rootDir>/dist/',
		'<rootDir>/.local/',
	],
	transform,
	// Tests are CommonJS, and its main file is not.
	moduleNameMapper: { '^marked$': '<rootDir>/node_modules/marked/lib/marked.umd.js' },
	setupFiles: ['<rootDir>/test/harness/env.ts'],
	setupFilesAfterEnv: ['<rootDir>/test/harness/cleanup.ts'],
	testTimeout: 20_000,
	// Each file loads n8n-core anew, and Node.js keeps some of it: in one process for all, memory runs out.
	maxWorkers: 2,
	workerIdleMemoryLimit: '1GB',
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	// Of our files alone: V8's own covers n8n's as well, and takes twice the time.
	coverageProvider: 'babel',
	coverageReporters: ['text', 'lcov'],
	coverageThreshold: { global: { branches: 95, lines: 95 } },
};
