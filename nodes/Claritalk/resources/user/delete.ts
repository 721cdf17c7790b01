import { endpoints } from '../../../api/endpoints';
import { userLocator } from '../../../shared/locators';
import type { Operation } from '../operation';

const endpoint = endpoints.user.delete;

export const deleteUser: Operation = {
	value: 'delete',
	name: 'Delete',
	action: 'Delete a user',
	description: 'Delete a user from the organisation',
	endpoint,
	output: 'Deletion',
	properties: [userLocator],

	async run({ client, parameters }) {
		await client.write(endpoint, { ids: { userId: parameters.id('userId') } });
		return { deleted: true };
	},
};
