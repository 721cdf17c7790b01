import type { INodeProperties } from 'n8n-workflow';

// Claritalk does not publish which values these fields take: the list suggests what is known, and any text goes.

export const localeField = openList(
	'Locale',
	'locale',
	'suggestLocales',
	'The language that is spoken',
	'e.g. nl',
);

export const roleField = openList(
	'Role',
	'role',
	'suggestRoles',
	'What the user may do in the organisation',
	'e.g. member',
);

/** The system that a meeting is linked to a record of. */
export const systemField = openList(
	'System',
	'system',
	'suggestSystems',
	'The system that the record is in',
	'e.g. Silverfin',
);

/** What a record is called in its system. */
export const identifierTypeField = openList(
	'Identifier Type',
	'identifierType',
	'suggestIdentifierTypes',
	'What the record is in that system',
	'e.g. company',
);

export const statusField = openList(
	'Status',
	'status',
	'suggestStatuses',
	'Only meetings with this status',
	'e.g. Meeting processed',
);

/** Several statuses of a meeting. */
export const statusesField: INodeProperties = {
	displayName: 'Status',
	name: 'statuses',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Status' },
	placeholder: 'Add Status',
	default: {},
	description: 'Start for a changed status only when it is one of these',
	options: [{ displayName: 'Status', name: 'status', values: [statusField] }],
};

function openList(
	displayName: string,
	name: string,
	searchListMethod: string,
	description: string,
	placeholder: string,
): INodeProperties {
	const article = /^[AEIO]/.test(displayName) ? 'an' : 'a';
	return {
		displayName,
		name,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: `${description}; a value that is not in the list can be typed`,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: `Select ${article} ${displayName.toLowerCase()}...`,
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'By Value', name: 'id', type: 'string', placeholder },
		],
	};
}
