import type { INodeProperties } from 'n8n-workflow';

import { UNPUBLISHED_FIELD } from '../api/endpoints';
import type { Field } from '../api/facts';
import { inPanelOrder } from './fields/collections';
import type { Operation } from './resources/operation';

/** Which fields a collection of the panel holds. */
const PLACES = {
	additionalFields: 'body',
	updateFields: 'body',
	filters: 'query',
	queryFields: 'query',
} as const;

/**
 * An operation's parameters, with the fields of the table that it does not name itself but that have a label there. One
 * that is not published any more says so.
 */
export function parametersOf({
	properties,
	endpoint,
}: Pick<Operation, 'properties' | 'endpoint'>): INodeProperties[] {
	const fields: Record<string, Field> = { ...endpoint?.query, ...endpoint?.body };
	const marked = (property: INodeProperties) =>
		fields[property.name]?.unpublished ? withNote(property) : property;
	return properties.map((property) => {
		const place = PLACES[property.name as keyof typeof PLACES];
		if (!place) return marked(property);
		const more = Object.entries<Field>(endpoint?.[place] ?? {}).flatMap(([name, field]) =>
			field.label ? [toProperty(name, field, field.label)] : [],
		);
		const own = (property.options ?? []) as INodeProperties[];
		const options = more.length === 0 ? own : inPanelOrder([...own, ...more]);
		return { ...property, options: options.map(marked) };
	});
}

function withNote(property: INodeProperties): INodeProperties {
	const { description = property.displayName } = property;
	return { ...property, description: `${description.replace(/\.$/, '')}. ${UNPUBLISHED_FIELD}` };
}

function toProperty(name: string, { kind, description }: Field, label: string): INodeProperties {
	const common = { displayName: label, name, description };
	switch (kind) {
		case 'boolean':
			return { ...common, type: 'boolean', default: false };
		case 'number':
			return { ...common, type: 'number', default: 0 };
		case 'date':
			return { ...common, type: 'dateTime', default: '' };
		case 'object':
			return { ...common, displayName: `${label} (JSON)`, type: 'json', default: '{}' };
		default:
			return { ...common, type: 'string', default: '' };
	}
}
