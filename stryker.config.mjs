/** `npm run test:mutation`: whether the tests would notice. docs/testing.md has the result and what is left. */
export default {
	mutate: [
		'nodes/{api,shared,events}/**/!(properties).ts',
		'nodes/ClaritalkTrigger/!(*.node|properties).ts',
	],
	testRunner: 'vitest',
	vitest: { configFile: 'test/mutation/vitest.config.mts', related: false },
	plugins: ['@stryker-mutator/vitest-runner', './test/mutation/texts.mjs'],
	// A text for people may be worded otherwise; all other strings are mutated.
	ignorers: ['texts'],
	coverageAnalysis: 'perTest',
	ignoreStatic: true,
	concurrency: 2,
	timeoutMS: 20_000,
	dryRunTimeoutMinutes: 60,
	reporters: ['clear-text', 'progress-append-only', 'json', 'html'],
	jsonReporter: { fileName: '.local/mutation/report.json' },
	htmlReporter: { fileName: '.local/mutation/report.html' },
	incremental: true,
	incrementalFile: '.local/mutation/incremental.json',
	tempDirName: '.local/mutation/sandbox',
	ignorePatterns: ['.local', 'dist', 'coverage', 'test/e2e/**/node_modules'],
	thresholds: { high: 90, low: 85, break: 85 },
};
