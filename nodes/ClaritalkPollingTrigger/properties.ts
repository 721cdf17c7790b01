import { endpoints, inferredPart } from '../api/endpoints';
import { type EventOptions, optionsOf } from '../events/properties';
import { dossierField, teamField } from '../shared/locators';

/** What the user added of {@link options}. */
export interface PollingOptions extends EventOptions {
	fetchFullMeeting?: unknown;
}

export const options = optionsOf([
	dossierField(
		'Start only for meetings of this dossier. A meeting that names no dossier starts nothing.',
	),
	{
		displayName: 'Fetch Full Meeting',
		name: 'fetchFullMeeting',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask for each meeting itself, since the list may hold only a part of it. ' +
			inferredPart(endpoints.meeting.get),
	},
	teamField('Start only for meetings of this team. A meeting that names no team starts nothing.'),
]);
