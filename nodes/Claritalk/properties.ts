import type { INodeProperties } from 'n8n-workflow';

import { inferredPart } from '../api/endpoints';
import type { Endpoint } from '../api/facts';
import { USER_AUTHENTICATIONS } from '../shared/authentication';
import { nameOf } from '../shared/subtitle';
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

/** What the canvas shows below the node's name: `Get Many: Meeting`. */
export const subtitle = `={{ ${nameOf(
	Object.fromEntries(
		resources.flatMap((resource) =>
			resource.operations.map(({ value, name }) => [
				`${value}: ${resource.value}`,
				`${name}: ${resource.name}`,
			]),
		),
	),
	'($parameter["operation"] + ": " + $parameter["resource"])',
)} }}`;

/** How well the chosen operation is known: the last thing in the panel. */
export const evidenceProperties: INodeProperties[] = resources.flatMap(evidenceNotices);

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

/** An operation's parameters, made to show for it alone, after who may call it. */
function operationProperties(resource: Resource, operation: Operation): INodeProperties[] {
	const where = { resource: [resource.value], operation: [operation.value] };
	const parameters = parametersOf(operation).flatMap(alsoForTools);
	return [...callerNotices(operation.endpoint), ...parameters].map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: { ...where, ...property.displayOptions?.show },
		},
	}));
}

/**
 * Filters twice: in a tool those that a model can fill in from a question, texts and times, are there without adding them.
 * What is left empty is not sent.
 */
function alsoForTools(property: INodeProperties): INodeProperties[] {
	if (property.name !== 'filters') return [property];
	const askable = ((property.options ?? []) as INodeProperties[]).filter(({ type }) =>
		['string', 'dateTime'].includes(type),
	);
	const empty = Object.fromEntries(askable.map(({ name }) => [name, '']));
	return [
		{ ...property, displayOptions: { hide: { '@tool': [true] } } },
		{ ...property, default: empty, displayOptions: { show: { '@tool': [true] } } },
	];
}

/** Who may call an endpoint, where that is not everyone. */
function callerNotices(endpoint?: Endpoint): INodeProperties[] {
	if (endpoint?.caller !== 'serviceAccount') return [];
	return [
		notice(
			'serviceAccountNotice',
			'Needs a service account. Under Credential, choose one of the kind Service Account.',
			{ authentication: USER_AUTHENTICATIONS },
		),
	];
}

/** Which operations of a resource are not wholly the vendor's published word, by what is said of them. */
function evidenceNotices({ value, operations }: Resource): INodeProperties[] {
	const byText = new Map<string, string[]>();
	for (const { value: operation, endpoint } of operations) {
		const text = endpoint && inferredPart(endpoint);
		if (text) byText.set(text, [...(byText.get(text) ?? []), operation]);
	}
	return [...byText].map(([text, operation]) =>
		notice('evidenceNotice', text, { resource: [value], operation }),
	);
}

function notice(
	name: string,
	displayName: string,
	show: Record<string, string[]>,
): INodeProperties {
	return { displayName, name, type: 'notice', default: '', displayOptions: { show } };
}
