import { endpoints } from '../../../api/endpoints';
import { searchableGetMany } from '../searchableGetMany';

export const getMany = searchableGetMany('dossiers', 'name', endpoints.dossier.getMany, 'Dossier');
