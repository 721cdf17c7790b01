import type { INodeProperties } from 'n8n-workflow';

import { roleField } from '../../fields/openLists';

/** The API's names for a user's fields, by ours. */
export const userFieldNames = {
	email: 'email',
	firstName: 'first_name',
	lastName: 'last_name',
	role: 'role',
};

export const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'name@email.com',
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
