import { join } from 'node:path';

import { installN8n, isInstalled } from './install';
import { startN8n } from './n8n';
import { pack } from './pack';
import { LOCAL } from './paths';
import { freePort } from './ports';
import { shared } from './shared';

/** Starts the one n8n of all test files, outside of jest's sandboxes: only here signals and exits can be seen. */
export default async function globalSetup(): Promise<void> {
	// Without a handler a signal ends this process before it can end what it started.
	process.once('SIGINT', () => process.exit(130));
	process.once('SIGTERM', () => process.exit(143));
	if (!isInstalled()) {
		process.stdout.write('Installing n8n: this takes minutes, the first time only\n');
		await installN8n();
	}
	const tarball = await pack();
	shared.n8n = await startN8n({
		port: await freePort(),
		folder: join(LOCAL, 'n8n-e2e'),
		tarball,
	});
	process.env.E2E_N8N_URL = shared.n8n.url;
}
