import type { INodeProperties } from 'n8n-workflow';

/** Which fields of a meeting to keep, as the node and the triggers offer it; read with `fieldNames`. */
export const fieldsToKeep: INodeProperties = {
	displayName: 'Fields to Keep',
	name: 'fields',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field' },
	default: [],
	placeholder: 'e.g. title',
	description:
		'The only fields of a meeting to return, by their names in the output, such as title, status, todos. Without any, all are kept; an expression must give at least one. What else the meeting holds is in no execution of n8n; Markdown and the report are switched on and off on their own.',
};

/** Whether to add a meeting as Markdown. */
export const markdownSwitch: INodeProperties = {
	displayName: 'Markdown',
	name: 'markdown',
	type: 'boolean',
	default: true,
	description:
		'Whether to add the meeting as a text to send, in the field "markdown": title, date, summary, topics and to-dos',
};
