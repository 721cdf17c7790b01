import type { INodeProperties } from 'n8n-workflow';

import { endpoints } from '../../../nodes/api/endpoints';
import type { Field } from '../../../nodes/api/facts';
import { additionalFields, extraFields } from '../../../nodes/Claritalk/fields/collections';
import { parametersOf } from '../../../nodes/Claritalk/moreFields';

const text = (name: string): INodeProperties => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
	description: `What ${name} is`,
});
const field = (sent: string, more: Partial<Field> = {}): Field => ({
	sent,
	evidence: 'documented',
	kind: 'text',
	...more,
});

/** The panel of an operation with two parameters of its own, one of them optional, and with fields of the table. */
function panel(body: Record<string, Field>) {
	const properties = [text('name'), additionalFields([text('colour'), extraFields])];
	const endpoint = { ...endpoints.organisation.create, body };
	const [name, { options }] = parametersOf({ properties, endpoint });
	const all = [name, ...(options as INodeProperties[])];
	return all.map(({ displayName, description }) => [displayName, description]);
}

it('shows the fields of the table that it does not name, JSON after the rest and what is custom last', () => {
	const shown = panel({
		name: field('name'),
		colour: field('colour'),
		size: field('size', { label: 'Size', description: 'How large it is' }),
		about: field('about', { label: 'About', description: 'More of it', kind: 'object' }),
		hidden: field('hidden'),
	});
	expect(shown).toEqual([
		['name', 'What name is'],
		['Size', 'How large it is'],
		['colour', 'What colour is'],
		['About (JSON)', 'More of it'],
		['Custom Fields (JSON)', extraFields.description],
	]);
});

it('keeps a field that is not published any more, and says so', () => {
	const note = 'Claritalk does not publish this field any more.';
	const unpublished = true;
	const shown = panel({
		name: field('name', { unpublished }),
		colour: field('colour', { unpublished }),
		size: field('size', { label: 'Size', description: 'How large. Or not.', unpublished }),
	});
	expect(shown.slice(0, 3)).toEqual([
		['name', `What name is. ${note}`],
		['Size', `How large. Or not. ${note}`],
		['colour', `What colour is. ${note}`],
	]);
});
