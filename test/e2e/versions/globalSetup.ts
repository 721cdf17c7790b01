import { pack } from '../pack';

/** Makes this package's tarball; each test file installs the n8n that it tests. */
export default async function globalSetup(): Promise<void> {
	// Without a handler a signal ends this process before it can end what the tests started.
	process.once('SIGINT', () => process.exit(130));
	process.once('SIGTERM', () => process.exit(143));
	process.env.E2E_TARBALL = await pack();
}
