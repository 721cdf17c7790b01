/** The tests are written for Jest: what they use of it, from Jest's own packages, under Mocha. */
const { rmSync } = require('node:fs');
const { basename } = require('node:path');

const { ModernFakeTimers } = require('@jest/fake-timers');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ModuleMocker } = require('jest-mock');
const Mocha = require('mocha');

// As in Jest, `Claritalk.node` is the TypeScript file, not `Claritalk.node.json`.
const { '.json': json, ...others } = require.extensions;
delete require.extensions['.json'];
Object.assign(require.extensions, others, { '.json': json });

require('../harness/env');

/** As in jest.config.js, for Mocha's runner in Stryker sets none. */
const TIMEOUT_MS = 20_000;

const each = (one) => ({ each: bind(one, false, false) });

const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });

const jest = Object.assign(new ModuleMocker(globalThis), {
	useFakeTimers: () => timers.useFakeTimers(),
	useRealTimers: () => timers.useRealTimers(),
	advanceTimersByTimeAsync: async (ms) => await timers.advanceTimersByTimeAsync(ms),
	// The one module that tests replace is the table before an adoption, and nothing is adopted.
	mock: () => undefined,
	requireActual: () => require('../../nodes/api/table'),
});

const { bdd } = Mocha.interfaces;
Mocha.interfaces.bdd = (root) => {
	root.on('pre-require', (context, file, mocha) => {
		// Else the hooks of one file would run for the tests of all.
		const suite = Mocha.Suite.create(root, basename(file));
		bdd(suite);
		suite.emit('pre-require', context, file, mocha);
		const { it } = context;
		const test = (title, body, timeoutMs = TIMEOUT_MS) => it(title, body).timeout(timeoutMs);
		Object.assign(context, {
			afterAll: context.after,
			beforeAll: context.before,
			describe: Object.assign(context.describe, each(context.describe)),
			expect,
			it: Object.assign(test, each(test)),
			jest,
			test,
		});
	});
};

process.on('exit', () => rmSync(process.env.N8N_USER_FOLDER, { recursive: true, force: true }));
