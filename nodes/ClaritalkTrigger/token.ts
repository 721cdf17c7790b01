import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

import type { IDataObject, IHookFunctions, INode, IWebhookFunctions } from 'n8n-workflow';

import { credentialTypeOf } from '../shared/authentication';
import { parseOption, refuse } from '../shared/values';
import { registration } from './properties';

/** The query parameter that carries the secret in the registered address (contract). */
const PARAMETER = 'token';

/** A secret that someone chooses is not shorter than this. */
const MIN_LENGTH = 16;

/**
 * Whether the user gives Claritalk the address, with a secret of the user's own.
 *
 * @throws UserError when the panel does not say
 */
export function requireByHand(context: IHookFunctions | IWebhookFunctions): boolean {
	return parseOption(context.getNodeParameter('registration'), registration) === 'manual';
}

/** The same where nothing may fail: where the panel does not say, nothing is published. */
export function isRegisteredByHand(context: IHookFunctions | IWebhookFunctions): boolean {
	try {
		return requireByHand(context);
	} catch {
		return false;
	}
}

/** @throws UserError when the secret of an address that the user registers is too short, or would not arrive as it is */
export function requireChosenToken(context: IHookFunctions): void {
	const token = chosenToken(context);
	if (!isLongEnough(token)) {
		throw refuse(
			`Webhook Token is shorter than ${MIN_LENGTH} characters`,
			'Enter a long random text and add it to the address that you give to Claritalk: …/webhook?token=TEXT',
		);
	}
	if (!arrives(token)) {
		throw refuse(
			'Webhook Token holds characters that mean something else in an address',
			'Use letters, digits, "-" and "_" only, in the address that you give to Claritalk, too',
		);
	}
}

/**
 * The secret in the address of a trigger that logs in with the same credential as this one. It is derived and not stored: the
 * end of a test, which sees nothing of what production remembers, must be able to register production's address again. It is
 * this n8n's own, since several may share a client.
 *
 * @param webhookId of the node, or the ID of one that has none
 * @throws UserError when the credential is empty, and n8n's error when there is none
 */
export async function derivedToken(
	context: IHookFunctions | IWebhookFunctions,
	webhookId: string,
): Promise<string> {
	const credential = await context.getCredentials(credentialTypeOf(context));
	const secret = credential.accessToken || credential.clientSecret;
	if (typeof secret !== 'string' || secret === '') {
		throw refuse('The Claritalk credential has no secret', 'Open it and fill in its fields');
	}
	return createHmac('sha256', secret)
		.update(`claritalk-webhook:${context.getInstanceId()}:${webhookId}`)
		.digest('base64url');
}

/** What stands for a node in {@link derivedToken}. */
export function webhookIdOf({ webhookId, id }: INode): string {
	return webhookId ?? id;
}

/** An address with a secret in it. */
export function withToken(url: string, token: string): string {
	const address = new URL(url);
	address.searchParams.set(PARAMETER, token);
	return address.toString();
}

/**
 * Whether a request carries the secret of the registered address: the one whose hash was remembered at registration, or the
 * one that the credential gives now. So a renewed credential loses no delivery, and after a test production is known by heart.
 */
export async function isAuthentic(context: IWebhookFunctions): Promise<boolean> {
	const { [PARAMETER]: given } = context.getQueryData() as IDataObject;
	if (typeof given !== 'string') return false;
	if (isRegisteredByHand(context)) {
		const chosen = chosenToken(context);
		return isLongEnough(chosen) && isEqual(given, chosen);
	}

	const { tokenHash } = context.getWorkflowStaticData('node');
	if (typeof tokenHash === 'string' && isEqual(hash(given), tokenHash)) return true;
	try {
		return isEqual(given, await derivedToken(context, webhookIdOf(context.getNode())));
	} catch {
		// Without a credential there is no token of now.
		return false;
	}
}

/** A fingerprint of a text from which the text cannot be told. */
export function hash(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}

function chosenToken(context: IHookFunctions | IWebhookFunctions): string {
	return String(context.getNodeParameter('webhookToken') ?? '');
}

/** Whether a secret that is pasted to the end of an address is read from it again. */
function arrives(token: string): boolean {
	return new URL(`https://n8n?${PARAMETER}=${token}`).searchParams.get(PARAMETER) === token;
}

function isLongEnough(token: string): boolean {
	return token.length >= MIN_LENGTH;
}

/** Compares in a time that tells nothing of where two texts differ, nor of how long the wanted one is. */
function isEqual(given: string, wanted: string): boolean {
	return timingSafeEqual(Buffer.from(hash(given)), Buffer.from(hash(wanted)));
}
