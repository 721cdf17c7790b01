import type { Client } from '../../../api/client';
import { Survey } from '../../../api/survey';
import type { EndpointCheck } from '../../../api/types';
import type { Operation } from '../operation';

/** What was found out in a run, for all its items: by the run's own client, so that it lives no longer. */
const surveys = new WeakMap<Client, Promise<EndpointCheck[]>>();

export const check: Operation = {
	value: 'check',
	name: 'Check',
	action: 'Check which addresses Claritalk has',
	description:
		'Find out which of the addresses that this node uses exist in Claritalk, without changing anything there',
	onlyReads: true,
	output: 'EndpointCheck',
	properties: [],

	async run({ client }) {
		const survey = surveys.get(client) ?? new Survey(client).rows();
		surveys.set(client, survey);
		return await survey;
	},
};
