import type { Resource } from '../operation';
import { getMany } from './getMany';

export const team: Resource = {
	value: 'team',
	name: 'Team',
	operations: [getMany],
	defaultOperation: 'getMany',
};
