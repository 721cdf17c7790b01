import { endpoints } from '../../../api/endpoints';
import { searchableGetMany } from '../searchableGetMany';

export const getMany = searchableGetMany('users', 'name or email', endpoints.user.getMany, 'User');
