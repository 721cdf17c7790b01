import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { isObjectEmpty } from 'n8n-workflow';

import { isObject } from '../api/json';
import {
	parseAmount,
	parseDate,
	parseId,
	parseJsonObject,
	parseLimit,
	parsePath,
	parseText,
	parseUrl,
} from '../shared/values';

/** A collection's fields by the API's names for them. */
type FieldNames = Record<string, string>;

/**
 * The parameters of one input item. Every reader resolves expressions for that item, and what is not usable is
 * refused with a `UserError` that names the field as the panel shows it, and the cure.
 */
export class ItemParameters {
	/** @param properties the operation's own parameters, for their labels and types */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly properties: INodeProperties[],
	) {}

	/** The ID behind a resource locator. */
	id(name: string): string {
		return parseId(this.read(name), this.label(name));
	}

	/** A text that must not be empty. */
	text(name: string): string {
		return parseText(this.read(name), this.label(name));
	}

	/** A web address. */
	url(name: string): string {
		return parseUrl(this.read(name), this.label(name));
	}

	/** A path below the API's root, safe to be appended to it. */
	path(name: string): string {
		return parsePath(this.read(name), this.label(name));
	}

	/** A JSON object, given as text or as an object; `{}` when left empty. */
	json(name: string): IDataObject {
		return parseJsonObject(this.read(name), this.label(name));
	}

	flag(name: string): boolean {
		return this.read(name) === true;
	}

	/** A number that is not smaller than `least`. */
	amount(name: string, least: number): number {
		return parseAmount(this.read(name), this.label(name), least);
	}

	/** One of a fixed list of values. */
	choice<T extends string>(name: string): T {
		return this.read(name) as T;
	}

	/** How many rows to return at most: `Infinity` when Return All is on. */
	limit(): number {
		return this.flag('returnAll') ? Infinity : parseLimit(this.read('limit'), this.label('limit'));
	}

	/**
	 * The fields of a collection that the user added, by the API's names, with what is in Extra Fields or Extra
	 * Query merged in last. A field that was added and left empty is not sent.
	 */
	fields(collection: string, names: FieldNames): IDataObject {
		const given = (this.read(collection) ?? {}) as IDataObject;
		const options = (this.property(collection)?.options ?? []) as INodeProperties[];
		const fields: IDataObject = {};
		let extra: IDataObject = {};
		for (const option of options.filter(({ name }) => isFilled(given[name]))) {
			const value = this.parse(option, `${collection}.${option.name}`);
			if (!(option.name in names)) extra = value as IDataObject;
			else if (!isObject(value) || !isObjectEmpty(value)) fields[names[option.name]] = value;
		}
		return { ...fields, ...extra };
	}

	private parse({ name, type, displayName }: INodeProperties, path: string): IDataObject[string] {
		const value = this.read(path);
		if (type === 'json') return parseJsonObject(value, displayName);
		if (type === 'dateTime') return parseDate(value, displayName);
		if (name.endsWith('Id')) return parseId(value, displayName);
		return name.endsWith('Url') ? parseUrl(value, displayName) : parseText(value, displayName);
	}

	private read(name: string): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, undefined, { extractValue: true });
	}

	private property(name: string): INodeProperties | undefined {
		return this.properties.find((property) => property.name === name);
	}

	private label(name: string): string {
		return this.property(name)?.displayName ?? name;
	}
}

/** Whether a field of a collection holds anything; a resource locator is asked for its value. */
function isFilled(field: unknown): boolean {
	const value =
		typeof field === 'object' && field !== null && '__rl' in field
			? (field as { value?: unknown }).value
			: field;
	return value !== undefined && value !== null && value !== '';
}
