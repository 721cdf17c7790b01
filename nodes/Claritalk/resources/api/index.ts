import type { Resource } from '../operation';
import { check } from './check';
import { request } from './request';

export const api: Resource = {
	value: 'api',
	name: 'API',
	operations: [check, request],
	defaultOperation: 'request',
};
