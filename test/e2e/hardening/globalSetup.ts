import { installN8n, isInstalled } from '../install';
import { pack } from '../pack';

/** Makes what all test files start from: n8n, and this package's tarball. */
export default async function globalSetup(): Promise<void> {
	// Without a handler a signal ends this process before it can end what the tests started.
	process.once('SIGINT', () => process.exit(130));
	process.once('SIGTERM', () => process.exit(143));
	if (!isInstalled()) await installN8n();
	process.env.E2E_TARBALL = await pack();
}
