import type { INodeProperties } from 'n8n-workflow';

import type { Field } from '../api/facts';
import type { Operation } from './resources/operation';

/** Which fields a collection of the panel holds. */
const PLACES = {
	additionalFields: 'body',
	updateFields: 'body',
	filters: 'query',
} as const;

/** An operation's parameters, with the fields of the table that it does not name itself but that have a label there. */
export function parametersOf({ properties, endpoint }: Operation): INodeProperties[] {
	return properties.map((property) => {
		const place = PLACES[property.name as keyof typeof PLACES];
		const more = Object.entries<Field>((place && endpoint?.[place]) ?? {}).flatMap(
			([name, field]) =>
				field.label && !field.unpublished ? [toProperty(name, field, field.label)] : [],
		);
		if (more.length === 0) return property;
		const options = [...((property.options ?? []) as INodeProperties[]), ...more];
		return {
			...property,
			options: options.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
		};
	});
}

function toProperty(
	name: string,
	{ kind, description }: Field,
	displayName: string,
): INodeProperties {
	const common = { displayName, name, description };
	switch (kind) {
		case 'boolean':
			return { ...common, type: 'boolean', default: false };
		case 'number':
			return { ...common, type: 'number', default: 0 };
		case 'date':
			return { ...common, type: 'dateTime', default: '' };
		case 'object':
			return { ...common, type: 'json', default: '{}' };
		default:
			return { ...common, type: 'string', default: '' };
	}
}
