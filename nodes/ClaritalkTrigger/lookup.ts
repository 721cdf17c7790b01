import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { Client } from '../api/client';
import { clock } from '../api/clock';
import { endpoints } from '../api/endpoints';
import { isMissing } from '../api/nodeErrors';
import type { Envelope } from '../events/envelope';
import { credentialTypeOf } from '../shared/authentication';
import { parseId } from '../shared/values';
import { objectId } from './delivery';

/** How long the sender of an event waits for its answer while Claritalk is asked. */
const LONGEST_MS = 5_000;

/** What Claritalk says of the meeting or user that an event is about: that itself, or why it is not known. */
export interface Lookup {
	object?: IDataObject;
	reason?: string;
	/** Whether it is certain that it does not exist. */
	isMissing?: boolean;
}

/**
 * Asks Claritalk for the meeting or user that an event is about, as this credential sees it. It never fails: when the API
 * cannot be asked nothing is certain, and then the event counts, since losing one is worse.
 */
export async function lookUp(
	context: IWebhookFunctions,
	{ event, data }: Envelope,
): Promise<Lookup> {
	let id: string;
	try {
		id = parseId(objectId(event, data), 'The ID of the object');
	} catch (error) {
		// It may stand where nobody knew to look.
		return { reason: (error as Error).message };
	}
	try {
		const client = await Client.create(context, credentialTypeOf(context));
		const isUser = event.startsWith('users.');
		const object = await client.read(isUser ? endpoints.user.get : endpoints.meeting.get, {
			ids: isUser ? { userId: id } : { meetingId: id },
			deadline: clock.now() + LONGEST_MS,
		});
		return { object };
	} catch (error) {
		return { isMissing: isMissing(error), reason: (error as Error).message };
	}
}
