/**
 * `npm start`: a real n8n with this package from its tarball, the sandbox in Claritalk's place, and an example
 * workflow that a processed meeting runs through. `--once` ends by itself and judges the result.
 *
 * Every start begins with an empty n8n: nothing of an earlier version of this package can be left in it.
 */
import { randomBytes } from 'node:crypto';
import { join, relative } from 'node:path';

import { useExample } from '../test/e2e/example';
import { INSTALL_LOG, installN8n, isInstalled, N8N_VERSION } from '../test/e2e/install';
import { n8nLog, startN8n } from '../test/e2e/n8n';
import { pack, PACK_LOG } from '../test/e2e/pack';
import { LOCAL, ROOT } from '../test/e2e/paths';
import { Session } from '../test/e2e/rest';
import { startSandbox } from '../test/sandbox';
import { howToUse } from '../test/sandbox/howTo';
import { differences } from './start/check';
import { describe } from './start/describe';
import { StartError, UsageError } from './start/errors';
import { processMeeting } from './start/meeting';
import { checkPrerequisites } from './start/prerequisites';
import { readSettings, type Settings } from './start/settings';
import { Shutdown } from './start/shutdown';
import { say, seeLog, step } from './start/step';

async function start(settings: Settings, shutdown: Shutdown): Promise<void> {
	say('The sandbox stands in for Claritalk: it imitates what is known of it and guesses the rest.');
	await checkPrerequisites(settings);
	if (!isInstalled()) {
		const what = `Installing n8n ${N8N_VERSION}, 3 GB, which takes 5 to 10 minutes this first time`;
		await step(what, INSTALL_LOG, installN8n);
	}
	const tarball = await step('Building and packing this package', PACK_LOG, pack);

	// One folder a port, so that two starts side by side do not share one.
	const folder = join(LOCAL, `n8n-${settings.n8nPort}`);
	const log = n8nLog(folder);
	const [sandbox, n8n] = await step('Starting the sandbox and n8n', log, async () => {
		const startedSandbox = await startSandbox({ port: settings.sandboxPort });
		shutdown.add(async () => await startedSandbox.close());
		const startedN8n = await startN8n({ port: settings.n8nPort, folder, tarball });
		shutdown.add(async () => await startedN8n.stop());
		return [startedSandbox, startedN8n] as const;
	});

	const owner = {
		email: 'owner@example.com',
		// n8n wants a capital letter and a digit.
		password: `Local1-${randomBytes(6).toString('hex')}`,
	};
	const [workflow, outcome] = await step('Processing a meeting', log, async () => {
		const session = await Session.open(n8n.url, owner);
		const credential = await session.createCredential('Claritalk sandbox', 'claritalkApi', {
			environment: 'custom',
			baseUrl: sandbox.url,
			accessToken: sandbox.token,
		});
		const example = await useExample(session, credential);
		return [example, await processMeeting(session, sandbox, example)] as const;
	});
	const wrong = differences(outcome);
	if (wrong.length > 0) {
		const what = `The workflow put out something else than was sent: ${wrong.join(', ')}`;
		throw new StartError(`${what} ${seeLog(log)}`);
	}
	['', ...describe(outcome), ''].forEach(say);
	say('The workflow put out what the sandbox sent, the report byte by byte.');
	if (settings.once) return;

	[
		'',
		'n8n',
		`  Editor            ${n8n.url}`,
		`  Login             ${owner.email}, password ${owner.password}`,
		`  Workflow          ${n8n.url}/workflow/${workflow.id}`,
		'                    Meeting summary, published. It gets the events until you publish another one',
		`  Log               ${relative(ROOT, log)}`,
		'',
		"The sandbox, in Claritalk's place",
		...howToUse(sandbox).map((line) => `  ${line}`),
		'',
		'Ctrl-C stops everything and leaves nothing running.',
	].forEach(say);
	shutdown.isDone = true;
	await n8n.ended;
	throw new StartError(`n8n ended by itself ${seeLog(log)}`);
}

async function main(): Promise<void> {
	const shutdown = new Shutdown();
	try {
		await start(readSettings(process.argv.slice(2), process.env), shutdown);
	} catch (error) {
		if (shutdown.isAsked) return;
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exitCode = error instanceof UsageError ? 2 : 1;
	}
	await shutdown.run();
}

void main();
