import { createRequire } from 'node:module';

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const require = createRequire(import.meta.url);

/** What runs in a moment goes first: most mutants end there. */
const ORDER = ['/test/unit/', '/test/integration/world/', '/test/integration/'];

class QuickestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({ moduleId }: TestSpecification) =>
			ORDER.findIndex((folder) => moduleId.includes(folder));
		return [...files].sort(
			(one, other) => rank(one) - rank(other) || one.moduleId.localeCompare(other.moduleId),
		);
	}
}

/**
 * The tests of `npm test` in one process: under Jest each test file loads n8n-core anew, which takes minutes for each mutant.
 *
 * Left out is what does not run the code under mutation, and what runs it for minutes.
 */
export default defineConfig({
	root: new URL('../..', import.meta.url).pathname,
	// Else its classes would be there twice: as a module here, and as CommonJS in n8n-core.
	resolve: { alias: [{ find: /^n8n-workflow$/, replacement: require.resolve('n8n-workflow') }] },
	test: {
		globals: true,
		isolate: false,
		pool: 'threads',
		testTimeout: 20_000,
		include: ['test/{unit,integration}/**/*.test.ts'],
		exclude: [
			'test/unit/{bench,e2e,meetings,release,sandbox,scripts,security}/**',
			'test/unit/*.test.ts',
			'test/unit/properties/collection.test.ts',
			'test/unit/ClaritalkPollingTrigger/**',
			'test/unit/ClaritalkTrigger/mutations.test.ts',
			'test/integration/**/{hostile,mutations,polling,ClaritalkPollingTrigger}.test.ts',
		],
		setupFiles: ['test/harness/env.ts', 'test/mutation/setup.ts', 'test/harness/cleanup.ts'],
		sequence: { sequencer: QuickestFirst },
	},
});
