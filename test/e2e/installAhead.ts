import { homeOf, installN8n, isInstalled, N8N_VERSION } from './install';

/** `npm run test:e2e:install -- VERSION…`: installs the versions of n8n that are named and the one that most tests run in, so that no test waits for it. */
async function main(): Promise<void> {
	for (const home of [...process.argv.slice(2), N8N_VERSION].map(homeOf)) {
		if (!isInstalled(home)) await installN8n(home);
	}
}

void main();
