import type { Resource } from '../operation';
import { getMany } from './getMany';

export const dossier: Resource = {
	value: 'dossier',
	name: 'Dossier',
	operations: [getMany],
	defaultOperation: 'getMany',
};
