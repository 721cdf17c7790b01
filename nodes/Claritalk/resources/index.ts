import { api } from './api';
import { dossier } from './dossier';
import { meeting } from './meeting';
import type { Resource } from './operation';
import { organisation } from './organisation';
import { recording } from './recording';
import { team } from './team';
import { user } from './user';
import { webhook } from './webhook';

/** Everything the node can do. Parameters, routing and documentation are all made from this list. */
export const resources: Resource[] = [
	api,
	dossier,
	meeting,
	organisation,
	recording,
	team,
	user,
	webhook,
];
