import { endpoints } from '../../../api/endpoints';
import type { Meeting } from '../../../api/types';
import { returnAll } from '../../fields/returnAll';
import { simplify } from '../../fields/simplify';
import type { Operation } from '../operation';
import { simplifyMeeting } from './simplifyMeeting';

const endpoint = endpoints.meeting.getMany;

export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many meetings',
	description: 'Get many meetings',
	endpoint,
	properties: [...returnAll, simplify],

	async run({ client, parameters }) {
		const meetings = await client.list<Meeting>(endpoint, {}, parameters.limit());
		return parameters.flag('simplify') ? meetings.map(simplifyMeeting) : meetings;
	},
};
