import type { Sandbox } from '../../sandbox';
import { poll } from '../poll';

/** The addresses that were registered, in order, whether Claritalk accepted them or not. */
export function registrations({ requests }: Sandbox): URL[] {
	return requests
		.filter(({ method, path }) => method === 'POST' && path === '/api/client/webhook')
		.map(({ body }) => new URL((body as { webhook_url: string }).webhook_url));
}

/** The registered address without its secret. */
export function registeredAddress({ webhookUrl }: Sandbox): string {
	const { origin, pathname } = new URL(webhookUrl as string);
	return origin + pathname;
}

/** Waits until Claritalk sends to this address. */
export async function untilRegistered(sandbox: Sandbox, address: string): Promise<void> {
	await poll(
		`${address} to be registered`,
		async () => registeredAddress(sandbox),
		(registered) => registered === address,
	);
}
