import type { Resource } from '../operation';
import { create } from './create';

export const organisation: Resource = {
	value: 'organisation',
	name: 'Organisation',
	operations: [create],
	defaultOperation: 'create',
};
