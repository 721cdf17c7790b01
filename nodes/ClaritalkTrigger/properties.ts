import type { INodeProperties } from 'n8n-workflow';

import { endpoints, inferredPart } from '../api/endpoints';
import type { Filters } from '../events/filters';
import type { ReportMode } from '../meetings/report';

/** What the user added of {@link options}. */
export interface TriggerOptions extends Filters {
	allowPrivateAddress?: boolean;
	report?: ReportMode;
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

export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Allow Private Address',
			name: 'allowPrivateAddress',
			type: 'boolean',
			default: true,
			description:
				'Whether to register an address within a private network, for a Claritalk that reaches that network. An address of this machine only, such as localhost, is refused all the same.',
		},
		{
			displayName: 'Locale',
			name: 'locale',
			type: 'string',
			default: '',
			placeholder: 'e.g. nl',
			description: 'Start only for meetings in this language',
		},
		{
			displayName: 'Only With Report',
			name: 'onlyWithReport',
			type: 'boolean',
			default: true,
			description: 'Whether to start for processed meetings only when their PDF report comes along',
		},
		{
			displayName: 'Report PDF',
			name: 'report',
			type: 'options',
			options: [
				{
					name: 'As Binary Data',
					value: 'binary',
					description: 'As a file, in the binary field "report"',
				},
				{
					name: 'As Base64 Text',
					value: 'base64',
					description: 'In the JSON, as Claritalk sends it',
				},
				{
					name: 'Drop',
					value: 'drop',
					description: 'Only its file name and size are kept',
				},
			],
			default: 'binary',
			description: 'What to do with the PDF report of a processed meeting',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'string',
			default: '',
			placeholder: 'e.g. Meeting processed',
			description: 'Start for a changed status only when it is this one',
		},
		{
			displayName: 'Title Contains',
			name: 'titleContains',
			type: 'string',
			default: '',
			placeholder: 'e.g. board',
			description: 'Start only for meetings with this text in their title',
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
	],
};
