import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { toItem } from '../events/item';
import { events, simplify } from '../events/properties';
import { authentication, credentials } from '../shared/authentication';
import { listSearch } from '../shared/search';
import { judge } from './delivery';
import { options, registrationNotices, type TriggerOptions } from './properties';
import { RecentDeliveries } from './recentDeliveries';
import { isRegistered, register, unregister, WEBHOOK_PATH } from './registration';
import { isAuthentic } from './token';
import { findDoubt } from './verify';

/** Shared by all triggers of this process, keyed by workflow and node; see the class for its bounds. */
const recentDeliveries = new RecentDeliveries();

export class ClaritalkTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Claritalk Trigger',
		name: 'claritalkTrigger',
		icon: { light: 'file:../../icons/claritalk.svg', dark: 'file:../../icons/claritalk.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Claritalk has processed a meeting, and on other events',
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
			{
				displayName: 'Registration',
				name: 'registration',
				type: 'options',
				options: [
					{
						name: 'Automatic',
						value: 'automatic',
						description: 'Publishing this workflow tells Claritalk where to send its events',
					},
					{
						name: 'Manual',
						value: 'manual',
						description: 'Nothing is sent to Claritalk: you give it the address yourself',
					},
				],
				default: 'automatic',
				description: 'How Claritalk gets to know the address of this trigger',
			},
			...registrationNotices,
			{
				displayName: 'Webhook Token',
				name: 'webhookToken',
				type: 'string',
				typeOptions: { password: true },
				required: true,
				default: '',
				description:
					'A long random text that stands at the end of the address, so that nobody else can start this workflow',
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
		// n8n keeps no raw body of a multipart form, which is no envelope anyway.
		const { rawBody = Buffer.alloc(0) } = this.getRequestObject() as unknown as {
			rawBody?: Buffer;
		};
		const events = [this.getNodeParameter('events')].flat() as string[];
		const settings = this.getNodeParameter('options', {}) as TriggerOptions;
		const authentic = await isAuthentic(this);
		const verdict = judge({ authentic, body: this.getBodyData(), rawBody }, events, settings);
		if (verdict.kind === 'refused') return respond(this, verdict.status, verdict.message);

		// Someone who listens for a test event wants to see it, however often it was sent before.
		const isTest = this.getMode() === 'manual';
		const trigger = `${this.getWorkflow().id}:${this.getNode().id}`;
		const staticData = this.getWorkflowStaticData('node');
		if (
			!isTest &&
			!recentDeliveries.claim(trigger, verdict.key, staticData.recentDeliveries, Date.now())
		) {
			return respond(this, 200, 'Redelivery: ignored');
		}

		const release = () => {
			if (!isTest) recentDeliveries.release(trigger, verdict.key);
		};
		let isAccepted = false;
		try {
			const doubt = settings.verifyWithApi ? await findDoubt(this, verdict.envelope) : undefined;
			if (doubt?.isMissing) return respond(this, 401, `Not known to Claritalk: ${doubt.reason}`);
			const simplify = this.getNodeParameter('simplify') as boolean;
			const item = await toItem(
				verdict.envelope,
				{ simplify, ...(settings.report && { report: settings.report }) },
				this.helpers.prepareBinaryData,
				doubt && { verificationError: doubt.reason },
			);
			isAccepted = true;
			// n8n answers with an error when it could not create the execution: the next delivery may then start it.
			const response = this.getResponseObject();
			response.once('close', () => {
				if (response.statusCode >= 400) release();
			});
			return {
				workflowData: [[item]],
				// n8n answers only once the execution exists, so that nothing is lost that was answered with 200. What was
				// written to static data before that is forgotten by then: so it is written when n8n asks for the answer.
				get webhookResponse() {
					if (!isTest) {
						staticData.recentDeliveries = recentDeliveries.start(trigger, verdict.key, Date.now());
					}
					return { message: 'Accepted' };
				},
			};
		} finally {
			if (!isAccepted) release();
		}
	}
}

/** Answers a delivery that starts nothing here, since what is returned could only ever become a 200. */
function respond(
	context: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
