import type {
	IDataObject,
	IHookFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import type { Envelope } from '../events/envelope';
import { belongs } from '../events/filters';
import { itemSettings, toItem } from '../events/item';
import { events, subtitle } from '../events/properties';
import { readableSettings, settingsOf } from '../events/settings';
import { authentication, credentials } from '../shared/authentication';
import { listSearch } from '../shared/search';
import { simplify } from '../shared/simplify';
import { parseFlag } from '../shared/values';
import { claimRun, withClaim } from './claim';
import { type Delivery, judge } from './delivery';
import { lookUp } from './lookup';
import {
	options,
	registration,
	registrationNotices,
	triggerPanel,
	type TriggerOptions,
} from './properties';
import { isRegistered, register, unregister, WEBHOOK_PATH } from './registration';
import { ignore, refuse, startRun, warn } from './response';
import { isAuthentic } from './token';

export class ClaritalkTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Claritalk Trigger',
		name: 'claritalkTrigger',
		icon: { light: 'file:../../icons/claritalk.svg', dark: 'file:../../icons/claritalk.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle,
		// In n8n's search it stands for the action node, too, and has one line there.
		description: 'Summaries, to-dos and reports of meetings',
		eventTriggerDescription:
			'Finish a meeting in Claritalk. It can take some minutes until it is processed',
		activationMessage:
			"Claritalk now sends its events to this workflow, and to no other. Unpublish it and publish it again after n8n's address or the credential changed.",
		triggerPanel,
		defaults: { name: 'Claritalk Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				responseMode: 'onReceived',
				// Nothing here: n8n then asks what `webhook()` returned for the answer, once the execution exists.
				responseData: '',
				path: WEBHOOK_PATH,
			},
		],
		properties: [
			authentication,
			events,
			registration,
			...registrationNotices,
			{
				displayName: 'Webhook Token',
				name: 'webhookToken',
				type: 'string',
				typeOptions: { password: true },
				required: true,
				default: '',
				description:
					'A long random text, of at least 16 characters, that stands at the end of the address, so that nobody else can start this workflow',
				displayOptions: { show: { registration: ['manual'] } },
			},
			simplify,
			options,
		],
	};

	methods = { listSearch };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await isRegistered(this);
			},

			async create(this: IHookFunctions): Promise<boolean> {
				await register(this);
				return true;
			},

			async delete(this: IHookFunctions): Promise<boolean> {
				await unregister(this);
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const isAllowed = await isAuthentic(this);
		if (!isAllowed) return refuse(this, 401, 'The token in the address is missing or wrong');

		const settings = readableSettings(settingsOf<TriggerOptions>(this), (problem) =>
			warn(this, `passes over a setting that cannot be read: ${problem}`),
		);
		const verdict = judge(deliveryTo(this), settings.events, settings);
		if (verdict.kind === 'unusable') return refuse(this, 400, verdict.reason);
		if (verdict.kind === 'unwanted') return ignore(this, verdict.reason);

		const { envelope, isUnsaid } = verdict;
		const isVerified = parseFlag(settings.verifyWithApi, 'Verify With API');
		const claim = claimRun(this, envelope);
		if (!claim) return ignore(this, 'Redelivery: ignored');

		return await withClaim(claim, async () => {
			const found = isVerified || isUnsaid ? await lookUp(this, envelope) : {};
			if (isVerified && found.isMissing) {
				return refuse(this, 401, `Not known to Claritalk: ${found.reason}`);
			}
			if (isUnsaid) {
				const isWanted = found.object && belongs(found.object, settings);
				if (isWanted === false) return ignore(this, 'Of another user, team or dossier: ignored');
				if (isWanted === undefined) warnOfUnsaid(this, found.reason);
			}
			const verificationError = isVerified ? found.reason : undefined;
			return startRun(this, claim, await itemOf(this, envelope, settings, verificationError));
		});
	}
}

/**
 * What was sent. n8n keeps no raw body of a multipart form, which is no envelope anyway; and of JSON that it takes for
 * another form it makes something else, with an event where a title says "&event=".
 */
function deliveryTo(context: IWebhookFunctions): Delivery {
	const { rawBody } = context.getRequestObject() as object as { rawBody?: Buffer };
	const { 'content-type': type } = context.getHeaderData() as IDataObject;
	const isParsed = /^application\/json\b/i.test(String(type));
	return {
		body: isParsed ? context.getBodyData() : undefined,
		rawBody: rawBody ?? Buffer.alloc(0),
	};
}

/** Says that a run starts though nobody knows whether the user wants it. */
function warnOfUnsaid(context: IWebhookFunctions, reason = 'Claritalk names none'): void {
	warn(context, `started a run for a meeting whose user, team or dossier is not known: ${reason}`);
}

/** The item that a run starts with. */
async function itemOf(
	context: IWebhookFunctions,
	envelope: Envelope,
	settings: TriggerOptions & { simplify: unknown },
	verificationError: string | undefined,
): Promise<INodeExecutionData> {
	return await toItem(
		envelope,
		itemSettings(settings.simplify, settings),
		context.helpers.prepareBinaryData,
		{ ...(verificationError !== undefined && { verificationError }) },
	);
}
