import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { userField } from '../shared/locators';
import { fieldsToKeep, markdownSwitch } from '../shared/meetingOutput';
import { statusesField } from '../shared/openLists';
import { nameOf } from '../shared/subtitle';
import type { Filters } from './filters';

/** What the user added of the options that both triggers have. */
export interface EventOptions extends Filters {
	report?: unknown;
	fields?: unknown;
	markdown?: unknown;
}

/** The events that start a workflow (documented). */
export const eventOptions: INodePropertyOptions[] = [
	{
		name: 'Meeting Processed',
		value: 'meeting.processed',
		description: 'All post-processing is complete; the PDF report comes along',
	},
	{
		name: 'Meeting Status Changed',
		value: 'meeting.status.changed',
		description: 'A meeting got another status',
	},
	{
		name: 'User Created',
		value: 'users.created',
		description: 'A user was created in the organisation',
	},
];

/** What the canvas shows below a trigger's name: the names of its events. */
export const subtitle = `={{ [$parameter["events"]].flat().map((event) => ${nameOf(
	Object.fromEntries(eventOptions.map(({ name, value }) => [value, name])),
	'event',
)}).join(", ") }}`;

/** Which of the events start a workflow. */
export const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	options: eventOptions,
	default: ['meeting.processed'],
	description: 'Which events start the workflow; the others are ignored',
};

/** The options of a trigger: those that both have, and its own, in the order of their names. */
export function optionsOf(own: INodeProperties[]): INodeProperties {
	const all = [...sharedOptions, ...own];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		// Not by `localeCompare`: its first use takes as long as loading all the rest.
		options: all.sort((one, other) => (one.displayName < other.displayName ? -1 : 1)),
	};
}

/** What becomes of the report. */
export const report: INodeProperties = {
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
};

const sharedOptions: INodeProperties[] = [
	fieldsToKeep,
	{
		displayName: 'Locale',
		name: 'locale',
		type: 'string',
		default: '',
		placeholder: 'e.g. nl',
		description: 'Start only for meetings in this language',
	},
	markdownSwitch,
	{
		displayName: 'Only With Report',
		name: 'onlyWithReport',
		type: 'boolean',
		default: true,
		description:
			'Whether to start for processed meetings only when their PDF report comes along; the polling trigger waits up to a day for one that comes later',
	},
	report,
	{
		displayName: 'Status (Saved Text)',
		name: 'status',
		type: 'string',
		default: '',
		placeholder: 'e.g. Meeting processed',
		description: 'Start for a changed status only when it is this one; replaced by Status',
		// Only where a workflow has it from before.
		displayOptions: { show: { status: [{ _cnd: { exists: true } }] } },
	},
	statusesField,
	{
		displayName: 'Title Contains',
		name: 'titleContains',
		type: 'string',
		default: '',
		placeholder: 'e.g. board',
		description: 'Start only for meetings with this text in their title',
	},
	userField('Start only for meetings of this user'),
];
