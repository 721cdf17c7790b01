import { endpoints } from '../../../api/endpoints';
import { roleField } from '../../../shared/openLists';
import { additionalFields, extraFields } from '../../fields/collections';
import type { Operation } from '../operation';
import { emailField } from './fields';

const endpoint = endpoints.user.invite;

export const invite: Operation = {
	value: 'invite',
	name: 'Invite',
	action: 'Invite a user',
	description: 'Invite someone to the organisation by email',
	endpoint,
	output: 'Invitation',
	properties: [
		{ ...emailField, required: true, description: 'The address the invitation goes to' },
		additionalFields([roleField, extraFields]),
	],

	async run({ client, parameters }) {
		const body = {
			...parameters.required('email', endpoint.body),
			...parameters.fields('additionalFields', endpoint.body),
		};
		return await client.write(endpoint, { body });
	},
};
