import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Envelope } from '../events/envelope';
import { deliveryKey } from './delivery';
import { RecentDeliveries } from './recentDeliveries';

/** Shared by all triggers of this process, keyed by workflow and node; see the class for its bounds. */
const recentDeliveries = new RecentDeliveries();

/** A delivery's right to start a run, which one of many that are the same has. */
export interface Claim {
	/** The run has begun: no other may start it again. */
	started(): void;
	/** No run came of it: the next that is the same may try. */
	release(): void;
}

/** Whoever listens for a test event wants to see it, however often it was sent before. */
const OF_A_TEST: Claim = { started: () => undefined, release: () => undefined };

/** Claims a delivery; gives nothing where one that is the same has started a run, or is about to. */
export function claimRun(context: IWebhookFunctions, envelope: Envelope): Claim | undefined {
	if (context.getMode() === 'manual') return OF_A_TEST;
	const trigger = `${context.getWorkflow().id}:${context.getNode().id}`;
	const staticData = context.getWorkflowStaticData('node');
	const key = deliveryKey(envelope);
	if (!recentDeliveries.claim(trigger, key, staticData.recentDeliveries, Date.now())) {
		return undefined;
	}
	return {
		started: () => {
			staticData.recentDeliveries = recentDeliveries.start(trigger, key, Date.now());
		},
		release: () => recentDeliveries.release(trigger, key),
	};
}

/** Does what makes a run of a claimed delivery; where none comes of it, the claim is given back. */
export async function withClaim(
	claim: Claim,
	work: () => Promise<IWebhookResponseData>,
): Promise<IWebhookResponseData> {
	let response: IWebhookResponseData = {};
	try {
		response = await work();
		return response;
	} finally {
		if (!response.workflowData) claim.release();
	}
}
