import { endpoints, inferredPart } from '../api/endpoints';
import { type EventOptions, optionsOf } from '../events/properties';

/** What the user added of {@link options}. */
export interface PollingOptions extends EventOptions {
	fetchFullMeeting?: unknown;
}

export const options = optionsOf([
	{
		displayName: 'Fetch Full Meeting',
		name: 'fetchFullMeeting',
		type: 'boolean',
		default: true,
		description:
			'Whether to ask for each meeting itself, since the list may hold only a part of it. ' +
			inferredPart(endpoints.meeting.get),
	},
]);
