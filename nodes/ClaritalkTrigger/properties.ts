import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { endpoints, inferredPart } from '../api/endpoints';
import { type EventOptions, optionsOf } from '../events/properties';
import { dossierField, teamField } from '../shared/locators';

/** What the user added of {@link options}. */
export interface TriggerOptions extends EventOptions {
	allowPrivateAddress?: unknown;
	verifyWithApi?: unknown;
}

/** Who tells Claritalk the address. */
export const registration: INodeProperties = {
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
};

/** What has to be known about the address, for each way of registration; one of them is shown. */
export const registrationNotices: INodeProperties[] = [
	{
		displayName:
			"Only one workflow can receive Claritalk's events: the one published last. To start others, call them from this one.",
		name: 'automaticNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['automatic'] } },
	},
	{
		displayName:
			// n8n leaves of a notice's markup only lists and links.
			'<ul><li>Enter a Webhook Token below.</li><li>Copy the production URL from Webhook URLs above, and add ?token= and the token at its end.</li><li>Give that address to Claritalk, or to the operation Create of the resource Organisation, and publish this workflow.</li></ul>',
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
];

const EXECUTIONS = "<a data-key='executions'>executions list</a>";

/** What n8n shows beside the node while nothing has come yet: who gets the events when, and what to do when n8n moved. */
export const triggerPanel: INodeTypeDescription['triggerPanel'] = {
	header: '',
	executionsHelp: {
		inactive: `<b>While building your workflow</b>, click the 'execute step' button, then finish a meeting in Claritalk. While this node listens, Claritalk sends its events here; afterwards again to the workflow that was published last.<br /><br /><b>Once you're happy with your workflow</b>, publish it. Every event then runs it, and the runs show up in the ${EXECUTIONS}, but not in the editor.`,
		active: `<b>While building your workflow</b>, click the 'execute step' button, then finish a meeting in Claritalk. While this node listens, Claritalk sends its events here; afterwards again to the workflow that was published last.<br /><br /><b>Your workflow also runs by itself</b>, since it is published: its runs show up in the ${EXECUTIONS}. Unpublish it and publish it again after the address of n8n or the credential changed.`,
	},
	activationHint:
		"Once you've finished building your workflow, publish it to have Claritalk send every event to it (you just won't see those runs here).",
};

/** What becomes of an event that does not say whose the meeting is, as what is documented of it does not. */
const UNSAID =
	'Where the event does not name it, Claritalk is asked for the meeting; if it cannot tell within 5 seconds, the workflow starts all the same. ' +
	inferredPart(endpoints.meeting.get);

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
	dossierField(`Start only for meetings of this dossier. ${UNSAID}`),
	teamField(`Start only for meetings of this team. ${UNSAID}`),
]);
