import type { IDataObject } from 'n8n-workflow';

import type { RowKind } from '../api/facts';
import { keyFinder } from '../api/rows';

/** What tells a user, a team or a dossier to a person. */
const NAMES = ['name', 'firstName', 'lastName', 'email'];

/** The name of a field that holds an ID, in any spelling. */
const ID = /^_?(id|uuid)$|_(id|uuid)$|[a-z](Id|ID|Uuid|UUID)$/;

/** A user, team or dossier in the order in which people read it: name and mail first, IDs last. Nothing else changes. */
export function namesFirst(row: IDataObject, kind: RowKind): IDataObject {
	const keyOf = keyFinder(row, kind);
	const names = NAMES.map(keyOf).filter((key) => key !== undefined);
	const keys = Object.keys(row);
	const order = new Set([...names, ...keys.filter((key) => !ID.test(key)), ...keys]);
	return Object.fromEntries([...order].map((key) => [key, row[key]]));
}
