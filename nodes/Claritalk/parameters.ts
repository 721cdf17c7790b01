import type { IBinaryData, IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { isObjectEmpty } from 'n8n-workflow';

import type { Field } from '../api/facts';
import { isFilled, isObject } from '../api/json';
import {
	parseAmount,
	parseDate,
	parseFlag,
	parseId,
	parseJson,
	parseJsonObject,
	parseLimit,
	parseList,
	parseOption,
	parsePath,
	parseSegment,
	parseText,
	parseUrl,
	refuse,
} from '../shared/values';
import { EXTRAS } from './fields/collections';

/** Fields of a body or query by the node's names for them. */
type Fields = Readonly<Record<string, Field>>;

/**
 * The parameters of one input item. Every reader resolves expressions for that item, and what is not usable is
 * refused with a `UserError` that names the field as the panel shows it, and the cure.
 */
export class ItemParameters {
	/** @param properties the operation's own parameters, for their labels */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly properties: INodeProperties[],
	) {}

	/** The ID behind a resource locator. */
	id(name: string): string {
		return parseId(this.readLocator(name, this.label(name)), this.label(name));
	}

	/** A text that can stand in a path as one part of it. */
	segment(name: string): string {
		return parseSegment(this.read(name), this.label(name));
	}

	/** A path below the API's root at an origin, safe to be appended to it. */
	path(name: string, origin: string): string {
		return parsePath(this.read(name), this.label(name), origin);
	}

	/** A JSON object, given as text or as an object; `{}` when left empty. */
	object(name: string): IDataObject {
		return parseJsonObject(this.read(name), this.label(name));
	}

	/** A JSON object or list, given as text or as it is; `{}` when left empty. */
	json(name: string): IDataObject | IDataObject[] {
		return parseJson(this.read(name), this.label(name));
	}

	flag(name: string): boolean {
		return parseFlag(this.read(name), this.label(name));
	}

	/** A number that is not smaller than `least`. */
	amount(name: string, least: number): number {
		return parseAmount(this.read(name), this.label(name), least);
	}

	/** One of a fixed list of values. */
	choice<T extends string>(name: string): T {
		return parseOption<T>(this.read(name), this.property(name) as INodeProperties);
	}

	/** What a user added of a collection, as n8n gives it. */
	collection(name: string): IDataObject {
		return (this.read(name) ?? {}) as IDataObject;
	}

	/** A collection as it is saved, with its expressions. */
	written(name: string): IDataObject {
		const options = { rawExpressions: true };
		return this.context.getNodeParameter(name, this.itemIndex, {}, options) as IDataObject;
	}

	/** A value as n8n gives it. */
	raw(name: string): unknown {
		return this.read(name);
	}

	/** The binary fields to send: names, separated by commas, or binary values of an expression; none where none is required. */
	binaries(name: string): Array<string | IBinaryData> {
		const given = this.read(name);
		const sources = (Array.isArray(given) ? given : [given]) as Array<string | IBinaryData>;
		const all = sources.flatMap(
			(one): Array<string | IBinaryData> =>
				typeof one === 'string' ? one.split(',').map((source) => source.trim()) : [one],
		);
		const filled = [...new Set(all)].filter(isFilled);
		if (filled.length > 0 || !this.property(name)?.required) return filled;
		throw refuse(
			`${this.label(name)} is empty`,
			'Enter the name of the field that holds the file; it is "data" unless another node named it otherwise',
		);
	}

	/** How many rows to return at most: `Infinity` when Return All is on. */
	limit(): number {
		return this.flag('returnAll') ? Infinity : parseLimit(this.read('limit'), this.label('limit'));
	}

	/** A field that must not be empty, by the API's name. */
	required(name: string, fields: Fields): IDataObject {
		return { [fields[name].sent]: this.parse(fields[name], name, this.label(name)) };
	}

	/**
	 * The fields of a collection that the user added, by the API's names; those in Custom Fields or Custom Query are merged in last.
	 * A field that was added and left empty is not sent, nor is one that is none of this call's.
	 *
	 * @param known what was read elsewhere, by the API's names; an object of the collection goes into one that is known
	 */
	fields(collection: string, fields: Fields, known: IDataObject = {}): IDataObject {
		const given = this.collection(collection);
		const options = (this.property(collection)?.options ?? []) as INodeProperties[];
		const sent = { ...known };
		let extra: IDataObject = {};
		for (const { name, displayName } of options.filter((option) =>
			holdsAnything(given[option.name]),
		)) {
			const path = `${collection}.${name}`;
			if (EXTRAS.has(name)) {
				extra = { ...extra, ...parseJsonObject(this.read(path), displayName) };
			}
			const field = fields[name];
			if (!field) continue;
			const value = this.parse(field, path, displayName);
			if (!isObject(value)) sent[field.sent] = value;
			else if (!isObjectEmpty(value)) sent[field.sent] = merged(sent[field.sent], value);
		}
		const all = { ...sent, ...extra };
		const missing = options.find(
			({ name }) => fields[name]?.required && !(fields[name].sent in all),
		);
		if (missing) {
			throw refuse(
				`${missing.displayName} is empty: Claritalk asks for it`,
				`Add it under ${this.label(collection)}, and give it a value`,
			);
		}
		if (collection === 'updateFields' && isObjectEmpty(all)) {
			throw refuse(
				`${this.label(collection)} is empty: there is nothing to change`,
				'Add at least one field and give it a value',
			);
		}
		return all;
	}

	private parse({ kind, asWords }: Field, path: string, label: string): IDataObject[string] {
		const value = kind === 'id' ? this.readLocator(path, label) : this.read(path);
		switch (kind) {
			case 'boolean': {
				const flag = parseFlag(value, label);
				return asWords ? String(flag) : flag;
			}
			case 'list':
				return parseList(value, label);
			case 'number':
				return parseAmount(value, label, -Infinity);
			case 'object':
				return parseJsonObject(value, label);
			case 'date':
				return parseDate(value, label, this.context.getTimezone());
			case 'id':
				return parseId(value, label);
			case 'url':
				return parseUrl(value, label);
			default:
				return parseText(value, label);
		}
	}

	/** n8n says nothing of the field where an address holds no ID. */
	private readLocator(name: string, label: string): unknown {
		try {
			return this.read(name);
		} catch {
			throw refuse(
				`${label}: this is not an address that holds an ID`,
				'Copy the address of the meeting from the browser, or choose By ID',
			);
		}
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

/** An object put into another: where both have a member, in whatever case, that of the one that is put in counts. */
function merged(known: unknown, more: unknown): IDataObject[string] {
	if (!isObject(known) || !isObject(more)) return more as IDataObject[string];
	const members = new Map(Object.entries(known));
	const keys = Object.keys(known);
	for (const [name, value] of Object.entries(more)) {
		const isSame = (key: string) => key.toLowerCase() === name.toLowerCase();
		const key = members.has(name) ? name : (keys.find(isSame) ?? name);
		members.set(key, merged(members.get(key), value));
	}
	return Object.fromEntries(members);
}

/** Whether a field of a collection holds anything; a resource locator is asked for its value. */
function holdsAnything(field: unknown): boolean {
	return isFilled(isObject(field) && '__rl' in field ? field.value : field);
}
