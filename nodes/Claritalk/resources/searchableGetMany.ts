import type { Endpoint, RowKind } from '../../api/facts';
import type { OutputName } from '../../api/types';
import { namesFirst } from '../../meetings/namesFirst';
import { extraQuery, filters, searchField } from '../fields/collections';
import { returnAll } from '../fields/returnAll';
import type { Operation } from './operation';

/**
 * Get Many of a resource that can only be searched.
 *
 * @param plural the resource's name in texts
 * @param purpose what it is for, as a description
 * @param searched what the API is expected to search in
 * @param output what a row is
 */
export function searchableGetMany(
	plural: string,
	purpose: string,
	searched: string,
	endpoint: Endpoint & { rows: RowKind },
	output: OutputName,
): Operation {
	return {
		value: 'getMany',
		name: 'Get Many',
		action: `Get many ${plural}`,
		description: purpose,
		endpoint,
		output,
		properties: [
			...returnAll,
			filters([searchField(`Only ${plural} whose ${searched} holds this text`), extraQuery]),
		],

		async run({ client, parameters }) {
			const query = parameters.fields('filters', endpoint.query ?? {});
			const rows = await client.list(endpoint, query, parameters.limit());
			return rows.map((row) => namesFirst(row, endpoint.rows));
		},
	};
}
