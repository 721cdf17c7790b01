import { endpoints } from '../../../api/endpoints';
import { searchableGetMany } from '../searchableGetMany';

export const getMany = searchableGetMany('teams', 'name', endpoints.team.getMany, 'Team');
