import type { INodeProperties } from 'n8n-workflow';

import { endpoints, inferredPart } from '../api/endpoints';
import { type EventOptions, optionsOf } from '../events/properties';

/** What the user added of {@link options}. */
export interface TriggerOptions extends EventOptions {
	allowPrivateAddress?: boolean;
	verifyWithApi?: boolean;
}

/** What has to be known about the address, for each way of registration. */
export const registrationNotices: INodeProperties[] = [
	{
		displayName:
			'Claritalk sends its events to one address per client: the workflow that was published last gets them. To start several workflows, call them from this one. Unpublish and publish again after the address of this n8n or the credential changed. ' +
			inferredPart(endpoints.webhook.register),
		name: 'automaticNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['automatic'] } },
	},
	{
		displayName:
			'While this node listens for a test event, Claritalk sends to a test address; the production address is registered again afterwards. After unpublishing, Claritalk may go on sending: it documents no way to remove an address.',
		name: 'testNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['automatic'] } },
	},
	{
		displayName:
			'Give Claritalk, or the operation Create of the resource Organisation, the production URL from Webhook URLs above with ?token= and the Webhook Token at its end.',
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
];

export const options = optionsOf([
	{
		displayName: 'Allow Private Address',
		name: 'allowPrivateAddress',
		type: 'boolean',
		default: true,
		description:
			'Whether to register an address within a private network, for a Claritalk that reaches that network. An address of this machine only, such as localhost, is refused all the same.',
	},
	{
		displayName: 'Verify With API',
		name: 'verifyWithApi',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask Claritalk first if the meeting or user exists, and refuse the event if not. ' +
			inferredPart(endpoints.meeting.get),
	},
]);
