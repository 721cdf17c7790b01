import type { IHookFunctions, NodeApiError } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { Client } from '../api/client';
import { clock } from '../api/clock';
import { endpoints } from '../api/endpoints';
import { isObject } from '../api/json';
import { mayBeDone } from '../api/nodeErrors';
import { reachOf } from '../api/origins';
import { requireSettings, settingsOf } from '../events/settings';
import { credentialTypeOf } from '../shared/authentication';
import { errorText, inOneText } from '../shared/errorText';
import { parseFlag, refuse } from '../shared/values';
import type { TriggerOptions } from './properties';
import { type Receiver, Receivers } from './receivers';
import {
	derivedToken,
	hash,
	isRegisteredByHand,
	requireByHand,
	requireChosenToken,
	webhookIdOf,
	withToken,
} from './token';

/** What stands behind a webhook's ID in its address (contract). */
export const WEBHOOK_PATH = 'webhook';

/** How long it is tried to give an address back: n8n calls the end of a test once. */
const GIVE_BACK_MS = 10_000;

/** Shared by all triggers of this process; see the class for its bounds. */
const receivers = new Receivers();

/**
 * Whether nothing has to be registered.
 *
 * Claritalk cannot be asked what is registered, and keeps one address per client. When someone publishes, the address is
 * registered whatever is remembered: another workflow, or a test that n8n did not survive, may have replaced it. When n8n only
 * starts, it is registered if it changed: else two workflows of one client would take it from each other at each start.
 */
export async function isRegistered(context: IHookFunctions): Promise<boolean> {
	if (isRegisteredByHand(context) || context.getActivationMode() !== 'init') return false;
	const { registration, registeredAt } = context.getWorkflowStaticData('node');
	const { client, key } = await clientOf(context);
	const receiver = receiverOf(context, webhookUrl(context), Number(registeredAt ?? 0));
	const token = await derivedToken(context, receiver.webhookId);
	if (registration !== fingerprintOf(client, withToken(receiver.url, token))) return false;
	receivers.note(key, receiver);
	return true;
}

/**
 * Tells Claritalk to send events to this node.
 *
 * @throws NodeOperationError when Claritalk cannot reach this n8n, or a setting cannot be read or is missing, NodeApiError when it refuses; with the
 * cure in the message, since that is all n8n shows of an error in publishing
 */
export async function register(context: IHookFunctions): Promise<void> {
	try {
		requireSettings(settingsOf(context));
		if (requireByHand(context)) requireChosenToken(context);
		else await registerOwn(context);
	} catch (error) {
		throw inOneText(context.getNode(), error as NodeApiError);
	}
}

/**
 * Undoes a registration as far as that can be done: no way to remove an address is documented, so the client's goes back to the
 * trigger that had it before. After a test it goes to production where no other is known, whether or not this workflow is
 * published, which a test cannot know. It never fails: n8n would go on listening for the test and tell nobody why (2.41), try
 * again to unpublish, and after a failed registration show this error in place of the first one.
 */
export async function unregister(context: IHookFunctions): Promise<void> {
	if (isRegisteredByHand(context)) return;
	const staticData = context.getWorkflowStaticData('node');
	const { isTest } = staticData;
	delete staticData.isTest;
	delete staticData.registration;
	const heir = receivers.forget(webhookUrl(context));
	if (isTest) {
		const own = receiverOf(context, productionUrl(context));
		await giveBack(context, 'After the test', heir ?? own, true);
	} else if (heir) {
		const { name } = context.getWorkflow();
		await giveBack(context, `Now that the workflow "${name}" is unpublished`, heir, false);
	}
}

