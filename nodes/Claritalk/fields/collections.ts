import type { INodeProperties } from 'n8n-workflow';

/** What lets a user send a body field that this package does not know: most names are inferred. */
export const extraFields: INodeProperties = {
	displayName: 'Custom Fields (JSON)',
	name: 'extraFields',
	type: 'json',
	default: '{}',
	description:
		'More fields for Claritalk, as a JSON object such as {"language": "nl"}. They are added last, so they also replace the fields above.',
};

/** The same for a query. */
export const extraQuery: INodeProperties = {
	displayName: 'Custom Query (JSON)',
	name: 'extraQuery',
	type: 'json',
	default: '{}',
	description:
		'More filters for Claritalk, as a JSON object such as {"status": "draft"}. They are added last, so they also replace the filters above.',
};

/** The options of collections that hold more fields, as JSON. */
export const EXTRAS = new Set([extraFields.name, extraQuery.name]);

/** The options of a collection in their order: by name, after them what is written as JSON, and last what is custom. */
export function inPanelOrder<T extends Pick<INodeProperties, 'displayName' | 'name' | 'type'>>(
	options: T[],
): T[] {
	const rank = ({ name, type }: T) => (EXTRAS.has(name) ? 2 : type === 'json' ? 1 : 0);
	return [...options].sort((a, b) => rank(a) - rank(b) || (a.displayName < b.displayName ? -1 : 1));
}

/** The optional fields of a creating operation. */
export function additionalFields(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options,
	};
}

/** The fields of an updating operation, of which at least one must be set. */
export function updateFields(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Update Fields',
		name: 'updateFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		options,
	};
}

/** The filters of a list operation. */
export function filters(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options,
	};
}

/** What an operation that sends a body can have in its query. */
export function queryFields(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Query Parameters',
		name: 'queryFields',
		type: 'collection',
		placeholder: 'Add Parameter',
		default: {},
		options,
	};
}

/** A text that the API searches for. */
export function searchField(description: string): INodeProperties {
	return {
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		description,
	};
}

/** A parameter that shows for some values of others only. */
export function shownFor(
	show: Record<string, Array<string | boolean>>,
	property: INodeProperties,
): INodeProperties {
	return { ...property, displayOptions: { show } };
}
