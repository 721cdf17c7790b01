import type { INodeProperties } from 'n8n-workflow';

import { roleField } from '../../../shared/openLists';

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'e.g. name@email.com',
	description: 'The address the user logs in with',
};

/** What is known of a user beside the email. */
export const personFields: INodeProperties[] = [
	{
		displayName: 'First Name',
		name: 'firstName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Lien',
		description: 'Given name of the user',
	},
	{
		displayName: 'Last Name',
		name: 'lastName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Peeters',
		description: 'Family name of the user',
	},
	roleField,
];
