import { endpoints } from '../../../api/endpoints';
import { additionalFields, extraFields } from '../../fields/collections';
import type { Operation } from '../operation';

const endpoint = endpoints.organisation.create;

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create an organisation',
	description: 'Create an organisation, with the address its events are sent to',
	endpoint,
	output: 'Organisation',
	properties: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Peeters & Partners',
			description: 'What the organisation is called',
		},
		additionalFields([
			{
				displayName: 'Webhook URL',
				name: 'webhookUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://n8n.example.com/webhook/…',
				description: 'Where Claritalk sends the events of the organisation',
			},
			extraFields,
		]),
	],

	async run({ client, parameters }) {
		const body = {
			...parameters.required('name', endpoint.body),
			...parameters.fields('additionalFields', endpoint.body),
		};
		return await client.write(endpoint, { body });
	},
};
