import type { Resource } from '../operation';
import { create } from './create';
import { deleteUser } from './delete';
import { get } from './get';
import { getMany } from './getMany';
import { invite } from './invite';
import { update } from './update';

export const user: Resource = {
	value: 'user',
	name: 'User',
	operations: [create, deleteUser, get, getMany, invite, update],
	defaultOperation: 'getMany',
};
