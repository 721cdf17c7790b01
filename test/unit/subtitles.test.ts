import type { INodeParameters, INodeType } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { Claritalk } from '../../nodes/Claritalk/Claritalk.node';
import { resources } from '../../nodes/Claritalk/resources';
import { ClaritalkPollingTrigger } from '../../nodes/ClaritalkPollingTrigger/ClaritalkPollingTrigger.node';
import { ClaritalkTrigger } from '../../nodes/ClaritalkTrigger/ClaritalkTrigger.node';

/** What n8n makes of a node's subtitle, with the node's defaults for what is not given. */
function subtitleOf(type: INodeType, parameters: INodeParameters) {
	const { name, subtitle } = type.description;
	const node = { id: 'n', name, type: name, typeVersion: 1, position: [0, 0], parameters } as const;
	const workflow = new Workflow({
		nodes: [{ ...node, position: [0, 0] }],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => type,
			getByNameAndVersion: () => type,
			getKnownTypes: () => ({}),
		},
	});
	return workflow.expression.getSimpleParameterValue(
		workflow.getNode(name)!,
		subtitle,
		'internal',
		{},
	);
}

it.each(
	resources.flatMap((resource) =>
		resource.operations.map(({ value, name }) => [
			`${name}: ${resource.name}`,
			resource.value,
			value,
		]),
	),
)('the node shows %s', (shown, resource, operation) => {
	expect(subtitleOf(new Claritalk(), { resource, operation })).toBe(shown);
});

it('the node shows a value that it has no name for as it is', () => {
	const parameters = { resource: 'meeting', operation: '__CUSTOM_API_CALL__' };
	expect(subtitleOf(new Claritalk(), parameters)).toBe('__CUSTOM_API_CALL__: meeting');
});

it.each([new ClaritalkTrigger(), new ClaritalkPollingTrigger()])(
	'a trigger shows the names of its events (%#)',
	(trigger) => {
		expect(subtitleOf(trigger, {})).toBe('Meeting Processed');
		const events = ['meeting.status.changed', 'users.created', 'other'];
		expect(subtitleOf(trigger, { events })).toBe('Meeting Status Changed, User Created, other');
	},
);
