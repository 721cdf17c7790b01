import { homeOf, installN8n, isInstalled, N8N_VERSION } from './install';

/** `npm run test:e2e:install -- VERSION…`: installs n8n, and what other versions are named, so that no test waits for it. */
async function main(): Promise<void> {
	for (const home of [N8N_VERSION, ...process.argv.slice(2)].map(homeOf)) {
		if (!isInstalled(home)) await installN8n(home);
	}
}

void main();
