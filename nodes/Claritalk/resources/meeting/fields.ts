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

/** The length of `={{}}`. */
const SHORTEST_EXPRESSION = 5;

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
				systemField,
				{
					displayName: 'Identifier',
					name: 'identifier',
					type: 'string',
					default: '',
					description: 'The ID of the record in that system',
				},
				identifierTypeField,
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
	// Whatever a system is called, its name is nothing but a name.
	const relations = new Map<string, IDataObject>();
	for (const { system, identifier, identifierType } of relationsIn(form)) {
		const [inSystem, type] = [system, identifierType].map(valueOf);
		if (![inSystem, identifier, type].some(isFilled)) continue;
		const key = parseText(inSystem, 'External Relation › System').toLowerCase();
		if (relations.has(key)) {
			throw refuse(
				`External Relation: "${key}" is there twice`,
				'A meeting has one record in each system: remove one of them',
			);
		}
		relations.set(key, {
			[relation.identifier.sent]: parseText(identifier, 'External Relation › Identifier'),
			...(isFilled(type) && {
				[relation.identifierType.sent]: parseText(type, 'External Relation › Identifier Type'),
			}),
		});
	}
	return Object.fromEntries(relations);
}

/**
 * The rows of the form. Of one expression in place of the form, or of its rows, n8n leaves nothing but an empty form, or an
 * empty row for each of its characters: nothing of that may get lost in silence.
 */
function relationsIn(form: unknown): IDataObject[] {
	if (!isFilled(form)) return [];
	const rows = isObject(form) ? [form.relation ?? []].flat().filter(isObject) : [];
	const isLost =
		!isObject(form) || form.relation === undefined || rows.length >= SHORTEST_EXPRESSION;
	if (!isLost || rows.some(({ system }) => isFilled(valueOf(system)))) return rows;
	throw refuse(
		'External Relation holds no relation',
		'Add one, or remove it. n8n takes no expression for all of it: give each field one of its own, or use External Relations (JSON)',
	);
}

/** What a resource locator holds; an expression may give it directly. */
function valueOf(locator: unknown): unknown {
	return isObject(locator) ? locator.value : locator;
}
