import { endpoints } from '../../../api/endpoints';
import { searchableGetMany } from '../searchableGetMany';

export const getMany = searchableGetMany(
	'users',
	'List the users of the organisation, for example to find an ID by name or email',
	'name or email',
	endpoints.user.getMany,
	'User',
);
