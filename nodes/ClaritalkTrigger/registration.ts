import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { Client } from '../api/client';
import { endpoints } from '../api/endpoints';
import { credentialTypeOf } from '../shared/authentication';

/** The query parameter that carries the secret in the registered address (contract). */
const TOKEN_PARAMETER = 'token';

const TEST_SEGMENT = '/webhook-test/';
const PRODUCTION_SEGMENT = '/webhook/';

/**
 * Tells Claritalk to send events to this node.
 *
 * Claritalk cannot be asked what is registered, keeps one address per client, and takes the same one again without
 * harm (inferred). So it is registered whenever n8n asks, which also repairs what a crash or another workflow left.
 */
export async function register(context: IHookFunctions): Promise<void> {
	const url = context.getNodeWebhookUrl('default') as string;
	await registerUrl(context, url);
}

/**
 * Undoes a registration as far as that can be done: no way to remove an address is documented. After a test the
 * production address is registered again, whether or not the workflow is active, which a test cannot know.
 */
export async function unregister(context: IHookFunctions): Promise<void> {
	const url = context.getNodeWebhookUrl('default') as string;
	if (!url.includes(TEST_SEGMENT)) return;
	await registerUrl(context, url.replace(TEST_SEGMENT, PRODUCTION_SEGMENT));
}

/**
 * Whether a request carries the secret of the registered address: the one remembered at registration, or the one that
 * the credential gives now. So a renewed credential loses no delivery, and after a test production is known by heart.
 */
export async function isAuthentic(context: IWebhookFunctions): Promise<boolean> {
	const { [TOKEN_PARAMETER]: given } = context.getQueryData() as IDataObject;
	if (typeof given !== 'string') return false;
	const { tokenHash } = context.getWorkflowStaticData('node');
	if (typeof tokenHash === 'string' && isEqual(hash(given), tokenHash)) return true;
	return isEqual(given, await currentToken(context));
}

async function registerUrl(context: IHookFunctions, url: string): Promise<void> {
	const token = await currentToken(context);
	const registered = new URL(url);
	registered.searchParams.set(TOKEN_PARAMETER, token);

	const client = await Client.create(context, credentialTypeOf(context));
	await client.send(endpoints.webhook.register, { body: { webhook_url: registered.toString() } });
	context.getWorkflowStaticData('node').tokenHash = hash(token);
}

/**
 * The secret in the address is derived and not stored: a test, which sees nothing of what production remembers,
 * must be able to register production's address again.
 */
async function currentToken(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const credential = await context.getCredentials(credentialTypeOf(context));
	const secret = String(credential.accessToken ?? credential.clientSecret);
	const { webhookId, id } = context.getNode();
	return createHmac('sha256', secret)
		.update(`claritalk-webhook:${webhookId ?? id}`)
		.digest('base64url');
}

function hash(token: string): string {
	return createHash('sha256').update(token).digest('base64url');
}

function isEqual(given: string, wanted: string): boolean {
	const a = Buffer.from(given);
	const b = Buffer.from(wanted);
	return a.length === b.length && timingSafeEqual(a, b);
}
