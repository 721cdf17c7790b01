import type { Resource } from '../operation';
import { get } from './get';
import { getMany } from './getMany';

export const meeting: Resource = {
	value: 'meeting',
	name: 'Meeting',
	operations: [get, getMany],
	defaultOperation: 'getMany',
};
