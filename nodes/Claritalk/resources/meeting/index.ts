import type { Resource } from '../operation';
import { create } from './create';
import { get } from './get';
import { getMany } from './getMany';
import { getTodos } from './getTodos';
import { waitUntilProcessed } from './waitUntilProcessed';

export const meeting: Resource = {
	value: 'meeting',
	name: 'Meeting',
	operations: [create, get, getMany, getTodos, waitUntilProcessed],
	defaultOperation: 'getMany',
};
