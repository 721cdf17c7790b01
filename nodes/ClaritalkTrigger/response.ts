import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Claim } from './claim';

/** Turns a delivery away with an error, and says so in n8n's log: who sent it may not look at the answer. */
export function refuse(
	context: IWebhookFunctions,
	status: 400 | 401,
	reason: string,
): IWebhookResponseData {
	warn(context, `refused a delivery with ${status}: ${reason}`);
	return respond(context, status, reason);
}

/** Answers a delivery that is to start nothing as if all were well: an error would have it sent again. */
export function ignore(context: IWebhookFunctions, reason: string): IWebhookResponseData {
	return respond(context, 200, reason);
}

/** Lets n8n start a run with an item. Where n8n cannot create the execution, it answers with an error. */
export function startRun(
	context: IWebhookFunctions,
	claim: Claim,
	item: INodeExecutionData,
): IWebhookResponseData {
	const response = context.getResponseObject();
	const releaseUnanswered = () => {
		// Who hung up got no answer and sends again, whether or not this run begins: twice is better than never.
		if (response.statusCode >= 400 || !response.writableEnded) claim.release();
	};
	if (response.destroyed) releaseUnanswered();
	else response.once('close', releaseUnanswered);
	return answeredOnceStarted(item, () => claim.started());
}

/**
 * What starts a run, and tells when it was started: `webhookResponse` is a getter, which n8n reads for the answer to the sender.
 *
 * The claim must be kept once the execution exists and not before, else a delivery that n8n could not store would count as run;
 * and before static data is saved, else a restart would forget it. n8n tells neither moment to a node. It creates the execution,
 * reads this, and then saves static data and answers: with the response mode `onReceived` and an empty `responseData`, in
 * `executeWebhook` of n8n 2.41. Up to 2.4 at the least, it reads this just before the execution exists. Two tests in real n8n fail
 * where it is read at another moment: the one of a database that cannot be written, and the one of a crash after a delivery.
 */
function answeredOnceStarted(
	item: INodeExecutionData,
	onStarted: () => void,
): IWebhookResponseData {
	return {
		workflowData: [[item]],
		get webhookResponse() {
			onStarted();
			return { message: 'Accepted' };
		},
	};
}

/** Says in n8n's log what a trigger did. */
export function warn(context: IWebhookFunctions, what: string): void {
	const { id: workflowId, name } = context.getWorkflow();
	context.logger.warn(`The Claritalk Trigger of the workflow "${name}" ${what}`, {
		workflowId,
		node: context.getNode().name,
	});
}

/** Answers a delivery by itself: what a webhook returns could only ever become a 200. */
function respond(
	context: IWebhookFunctions,
	status: number,
	message: string,
): IWebhookResponseData {
	context.getResponseObject().status(status).json({ message });
	return { noWebhookResponse: true };
}
