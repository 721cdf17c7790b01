import { endpoints } from '../../../api/endpoints';
import { namesFirst } from '../../../meetings/namesFirst';
import { additionalFields, extraFields } from '../../fields/collections';
import type { Operation } from '../operation';
import { emailField, personFields } from './fields';

const endpoint = endpoints.user.create;

export const create: Operation = {
	value: 'create',
	name: 'Create',
	action: 'Create a user',
	description: 'Create a user in the organisation',
	endpoint,
	output: 'User',
	properties: [{ ...emailField, required: true }, additionalFields([...personFields, extraFields])],

	async run({ client, parameters }) {
		const body = {
			...parameters.required('email', endpoint.body),
			...parameters.fields('additionalFields', endpoint.body),
		};
		return namesFirst(await client.write(endpoint, { body }), 'user');
	},
};
