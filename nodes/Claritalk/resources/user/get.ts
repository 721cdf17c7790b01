import { endpoints } from '../../../api/endpoints';
import { namesFirst } from '../../../meetings/namesFirst';
import { userLocator } from '../../../shared/locators';
import type { Operation } from '../operation';

const endpoint = endpoints.user.get;

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a user',
	description: 'Retrieve one user',
	endpoint,
	output: 'User',
	properties: [userLocator],

	async run({ client, parameters }) {
		return namesFirst(
			await client.read(endpoint, { ids: { userId: parameters.id('userId') } }),
			'user',
		);
	},
};