async function registerOwn(context: IHookFunctions): Promise<void> {
	const account = await clientOf(context);
	const { client, key } = account;
	const receiver = receiverOf(context, webhookUrl(context));
	requireReachable(context, receiver.url, client.origin);
	const { address, token } = await addressOf(context, receiver);
	const isTest = context.getActivationMode() === 'manual';
	const staticData = context.getWorkflowStaticData('node');
	const before = await receivers.inTurn(key, async () => {
		receiver.since = orderOf(context, key);
		const had = receivers.newest(key);
		if (isLater(had, receiver)) return receivers.note(key, receiver);
		const told = announce(account, receiver, address);
		const failure: unknown = await told.catch((error: unknown) => error);
		// Claritalk may have taken the address all the same.
		const isLost = mayBeDone(failure) && had?.url !== receiver.url;
		if (isLost) await putBack(context, account, 'After a registration that failed', isTest);
		await told;
		return receivers.note(key, receiver);
	});
	staticData.tokenHash = hash(token);
	if (isTest) {
		// Only here n8n says so; whatever undoes the registration has to know.
		staticData.isTest = true;
		return;
	}
	staticData.registration = fingerprintOf(client, address);
	staticData.registeredAt = receiver.since;
	if (!before) return;
	const [now, then] =
		before.workflowId === receiver.workflowId
			? [
					`node "${receiver.node}" of the workflow "${receiver.workflow}"`,
					`its node "${before.node}"`,
				]
			: [`workflow "${receiver.workflow}"`, `"${before.workflow}"`];
	context.logger.warn(
		`Claritalk sends its events to one address per client: now to the ${now}, no longer to ${then}`,
	);
}

/**
 * When a trigger was registered: n8n, which only starts, asks for its triggers in an order of its own, and the one that was
 * published last is to keep the client's address. What someone publishes comes last, whatever the clock says.
 */
function orderOf(context: IHookFunctions, key: string): number {
	const { registeredAt } = context.getWorkflowStaticData('node');
	if (context.getActivationMode() === 'init' && registeredAt) return Number(registeredAt);
	return Math.max(clock.now(), receivers.newest(key)?.since ?? 0);
}

/** Whether a trigger that has the client's address is to keep it. */
function isLater(newest: Receiver | undefined, { url, since }: Receiver): boolean {
	return newest !== undefined && newest.url !== url && newest.since > since;
}

/**
 * Gives the client's address back to the trigger that was registered last of those that listen, once what is under way is done.
 *
 * @param when how the log tells what happened before
 * @param heir who that is, as far as can be told without the credential
 * @param isTest whether a test had the address
 */
async function giveBack(
	context: IHookFunctions,
	when: string,
	heir: Receiver,
	isTest: boolean,
): Promise<void> {
	try {
		const account = await clientOf(context);
		await receivers.inTurn(account.key, async () => await putBack(context, account, when, isTest));
	} catch (error) {
		logLoss(context, when, heir, error);
	}
}

/** Does that at once. It never fails, for it comes after something else that the user is to see. */
async function putBack(
	context: IHookFunctions,
	account: Account,
	when: string,
	isTest: boolean,
): Promise<void> {
	const { key } = account;
	const known = receivers.newest(key);
	const receiver = known ?? (isTest ? receiverOf(context, productionUrl(context)) : undefined);
	if (!receiver || receivers.has(key, receiver)) return;
	try {
		const { address } = await addressOf(context, receiver);
		await announce(account, receiver, address, clock.now() + GIVE_BACK_MS);
	} catch (error) {
		return logLoss(context, when, receiver, error);
	}
	const { workflow } = receiver;
	context.logger.info(
		known
			? `${when}, Claritalk sends its events to the workflow "${workflow}" again`
			: `${when}, Claritalk sends its events to the production address of the workflow "${workflow}", since n8n knows of no other that had them: publish the one that is to receive them, if that is another or this one is not published`,
	);
}

function logLoss(context: IHookFunctions, when: string, { workflow }: Receiver, error: unknown) {
	context.logger.error(
		`${when}, Claritalk may still send its events to an address where nobody listens: publish the workflow "${workflow}" again. ${errorText(error as NodeApiError)}`,
	);
}

