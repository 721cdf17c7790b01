/** What the user of an earlier version saved: a workflow with every operation, and the triggers. */
import { randomUUID } from 'node:crypto';

import type { IDataObject, INode } from 'n8n-workflow';

import { node } from '../connect';
import type { Credential, Execution, WorkflowDraft } from '../rest';

export const START = 'Start';
export const TRIGGER = 'Claritalk Trigger';
export const POLLING = 'Claritalk Polling Trigger';

const CLARITALK = 'n8n-nodes-claritalk.claritalk';

/** Chosen by the user for the trigger that is registered by hand. */
export const WEBHOOK_TOKEN = 'chosen-by-hand-0123456789';

const MEETING = byId('00000000-0000-4000-8000-000500000001');
const USER = byId('00000000-0000-4000-8000-000100000003');
const TEAM = byId('00000000-0000-4000-8000-000200000001');
const DOSSIER = byId('00000000-0000-4000-8000-000300000001');

/** A choice by ID, as a locator saves it. */
function byId(value: string) {
	return { __rl: true, mode: 'id', value };
}

const PACE = { options: { concurrency: 5, maxRetryWait: 1, timeout: 30 } };
const NEW_MEETING = {
	locale: 'nl',
	userId: USER,
	teamId: TEAM,
	dossierId: DOSSIER,
	externalRelation: {
		relation: [{ system: byId('silverfin'), identifier: '12', identifierType: byId('id') }],
	},
	externalRelations: '{ "crm": { "identifier": "C-1" } }',
	extraFields: '{ "note": "kept" }',
};

/** What was saved for each operation. */
export const OPERATIONS: Record<string, IDataObject> = {
	'meeting.get': {
		meetingId: MEETING,
		simplify: true,
		meetingOutput: { fields: ['title', 'status', 'summary'], markdown: true },
	},
	'meeting.getMany': {
		returnAll: false,
		limit: 2,
		filters: {
			from: '2020-01-01T00:00:00Z',
			to: '2040-01-01T00:00:00Z',
			search: '',
			extraQuery: '{ "sort": "id" }',
		},
		simplify: false,
	},
	'meeting.getTodos': { meetingId: MEETING },
	'meeting.waitUntilProcessed': { meetingId: MEETING, maxWait: 0.5 },
	'user.get': { userId: USER },
	'user.getMany': { returnAll: true, filters: { search: '', extraQuery: '{ "sort": "id" }' } },
	'team.getMany': { returnAll: true },
	'dossier.getMany': { limit: 1 },
	'api.request': {
		method: 'GET',
		path: '/teams',
		queryParameters: '{ "page": 1 }',
		requestOptions: { pagination: true, responseFormat: 'json' },
	},
	'api.check': {},
	'meeting.create': { title: 'Kept', additionalFields: NEW_MEETING },
	'recording.start': { meetingId: MEETING },
	'recording.stop': { meetingId: MEETING },
	'recording.upload': {
		uploadTo: 'newMeeting',
		title: 'Kept',
		binaryPropertyName: 'data',
		waitUntilProcessed: false,
		additionalFields: { locale: 'nl', extraFields: '{ "note": "kept" }' },
	},
	'user.create': {
		email: 'kept@kantoor.example',
		additionalFields: { firstName: 'Kept', lastName: 'User', role: byId('member') },
	},
	'user.invite': { email: 'asked@kantoor.example', additionalFields: { role: byId('member') } },
	'user.update': { userId: USER, updateFields: { firstName: 'Kept' } },
	'user.delete': { userId: byId('00000000-0000-4000-8000-000100000002') },
	'webhook.register': { webhookUrl: 'https://n8n.example/webhook/x' },
	'organisation.create': { name: 'Kept', additionalFields: { extraFields: '{ "note": "kept" }' } },
};

/** These need a service account. */
const BY_SERVICE_ACCOUNT = [
	'meeting.create',
	'organisation.create',
	'user.create',
	'user.delete',
	'user.invite',
	'user.update',
];

/** The credentials of a user, one of each kind. */
export interface Credentials {
	token: Credential;
	login: Credential;
	serviceAccount: Credential;
}

