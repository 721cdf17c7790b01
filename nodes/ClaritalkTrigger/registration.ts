import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { IDataObject, IHookFunctions, INode, IWebhookFunctions } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { Client } from '../api/client';
import { endpoints } from '../api/endpoints';
import { toNodeError } from '../api/nodeErrors';
import { reachOf } from '../api/origins';
import { credentialTypeOf } from '../shared/authentication';
import { errorText } from '../shared/errorText';
import { refuse } from '../shared/values';

/** The query parameter that carries the secret in the registered address (contract). */
const TOKEN_PARAMETER = 'token';

/** A secret that someone chooses is not shorter than this. */
const MIN_TOKEN_LENGTH = 16;

const TEST_SEGMENT = '/webhook-test/';
const PRODUCTION_SEGMENT = '/webhook/';

/**
 * Whether nothing has to be registered.
 *
 * Claritalk cannot be asked what is registered, and keeps one address per client. When someone publishes, the address is
 * registered whatever is remembered: another workflow, or a test that n8n did not survive, may have replaced it. When n8n only
 * starts, it is registered if it changed: else two workflows of one client would take it from each other at each start.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	if (isManual(context) || context.getActivationMode() !== 'init') return false;
	const { registration } = context.getWorkflowStaticData('node');
	const { fingerprint } = await registrationOf(context, webhookUrl(context));
	return registration === fingerprint;
}

/**
 * Tells Claritalk to send events to this node.
 *
 * @throws NodeOperationError when Claritalk cannot reach this n8n or a token is missing, NodeApiError when it refuses; with the
 * cure in the message, since that is all n8n shows of an error in publishing
 */
export async function register(context: IHookFunctions): Promise<void> {
	try {
		if (isManual(context)) requireChosenToken(context);
		else await registerUrl(context, webhookUrl(context));
	} catch (error) {
		throw inOneText(context.getNode(), error as NodeApiError);
	}
}

/**
 * Undoes a registration as far as that can be done: no way to remove an address is documented. After a test the
 * production address is registered again, whether or not the workflow is active, which a test cannot know.
 */
export async function unregister(context: IHookFunctions): Promise<void> {
	if (isManual(context)) return;
	const url = webhookUrl(context);
	if (url.includes(TEST_SEGMENT)) {
		await registerUrl(context, url.replace(TEST_SEGMENT, PRODUCTION_SEGMENT));
		return;
	}
	delete context.getWorkflowStaticData('node').registration;
}

/**
 * Whether a request carries the secret of the registered address: the one remembered at registration, or the one that
 * the credential gives now. So a renewed credential loses no delivery, and after a test production is known by heart.
 */
export async function isAuthentic(context: IWebhookFunctions): Promise<boolean> {
	const { [TOKEN_PARAMETER]: given } = context.getQueryData() as IDataObject;
	if (typeof given !== 'string') return false;
	if (isManual(context)) {
		const chosen = chosenToken(context);
		return isLongEnough(chosen) && isEqual(given, chosen);
	}

	const { tokenHash } = context.getWorkflowStaticData('node');
	if (typeof tokenHash === 'string' && isEqual(hash(given), tokenHash)) return true;
	try {
		return isEqual(given, await currentToken(context));
	} catch {
		// Without a credential there is no token of now.
		return false;
	}
}

async function registerUrl(context: IHookFunctions, url: string): Promise<void> {
	const { client, address, token, fingerprint } = await registrationOf(context, url);
	if (reachOf(url) === 'nowhere' && reachOf(client.origin) === 'anywhere') {
		throw refuse(
			`This n8n calls itself ${new URL(url).origin}, where Claritalk cannot send events`,
			"Set the environment variable WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to n8n's public address, restart n8n and publish the workflow again",
		);
	}
	const { register: endpoint } = endpoints.webhook;
	await client.notify(endpoint, { body: { [endpoint.body.webhookUrl.sent]: address } });
	const staticData = context.getWorkflowStaticData('node');
	staticData.tokenHash = hash(token);
	staticData.registration = fingerprint;
}

/** What is to be registered where, and a fingerprint of it that holds no secret. */
async function registrationOf(context: IHookFunctions, url: string) {
	const client = await Client.create(context, credentialTypeOf(context));
	const token = await currentToken(context);
	const registered = new URL(url);
	registered.searchParams.set(TOKEN_PARAMETER, token);
	const address = registered.toString();
	return { client, address, token, fingerprint: hash(`${client.origin} ${address}`) };
}

/**
 * The secret in the address is derived and not stored: a test, which sees nothing of what production remembers,
 * must be able to register production's address again.
 */
async function currentToken(context: IHookFunctions | IWebhookFunctions): Promise<string> {
	const credential = await context.getCredentials(credentialTypeOf(context));
	const secret = credential.accessToken || credential.clientSecret;
	if (typeof secret !== 'string' || secret === '') {
		throw refuse('The Claritalk credential has no secret', 'Open it and fill in its fields');
	}
	const { webhookId, id } = context.getNode();
	return createHmac('sha256', secret)
		.update(`claritalk-webhook:${webhookId ?? id}`)
		.digest('base64url');
}

function requireChosenToken(context: IHookFunctions): void {
	if (isLongEnough(chosenToken(context))) return;
	throw refuse(
		`Webhook Token is shorter than ${MIN_TOKEN_LENGTH} characters`,
		'Enter a long random text and add it to the address that you give to Claritalk: …/webhook?token=TEXT',
	);
}

function inOneText(node: INode, error: Error & { description?: string | null }) {
	const httpCode = error instanceof NodeApiError ? error.httpCode : undefined;
	return toNodeError(node, { message: errorText(error), httpCode });
}

/** The secret of an address that the user registers. */
function chosenToken(context: IHookFunctions | IWebhookFunctions): string {
	return context.getNodeParameter('webhookToken') as string;
}

function isLongEnough(token: string): boolean {
	return token.length >= MIN_TOKEN_LENGTH;
}

function isManual(context: IHookFunctions | IWebhookFunctions): boolean {
	return context.getNodeParameter('registration') === 'manual';
}

function webhookUrl(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') as string;
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}

/** Compares in a time that tells nothing of where two texts differ, nor of how long the wanted one is. */
function isEqual(given: string, wanted: string): boolean {
	return timingSafeEqual(Buffer.from(hash(given)), Buffer.from(hash(wanted)));
}