/** A receiver's address with its token. */
async function addressOf(
	context: IHookFunctions,
	{ url, webhookId }: Receiver,
): Promise<{ address: string; token: string }> {
	const token = await derivedToken(context, webhookId);
	return { address: withToken(url, token), token };
}

/**
 * Registers an address with its token.
 *
 * @param deadline up to when to try again, in milliseconds since 1970; a few times if left out
 */
async function announce(
	{ client, key }: Account,
	receiver: Receiver,
	address: string,
	deadline?: number,
): Promise<void> {
	const { register: endpoint } = endpoints.webhook;
	const body = { [endpoint.body.webhookUrl.sent]: address };
	await receivers.telling(
		key,
		receiver,
		async () => await client.notify(endpoint, { body, deadline }),
	);
}

/** Refuses an address that Claritalk cannot send to, before it replaces one that is good. */
function requireReachable(context: IHookFunctions, url: string, origin: string): void {
	const settings = context.getNodeParameter('options', {}) as TriggerOptions;
	const isAllowed = parseFlag(settings.allowPrivateAddress, 'Allow Private Address');
	const reach = reachOf(url);
	// A Claritalk within the own network, such as a stand-in for it, may reach anything.
	const isNear = reachOf(origin) !== 'anywhere' && URL.canParse(url);
	if (reach === 'anywhere' || isNear || (reach === 'network' && isAllowed)) return;
	const shown = URL.canParse(url) ? new URL(url).origin : url;
	const cure =
		"Set the environment variable WEBHOOK_URL (N8N_WEBHOOK_URL in newer versions) to n8n's public address, restart n8n and publish the workflow again";
	if (reach === 'nowhere') {
		throw refuse(`This n8n calls itself ${shown}, where Claritalk cannot send events`, cure);
	}
	throw refuse(
		`This n8n calls itself ${shown}, an address within a private network, where Claritalk cannot send events`,
		`${cure}. Where Claritalk does reach that network, add the option Allow Private Address instead`,
	);
}

/** The way to Claritalk, and what identifies the client that it is asked for: it has one address for events. */
interface Account {
	client: Client;
	key: string;
}

async function clientOf(context: IHookFunctions): Promise<Account> {
	const type = credentialTypeOf(context);
	const client = await Client.create(context, type);
	return { client, key: client.account };
}

function receiverOf(context: IHookFunctions, url: string, since = 0): Receiver {
	const { name, id: workflowId = '' } = context.getWorkflow();
	const node = context.getNode();
	return {
		url,
		webhookId: webhookIdOf(node),
		workflowId,
		workflow: name ?? workflowId,
		node: node.name,
		since,
	};
}

/** Of what is registered where; it holds no secret. */
function fingerprintOf({ origin }: Client, address: string): string {
	return hash(`${origin} ${address}`);
}

/** This node's address: that of its test, while it is tested. */
function webhookUrl(context: IHookFunctions): string {
	return context.getNodeWebhookUrl('default') as string;
}

/** This node's address outside of a test, made as n8n makes it. */
function productionUrl(context: IHookFunctions): string {
	const workflowId = context.getWorkflow().id ?? '';
	return NodeHelpers.getNodeWebhookUrl(
		productionBase(context),
		workflowId,
		context.getNode(),
		WEBHOOK_PATH,
	);
}

/**
 * What production's addresses begin with. A test may run on another host and under another name, and offers no way to ask for
 * production's: so it is read from what n8n's contexts are made with (n8n-core 1.122 to 2.41). Should that be gone, it stands
 * beside n8n's own API, under the name that n8n gives it by default.
 */
export function productionBase(context: Pick<IHookFunctions, 'getRestApiUrl'>): string {
	if ('additionalData' in context && isObject(context.additionalData)) {
		const { webhookBaseUrl } = context.additionalData;
		if (typeof webhookBaseUrl === 'string') return webhookBaseUrl;
	}
	return new URL('webhook', context.getRestApiUrl()).href;
}