/** A workflow that runs every operation by hand, and reads a meeting with each kind of credential. */
export function operationsWorkflow(credentials: Credentials): WorkflowDraft {
	const { token, login, serviceAccount } = credentials;
	const start = node(START, 'n8n-nodes-base.manualTrigger');
	const claritalk = (
		name: string,
		operation: string,
		authentication: string,
		credential: Credential,
	): INode => {
		const [resource, value] = operation.split('.');
		const parameters = {
			authentication,
			resource,
			operation: value,
			...OPERATIONS[operation],
			...PACE,
		};
		return node(name, CLARITALK, parameters, credential);
	};
	const nodes = [
		claritalk('by OAuth2', 'meeting.get', 'oAuth2', login),
		claritalk('by service account', 'meeting.get', 'serviceAccount', serviceAccount),
		...Object.keys(OPERATIONS).map((operation) =>
			BY_SERVICE_ACCOUNT.includes(operation)
				? claritalk(operation, operation, 'serviceAccount', serviceAccount)
				: claritalk(operation, operation, 'personalAccessToken', token),
		),
	].map(
		(one, row): INode => ({
			...one,
			onError: 'continueRegularOutput',
			// n8n runs them from top to bottom.
			position: [200, 100 * row],
		}),
	);
	const connections = {
		[START]: { main: [nodes.map(({ name }) => ({ node: name, type: 'main' as const, index: 0 }))] },
	};
	const recording = {
		data: Buffer.from('a recording').toString('base64'),
		mimeType: 'audio/mpeg',
		fileName: 'meeting.mp3',
	};
	return {
		name: 'Operations',
		nodes: [start, ...nodes],
		connections,
		pinData: { [START]: [{ json: {}, binary: { data: recording } }] },
	};
}

/** A workflow of nothing but a trigger. */
export function triggerWorkflow(
	name: string,
	type: 'claritalkTrigger' | 'claritalkPollingTrigger',
	parameters: IDataObject,
	credential: Credential,
): WorkflowDraft {
	const trigger = node(name, `n8n-nodes-claritalk.${type}`, parameters, credential);
	return { name, nodes: [{ ...trigger, webhookId: randomUUID() }], connections: {} };
}

/** What was saved for the trigger that registers itself. */
export const AUTOMATIC = {
	events: ['meeting.processed', 'meeting.status.changed'],
	options: {
		statuses: { status: [{ status: byId('Meeting processed') }] },
		report: 'binary',
		onlyWithReport: true,
		markdown: true,
		fields: ['title', 'summary', 'meetingId'],
		allowPrivateAddress: true,
	},
};

/** For the one whose address the user gives to Claritalk, with an option as it was saved before there were several. */
export const MANUAL = {
	registration: 'manual',
	webhookToken: WEBHOOK_TOKEN,
	simplify: false,
	options: { status: 'Meeting processed' },
};

/** And for the one that asks. */
export const ASKING = {
	pollTimes: { item: [{ mode: 'everyMinute' }] },
	options: { fetchFullMeeting: true, fields: ['title', 'meetingId'], markdown: true },
};

/** What came out of a node: how many items, and the type of everything in the first. */
export interface Shape {
	items: number;
	types: Record<string, string>;
}

/** @returns a shape for each node of an execution */
export function shapesOf({ data }: Execution): Record<string, Shape> {
	const nodes = Object.entries(data.resultData.runData).map(([name, runs]) => {
		const items = runs.at(-1)?.data?.main[0] ?? [];
		const files = Object.keys(items[0]?.binary ?? {}).map((file) => [`binary ${file}`, 'file']);
		const types = { ...typesIn(items[0]?.json ?? {}), ...Object.fromEntries(files) };
		return [name, { items: items.length, types }] as const;
	});
	return Object.fromEntries(nodes.filter(([name]) => name !== START));
}

/** The type of each value in an object, by its path; a list is one value. */
function typesIn(json: object, path = ''): Record<string, string> {
	const types: Record<string, string> = {};
	for (const [key, value] of Object.entries(json) as Array<[string, unknown]>) {
		const isInner = typeof value === 'object' && value !== null && !Array.isArray(value);
		if (isInner) Object.assign(types, typesIn(value, `${path}${key}.`));
		else types[path + key] = Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value;
	}
	return types;
}

/**
 * What a workflow that goes on with the output would miss: items, fields, or fields of the same type.
 *
 * @returns a line for each, empty if nothing is missing; more than there was is no break
 */
export function breaksIn(before: Record<string, Shape>, after: Record<string, Shape>): string[] {
	return Object.entries(before).flatMap(([name, { items, types }]) => {
		const now = after[name];
		if (!now) return [`${name}: did not run`];
		const missing = Object.entries(types)
			.filter(([path, type]) => now.types[path] !== type)
			.map(([path, type]) => `${name}: ${path} was ${type}, is ${now.types[path] ?? 'missing'}`);
		return now.items === items
			? missing
			: [`${name}: ${items} items, now ${now.items}`, ...missing];
	});
}
