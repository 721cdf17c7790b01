import { readFileSync, writeFileSync } from 'node:fs';

import {
	commonTokens,
	declareFactoryPlugin,
	PluginKind,
	tokens,
} from '@stryker-mutator/api/plugin';
import {
	createMochaTestRunnerFactory,
	strykerValidationSchema,
} from '@stryker-mutator/mocha-runner';

export { strykerValidationSchema };

/** How long the tests for one change may take by themselves. */
const MOST_MS = 5_000;

/** What the initial run learnt of each test, for the processes that try the changes. */
const LEARNT = new URL('../../.local/mutation/tests.json', import.meta.url);

/**
 * Mocha's runner, but for one change no more than {@link MOST_MS} of the tests that come by it: first the quickest of
 * each group of tests that come by the same code, then the second of each, and so on. Hundreds of tests come by what
 * every call does, and would take a minute for each change that none of them notices.
 */
function createRunner(injector) {
	const runner = injector.injectFunction(createMochaTestRunnerFactory());
	const { dryRun, mutantRun } = runner;
	return Object.assign(runner, {
		async dryRun(options) {
			const result = await dryRun.call(runner, options);
			if (result.mutantCoverage) writeFileSync(LEARNT, JSON.stringify(learn(result)));
			return result;
		},
		async mutantRun(options) {
			return await mutantRun.call(runner, { ...options, testFilter: some(options.testFilter) });
		},
	});
}
createRunner.inject = tokens(commonTokens.injector);

/** @returns for each test its place in its group, and how long it takes */
function learn({ tests, mutantCoverage }) {
	const places = new Map();
	const quickest = [...tests].sort((one, other) => one.timeSpentMs - other.timeSpentMs);
	return Object.fromEntries(
		quickest.map(({ id, timeSpentMs }) => {
			const group = Object.keys(mutantCoverage.perTest[id] ?? {}).join();
			const place = places.get(group) ?? 0;
			places.set(group, place + 1);
			return [id, { place, timeSpentMs }];
		}),
	);
}

let learnt;

function some(testIds) {
	learnt ??= JSON.parse(readFileSync(LEARNT, 'utf8'));
	let left = MOST_MS;
	return testIds
		?.toSorted(
			(one, other) =>
				learnt[one].place - learnt[other].place ||
				learnt[one].timeSpentMs - learnt[other].timeSpentMs,
		)
		.filter((id) => (left -= learnt[id].timeSpentMs) > -learnt[id].timeSpentMs);
}

export const strykerPlugins = [declareFactoryPlugin(PluginKind.TestRunner, 'some', createRunner)];
