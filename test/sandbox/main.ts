/** The stand-in as a program: `npm run sandbox`. */
import { startSandbox } from '.';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from './oauth';

const DEFAULT_PORT = 8787;

async function main(): Promise<void> {
	const port = Number(process.env.CLARITALK_SANDBOX_PORT ?? DEFAULT_PORT);
	const sandbox = await startSandbox({ port });
	console.log(
		[
			'This is a stand-in for Claritalk: it imitates what is known of the API and guesses the rest.',
			`Address:       ${sandbox.url}`,
			`Access token:  ${sandbox.token}`,
			`OAuth2 client: ${OAUTH_CLIENT.clientId}, secret ${OAUTH_CLIENT.clientSecret}`,
			`Service account: ${SERVICE_ACCOUNT.clientId}, secret ${SERVICE_ACCOUNT.clientSecret}`,
			`Process a meeting and send it to the registered webhook:`,
			`  curl -X POST ${sandbox.url}/sandbox/meetings`,
			'Stop with Ctrl-C.',
		].join('\n'),
	);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
	}
}

main().catch((error: NodeJS.ErrnoException) => {
	const reason =
		error.code === 'EADDRINUSE'
			? 'its port is in use; choose another with CLARITALK_SANDBOX_PORT'
			: error.message;
	console.error(`The sandbox could not start: ${reason}`);
	process.exitCode = 1;
});
