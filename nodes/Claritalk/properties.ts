import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

import type { Evidence } from '../api/endpoints';
import { resources } from './resources';
import type { Operation, Resource } from './resources/operation';

/** The Resource selector, an Operation selector per resource, and each operation's own parameters. */
export const resourceProperties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
		default: 'meeting',
	},
	...resources.map(operationSelector),
	...resources.flatMap((resource) =>
		resource.operations.flatMap((operation) => operationProperties(resource, operation)),
	),
];

function operationSelector({ value, operations, defaultOperation }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(({ name, value, action, description }) => ({
			name,
			value,
			action,
			description,
		})),
		default: defaultOperation,
	};
}

function operationProperties(resource: Resource, operation: Operation): INodeProperties[] {
	const where: Record<string, NodeParameterValue[]> = {
		resource: [resource.value],
		operation: [operation.value],
	};
	return [...operation.properties, ...evidenceNotice(operation.endpoint?.evidence)].map(
		(property) => ({
			...property,
			displayOptions: {
				...property.displayOptions,
				show: { ...where, ...property.displayOptions?.show },
			},
		}),
	);
}

/** What is not the vendor's published word is said where the user meets it. */
function evidenceNotice(evidence: Evidence = 'documented'): INodeProperties[] {
	const text = {
		documented: undefined,
		capability:
			'Claritalk publishes that its API can do this, but the address and field names used here are inferred.',
		inferred:
			'The address and field names used here are inferred: Claritalk does not publish them.',
	}[evidence];
	if (!text) return [];
	return [
		{
			displayName: `${text} If Claritalk answers with an error, use the resource API, operation Request.`,
			name: 'evidenceNotice',
			type: 'notice',
			default: '',
		},
	];
}
