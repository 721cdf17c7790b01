import { endpoints } from '../../../api/endpoints';
import { namesFirst } from '../../../meetings/namesFirst';
import { userLocator } from '../../../shared/locators';
import { extraFields, updateFields } from '../../fields/collections';
import type { Operation } from '../operation';
import { emailField, personFields } from './fields';

const endpoint = endpoints.user.update;

export const update: Operation = {
	value: 'update',
	name: 'Update',
	action: 'Update a user',
	description: 'Change a user: your own profile, or with a service account anyone',
	endpoint,
	output: 'User',
	properties: [userLocator, updateFields([emailField, ...personFields, extraFields])],

	async run({ client, parameters }) {
		const ids = { userId: parameters.id('userId') };
		const body = parameters.fields('updateFields', endpoint.body);
		return namesFirst(await client.write(endpoint, { ids, body }), 'user');
	},
};
