import type { Resource } from '../operation';
import { request } from './request';

export const api: Resource = {
	value: 'api',
	name: 'API',
	operations: [request],
	defaultOperation: 'request',
};
