import { endpoints } from '../../../api/endpoints';
import type { Operation } from '../operation';

const endpoint = endpoints.webhook.register;

export const register: Operation = {
	value: 'register',
	name: 'Register',
	action: 'Register a webhook',
	description: 'Tell Claritalk where to send its events, in place of the address registered before',
	endpoint,
	output: 'WebhookRegistration',
	properties: [
		{
			displayName:
				'The Claritalk Trigger node registers its address by itself. Claritalk keeps one address per client: registering another one here takes the events away from that node.',
			name: 'oneAddressNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://n8n.example.com/webhook/…',
			description: 'Where Claritalk sends its events',
		},
	],

	async run({ client, parameters }) {
		const body = parameters.required('webhookUrl', endpoint.body);
		return await client.notify(endpoint, { body });
	},
};
