import type { IWebhookFunctions } from 'n8n-workflow';

import { Client } from '../api/client';
import { endpoints } from '../api/endpoints';
import { isMissing } from '../api/nodeErrors';
import type { Envelope } from '../events/envelope';
import { credentialTypeOf } from '../shared/authentication';
import { parseId } from '../shared/values';
import { objectId } from './delivery';

/**
 * Asks Claritalk whether the meeting or user that an event is about exists for this credential.
 *
 * @returns undefined when it exists; otherwise whether it is certain that it does not (`isMissing`), and why. When the API
 * cannot be asked, nothing is certain: then the event counts, since losing one is worse.
 */
export async function findDoubt(
	context: IWebhookFunctions,
	{ event, data }: Envelope,
): Promise<{ isMissing: boolean; reason: string } | undefined> {
	let id: string;
	try {
		id = parseId(objectId(event, data), 'The ID of the object');
	} catch (error) {
		// It may stand where nobody knew to look.
		return { isMissing: false, reason: (error as Error).message };
	}
	try {
		const client = await Client.create(context, credentialTypeOf(context));
		if (event.startsWith('users.')) await client.read(endpoints.user.get, { ids: { userId: id } });
		else await client.read(endpoints.meeting.get, { ids: { meetingId: id } });
		return undefined;
	} catch (error) {
		return { isMissing: isMissing(error), reason: (error as Error).message };
	}
}
