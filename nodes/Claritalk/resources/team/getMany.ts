import { endpoints } from '../../../api/endpoints';
import { searchableGetMany } from '../searchableGetMany';

export const getMany = searchableGetMany(
	'teams',
	'List the teams, for example to find the ID of the one to share a meeting with',
	'name',
	endpoints.team.getMany,
	'Team',
);
