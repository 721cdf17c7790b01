import type { INodeProperties } from 'n8n-workflow';

import { inferredPart } from '../api/endpoints';
import type { Endpoint } from '../api/facts';
import { USER_AUTHENTICATIONS } from '../shared/authentication';
import { parametersOf } from './moreFields';
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

/** An operation's parameters, made to show for it alone, after what must be known before it runs. */
function operationProperties(resource: Resource, operation: Operation): INodeProperties[] {
	const where = { resource: [resource.value], operation: [operation.value] };
	return [...notices(operation.endpoint), ...parametersOf(operation)].map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...where, ...property.displayOptions?.show },
		},
	}));
}

/** What has to be known before an operation runs: who may call it, and what is not the vendor's published word. */
function notices(endpoint?: Endpoint): INodeProperties[] {
	if (!endpoint) return [];
	const inferred = inferredPart(endpoint);
	return [
		...(endpoint.caller === 'serviceAccount'
			? [
					notice(
						'serviceAccountNotice',
						'Needs a service account. Under Credential, choose one of the kind Service Account.',
						{ authentication: USER_AUTHENTICATIONS },
					),
				]
			: []),
		...(inferred
			? [
					notice(
						'evidenceNotice',
						`${inferred} If they prove wrong, use the resource API, operation Request.`,
					),
				]
			: []),
	];
}

function notice(
	name: string,
	displayName: string,
	show: Record<string, string[]> = {},
): INodeProperties {
	return { displayName, name, type: 'notice', default: '', displayOptions: { show } };
}
