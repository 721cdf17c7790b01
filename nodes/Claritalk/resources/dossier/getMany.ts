import { endpoints } from '../../../api/endpoints';
import { searchableGetMany } from '../searchableGetMany';

export const getMany = searchableGetMany(
	'dossiers',
	'List the dossiers, for example to find the ID of the one a meeting belongs to',
	'name',
	endpoints.dossier.getMany,
	'Dossier',
);
