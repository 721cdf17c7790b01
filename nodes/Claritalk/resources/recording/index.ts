import type { Resource } from '../operation';
import { start } from './start';
import { stop } from './stop';
import { upload } from './upload';

export const recording: Resource = {
	value: 'recording',
	name: 'Recording',
	operations: [start, stop, upload],
	defaultOperation: 'upload',
};
