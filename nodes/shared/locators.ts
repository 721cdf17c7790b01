import type { INodeProperties } from 'n8n-workflow';

import { endpoints } from '../api/endpoints';
import type { Endpoint } from '../api/facts';

const UUID = '0d5f1c1e-6f0e-4c83-9a51-3c1a5d3a1b2c';

/** What may be pasted around an ID, seen or not. */
const BLANK = '[\\s\\u200b-\\u200d\\u2060]';

/** What a meeting's ID follows in a web address: it is taken for what the API calls its list, or may call it (inferred). */
const { path, alternatives = [] }: Endpoint = endpoints.meeting.getMany;
const PLACES = [path, ...alternatives];
const LIKELY_PLACES = PLACES.slice(0, 2)
	.map((place) => `${place}/`)
	.join(' or ');

/** A web address that holds a meeting's ID, as a whole part of it. */
const ADDRESS = `^${BLANK}*[Hh][Tt][Tt][Pp][Ss]?://[^?#]+(?:${PLACES.join('|')})/([\\w-]+)(?![\\w%~:@-]|\\.\\w)`;

const meeting = locator(
	'Meeting',
	'meetingId',
	'searchMeetings',
	'The meeting to work on',
	'To search by title, choose From List; for a web address, By URL',
);

/** The meeting an operation is about, also by a web address that holds its ID. */
export const meetingLocator: INodeProperties = {
	...meeting,
	required: true,
	modes: [
		...(meeting.modes ?? []),
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: `e.g. https://app.claritalk.com${path}/${UUID}`,
			hint: `The ID is what follows ${LIKELY_PLACES} in the address`,
			extractValue: { type: 'regex', regex: ADDRESS },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: `(?:${ADDRESS}[^]*)?`,
						errorMessage: `Not the address of a meeting: it has the ID after ${LIKELY_PLACES}`,
					},
				},
			],
		},
	],
};

/** The user an operation is about. */
export const userLocator: INodeProperties = { ...userField('The user to work on'), required: true };

/** A meeting that is named beside what an operation is about. */
export function meetingField(description: string): INodeProperties {
	return { ...meetingLocator, required: false, description };
}

// In a collection a locator must not be `required`: n8n would refuse the whole node even where it is not used.

export function userField(description: string): INodeProperties {
	return locator('User', 'userId', 'searchUsers', description);
}

export function teamField(description: string): INodeProperties {
	return locator('Team', 'teamId', 'searchTeams', description);
}

export function dossierField(description: string): INodeProperties {
	return locator('Dossier', 'dossierId', 'searchDossiers', description);
}

/**
 * A resource locator that searches a list or takes an ID.
 *
 * @param cure what to do with a value that is no ID
 */
function locator(
	displayName: string,
	name: string,
	searchListMethod: string,
	description: string,
	cure = 'To search by name, choose From List',
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select a ${displayName.toLowerCase()}...`,
				typeOptions: { searchListMethod, searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: `e.g. ${UUID}`,
				validation: [
					{
						type: 'regex',
						properties: {
							// Nothing at all is no ID either, but where it has to be one n8n says so itself.
							regex: `(?:${BLANK}*[\\w-]+${BLANK}*)?`,
							errorMessage: `Not an ID: it holds only letters, digits, "-" and "_". ${cure}`,
						},
					},
				],
			},
		],
	};
}
