import { endpoints } from '../../../api/endpoints';
import { todosOf } from '../../../meetings/todos';
import { meetingLocator } from '../../../shared/locators';
import type { Operation } from '../operation';

const endpoint = endpoints.meeting.get;

export const getTodos: Operation = {
	value: 'getTodos',
	name: 'Get To-Dos',
	action: 'Get the to-dos of a meeting',
	description: 'Retrieve the to-dos of one meeting, an item for each; none gives no item',
	endpoint,
	output: 'Todo',
	properties: [meetingLocator],

	async run({ client, parameters }) {
		const meetingId = parameters.id('meetingId');
		const meeting = await client.read(endpoint, { ids: { meetingId } });
		return todosOf(meeting, meetingId);
	},
};
