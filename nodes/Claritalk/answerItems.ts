import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../api/json';

/** An object stays as it is, a list gives an item per member, and what is neither is put into `data`. */
export function toItems(answer: unknown): IDataObject | IDataObject[] {
	if (answer === undefined) return { success: true };
	if (Array.isArray(answer)) return answer.map(toItem);
	return toItem(answer);
}

function toItem(value: unknown): IDataObject {
	return isObject(value) ? value : { data: value as IDataObject['data'] };
}
