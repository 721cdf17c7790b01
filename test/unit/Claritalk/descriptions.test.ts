import type { INode, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { Claritalk } from '../../../nodes/Claritalk/Claritalk.node';
import { resources } from '../../../nodes/Claritalk/resources';
import { ClaritalkPollingTrigger } from '../../../nodes/ClaritalkPollingTrigger/ClaritalkPollingTrigger.node';
import { ClaritalkTrigger } from '../../../nodes/ClaritalkTrigger/ClaritalkTrigger.node';

const SELECTORS = ['resource', 'operation'];

/** Parameters with those inside their collections. */
const flatten = (properties: INodeProperties[]): INodeProperties[] =>
	properties.flatMap((property) => [property, ...flatten(insideOf(property))]);

function insideOf({ type, options }: INodeProperties): INodeProperties[] {
	if (type === 'collection') return options as INodeProperties[];
	if (type !== 'fixedCollection') return [];
	return (options as INodePropertyCollection[]).flatMap(({ values }) => values);
}

const triggers = [new ClaritalkTrigger(), new ClaritalkPollingTrigger()];
const parameters = [new Claritalk(), ...triggers].flatMap(({ description }) =>
	flatten(description.properties).map((parameter) => ({ node: description.name, parameter })),
);

it.each(
	parameters
		.filter(
			({ parameter: { type, name } }) =>
				!['notice', 'collection'].includes(type) && !SELECTORS.includes(name),
		)
		.map(({ node, parameter }) => [`${node}: ${parameter.name}`, parameter] as const),
)('%s says what it is for, to a person and to an agent', (_, { description }) => {
	expect(description).toMatch(/^\p{Lu}.{10,}/u);
});

it('notices are marked up by what n8n leaves of it', () => {
	const notices = parameters.filter(({ parameter: { type } }) => type === 'notice');
	const tags = notices.flatMap(({ parameter }) => parameter.displayName.match(/<[^>]*>/g) ?? []);
	expect(tags).toContain('<li>');
	for (const tag of tags) expect(tag).toMatch(/^<\/?(a|ul|li)[ >]/);
});

it('no resource locator in a collection is required: n8n would refuse the whole node', () => {
	for (const { parameter } of parameters.filter(
		({ parameter: { type } }) => type === 'collection',
	)) {
		for (const option of parameter.options as INodeProperties[]) {
			expect(option.required ?? false).toBe(false);
		}
	}
});

it.each(resources.map((resource) => [resource.value, resource] as const))(
	'%s lists its operations by name, and starts with one of them',
	(_, { operations, defaultOperation }) => {
		const names = operations.map(({ name }) => name);
		expect(names).toEqual([...names].sort());
		expect(operations.map(({ value }) => value)).toContain(defaultOperation);
	},
);

/** What stands in empty text fields, those of locators among them, by the field's name. */
const placeholders = parameters
	.flatMap(({ parameter }) => [parameter, ...(parameter.modes ?? [])])
	.filter(({ type, placeholder }) => type === 'string' && placeholder)
	.map(({ displayName, placeholder }) => [displayName, placeholder]);

it.each(placeholders)('the placeholder of %s is an example', (_, placeholder) => {
	expect(placeholder).toMatch(/^e\.g\. /);
});

it('lists to choose from are announced with the right article', () => {
	const announced = parameters
		.flatMap(({ parameter }) => parameter.modes ?? [])
		.filter(({ type }) => type === 'list')
		.map(({ placeholder }) => placeholder);
	expect(announced).toContain('Select an identifier type...');
	for (const placeholder of announced) expect(placeholder).not.toMatch(/\ba [aeio]/);
});

it('what is written as JSON says so in its name, and is the last in a collection', () => {
	const isJson = ({ type }: { type?: string }) => type === 'json';
	const named = parameters.filter(({ parameter }) => isJson(parameter));
	expect(named.length).toBeGreaterThan(0);
	for (const { parameter } of named) expect(parameter.displayName).toMatch(/ \(JSON\)$/);
	for (const { parameter } of parameters.filter(
		({ parameter: { type } }) => type === 'collection',
	)) {
		const kinds = (parameter.options as INodeProperties[]).map(isJson);
		expect(kinds).toEqual([...kinds].sort());
	}
});

it('a record of another system is asked for from the system on', () => {
	const names = insideOf(
		parameters.find(({ parameter }) => parameter.name === 'externalRelation')!.parameter,
	).map(({ name }) => name);
	expect(names).toEqual(['system', 'identifier', 'identifierType']);
});

it.each(
	resources.flatMap(({ operations }) =>
		operations.map(({ action, description }) => [action, description]),
	),
)('the description of "%s" says more than its name', (action, description) => {
	expect(description.toLowerCase()).not.toBe(action.toLowerCase());
});

it.each(triggers)("the description of trigger %# fits the one line of n8n's search", (trigger) => {
	expect(trigger.description.description.length).toBeLessThanOrEqual(44);
});

describe('as a tool', () => {
	const { description } = new Claritalk();

	function filtersOf(name: string, resource: string) {
		const node = { typeVersion: 1 } as INode;
		const given = { resource, operation: 'getMany' };
		const type = { ...description, name };
		return NodeHelpers.getNodeParameters(type.properties, given, true, false, node, type)?.filters;
	}

	it.each([
		['meeting', ['from', 'search', 'to']],
		['user', ['search']],
		['team', ['search']],
		['dossier', ['search']],
	])('the list of each %s has what a model can ask for without adding it', (resource, names) => {
		const filters = filtersOf('claritalkTool', resource) as object;
		expect(Object.keys(filters).sort()).toEqual(names);
		expect(Object.values(filters).join('')).toBe('');
		expect(filtersOf('claritalk', resource)).toEqual({});
	});
});
