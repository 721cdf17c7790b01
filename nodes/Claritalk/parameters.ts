import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { parseId, parseJsonObject, parsePath } from './values';

/**
 * The parameters of one input item. Every reader resolves expressions for that item, and what is not usable is
 * refused with a `UserError` that names the field as the panel shows it, and the cure.
 */
export class ItemParameters {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		private readonly properties: INodeProperties[],
	) {}

	/** The ID behind a resource locator. */
	id(name: string): string {
		return parseId(this.read(name, true), this.label(name));
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

	/** One of a fixed list of values. */
	choice<T extends string>(name: string): T {
		return this.read(name) as T;
	}

	/** How many rows to return at most: `Infinity` when Return All is on. */
	limit(): number {
		return this.flag('returnAll') ? Infinity : Math.max(1, Math.floor(Number(this.read('limit'))));
	}

	/** A collection's fields that the user added. */
	collection(name: string): IDataObject {
		return (this.read(name) ?? {}) as IDataObject;
	}

	private read(name: string, extractValue = false): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, undefined, { extractValue });
	}

	private label(name: string): string {
		return this.properties.find((property) => property.name === name)?.displayName ?? name;
	}
}
