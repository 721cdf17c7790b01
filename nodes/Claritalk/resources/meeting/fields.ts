import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../api/endpoints';
import { isFilled, isObject } from '../../../api/json';
import { table } from '../../../api/table';
import { dossierField, teamField, userField } from '../../../shared/locators';
import { identifierTypeField, localeField, systemField } from '../../../shared/openLists';
import { parseText, refuse } from '../../../shared/values';
import { extraFields } from '../../fields/collections';
import type { ItemParameters } from '../../parameters';

const { body } = endpoints.meeting.create;
const { relation } = table;

/** The one field that a new meeting must have. */
export const titleField: INodeProperties = {
	displayName: 'Title',
	name: 'title',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. Annual accounts 2026',
	description: 'What the meeting is called',
};

const externalRelation: INodeProperties = {
	displayName: 'External Relation',
	name: 'externalRelation',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Relation',
	default: {},
	description: 'The records of other systems that the meeting is linked to, such as a client there',
	options: [
		{
			displayName: 'Relation',
			name: 'relation',
			values: [
				{
					displayName: 'Identifier',
					name: 'identifier',
					type: 'string',
					default: '',
					description: 'The ID of the record in that system',
				},
				identifierTypeField,
				systemField,
			],
		},
	],
};

/** The fields that a new meeting may have. */
export const meetingFields: INodeProperties[] = [
	dossierField('The dossier that the meeting belongs to'),
	externalRelation,
	localeField,
	teamField('The team that the meeting is shared with'),
	userField('Whose meeting it is. Only a service account may name another user'),
	{
		displayName: 'External Relations (JSON)',
		name: 'externalRelations',
		type: 'json',
		default: '{}',
		description:
			'What the meeting is linked to in other systems, as a JSON object; what it says goes before External Relation',
	},
	extraFields,
];

/**
 * What a meeting is created with.
 *
 * @throws UserError naming the field and the cure
 */
export function readNewMeeting(parameters: ItemParameters): IDataObject {
	const relations = readRelations(parameters.collection('additionalFields').externalRelation);
	return parameters.fields('additionalFields', body, {
		...parameters.required('title', body),
		...(Object.keys(relations).length > 0 && { [body.externalRelations.sent]: relations }),
	});
}

/** The records of the form, by the lower-case names of their systems. */
function readRelations(form: unknown): IDataObject {
	const relations: IDataObject = {};
	for (const given of [isObject(form) ? form.relation : undefined].flat()) {
		const { system, identifier, identifierType } = isObject(given) ? given : {};
		const [inSystem, type] = [system, identifierType].map(valueOf);
		if (![inSystem, identifier, type].some(isFilled)) continue;
		const key = parseText(inSystem, 'External Relation › System').toLowerCase();
		if (key in relations) {
			throw refuse(
				`External Relation: "${key}" is there twice`,
				'A meeting has one record in each system: remove one of them',
			);
		}
		relations[key] = {
			[relation.identifier.sent]: parseText(identifier, 'External Relation › Identifier'),
			...(isFilled(type) && {
				[relation.identifierType.sent]: parseText(type, 'External Relation › Identifier Type'),
			}),
		};
	}
	return relations;
}

/** What a resource locator holds; an expression may give it directly. */
function valueOf(locator: unknown): unknown {
	return isObject(locator) ? locator.value : locator;
}
