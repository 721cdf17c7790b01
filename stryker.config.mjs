/** `npm run test:mutation`: whether the tests would notice. docs/testing.md has the result and what is left. */
export default {
	mutate: [
		'nodes/{api,shared,events}/**/!(properties).ts',
		'nodes/ClaritalkTrigger/!(*.node|properties).ts',
	],
	// The tests of `npm test` in one process: under Jest each test file loads n8n-core anew, which takes minutes for each mutant.
	testRunner: 'some',
	mochaOptions: {
		require: ['tsx/cjs', './test/mutation/setup.cjs'],
		// In the order in which they run: most changes are noticed by what runs in a moment.
		spec: [
			'test/unit/**/*.test.ts',
			'test/integration/world/*.test.ts',
			'test/integration/*.test.ts',
		],
		// What does not run the code under mutation, and what runs it for minutes.
		ignore: [
			'test/unit/{bench,e2e,meetings,release,sandbox,scripts,security}/**',
			'test/unit/*.test.ts',
			'test/unit/properties/collection.test.ts',
			'test/unit/ClaritalkPollingTrigger/**',
			'test/unit/ClaritalkTrigger/mutations.test.ts',
			'test/integration/**/{bodies,hostile,mutations,polling,ClaritalkPollingTrigger}.test.ts',
		],
	},
	// A mutant may leave something behind in the process.
	maxTestRunnerReuse: 40,
	plugins: ['runner', 'texts', 'reasons'].map((name) => `./test/mutation/${name}.mjs`),
	// A text for people may be worded otherwise; all other strings are mutated.
	ignorers: ['texts'],
	coverageAnalysis: 'perTest',
	ignoreStatic: true,
	concurrency: 2,
	timeoutMS: 10_000,
	// Of all tests that come by, of which only some run.
	timeoutFactor: 0.5,
	dryRunTimeoutMinutes: 60,
	reporters: ['clear-text', 'progress-append-only', 'json', 'html', 'reasons'],
	jsonReporter: { fileName: '.local/mutation/report.json' },
	htmlReporter: { fileName: '.local/mutation/report.html' },
	incremental: true,
	incrementalFile: '.local/mutation/incremental.json',
	tempDirName: '.local/mutation/sandbox',
	ignorePatterns: ['.local', 'dist', 'coverage', 'test/e2e/**/node_modules'],
	thresholds: { high: 90, low: 85, break: 85 },
};
