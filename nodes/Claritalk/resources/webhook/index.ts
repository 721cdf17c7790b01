import type { Resource } from '../operation';
import { register } from './register';

export const webhook: Resource = {
	value: 'webhook',
	name: 'Webhook',
	operations: [register],
	defaultOperation: 'register',
};
