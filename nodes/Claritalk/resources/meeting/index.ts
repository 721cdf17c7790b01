import type { Resource } from '../operation';
import { create } from './create';
import { get } from './get';
import { getMany } from './getMany';

export const meeting: Resource = {
	value: 'meeting',
	name: 'Meeting',
	operations: [create, get, getMany],
	defaultOperation: 'getMany',
};
