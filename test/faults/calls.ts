import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { resources } from '../../nodes/Claritalk/resources';
import type { Operation } from '../../nodes/Claritalk/resources/operation';
import { byId } from '../harness/claritalk';

/** What a call does with Claritalk: the columns of the page. */
export type Kind = 'read' | 'download' | 'write' | 'upload' | 'delete' | 'login';

export const KINDS: Kind[] = ['read', 'download', 'write', 'upload', 'delete', 'login'];

/** A way to use the node. */
export interface Call {
	/** `meeting.get`, and what is special about it. */
	name: string;
	kind: Kind;
	parameters: IDataObject;
	/** How it logs in, where that is what is tried. */
	login?: 'serviceAccount' | 'oAuth2';
}

/** What the sandbox has from its start. */
export const MEETING = '00000000-0000-4000-8000-000500000001';
const IDS: Record<string, string> = {
	meetingId: MEETING,
	userId: '00000000-0000-4000-8000-000100000003',
};

/** Where a file stands that someone may ask for. */
export const FILE = '/files/report.pdf';

const EVERY_OPERATION: Call[] = resources.flatMap(({ value: resource, operations }) =>
	operations.map((operation) => ({
		name: `${resource}.${operation.value}`,
		kind: kindOf(operation),
		parameters: { resource, operation: operation.value, ...valuesOf(operation.properties) },
	})),
);

/** Every operation of the node, and the ways to use one that differ on the wire. */
export const CALLS: Call[] = [
	...EVERY_OPERATION,
	like('api.request', 'a file', 'download', {
		path: FILE,
		requestOptions: { responseFormat: 'file' },
	}),
	like('api.request', 'POST', 'write', {
		method: 'POST',
		path: '/meetings',
		body: '{"title": "x"}',
	}),
	like('recording.upload', 'to a new meeting', 'upload', { uploadTo: 'newMeeting', title: 'x' }),
	...(['serviceAccount', 'oAuth2'] as const).flatMap((login) =>
		['meeting.get', 'meeting.create', 'recording.upload'].map((name) => ({
			...like(name, login, 'login', { authentication: login }),
			login,
		})),
	),
];

function like(name: string, special: string, kind: Kind, more: IDataObject): Call {
	const operation = EVERY_OPERATION.find((call) => call.name === name)!;
	return {
		name: `${name}, ${special}`,
		kind,
		parameters: { ...operation.parameters, ...more },
	};
}

function kindOf({ endpoint }: Operation): Kind {
	const { method = 'GET', body = {} } = endpoint ?? {};
	if ('file' in body) return 'upload';
	if (method === 'DELETE') return 'delete';
	return method === 'GET' ? 'read' : 'write';
}

/** The least that an operation wants to be told, as its placeholders say it. */
function valuesOf(properties: INodeProperties[]): IDataObject {
	return Object.fromEntries(
		properties.flatMap((property) => {
			const value = valueOf(property);
			return value === undefined ? [] : [[property.name, value]];
		}),
	);
}

function valueOf({ name, type, required, placeholder, options }: INodeProperties): unknown {
	if (type === 'resourceLocator' && name in IDS) return byId(IDS[name]);
	if (name === 'updateFields') return valuesOf((options as INodeProperties[]).map(asRequired));
	const example = /^e\.g\. (.+)$/.exec(placeholder ?? '')?.[1];
	return type === 'string' && required ? example?.replace('…', 'x') : undefined;
}

function asRequired(option: INodeProperties | INodePropertyOptions): INodeProperties {
	return { ...(option as INodeProperties), required: true };
}
