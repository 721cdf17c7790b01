import type { IHttpRequestMethods } from 'n8n-workflow';

import { type Evidence, type Field, fields } from './fields';

/** The kinds of rows that the API gives, each with an ID of its own. */
export type RowKind = 'meeting' | 'user' | 'team' | 'dossier';

/** What a call is aimed at; without the optional parts it is the user's own path, of which nothing is known. */
export interface Target {
	readonly method: IHttpRequestMethods;
	/** Relative to `/api`; `{name}` is replaced by a validated ID. */
	readonly path: string;
	/** How well method and path are known. */
	readonly evidence?: Evidence;
	/** The path that the table has, where Path Overrides of the credential say another. */
	readonly insteadOf?: string;
	/** `serviceAccount`: refused with 403 for a user's own credential. */
	readonly caller?: 'any' | 'serviceAccount';
	/** Which rate limit it counts against: 480 calls a minute by default, 50 for uploads and recordings. */
	readonly rateClass?: 'default' | 'upload';
	/** What the caller must be allowed to do, as it follows "may": for a 403. */
	readonly right?: string;
	/** What the user can do about a status that means something of its own here. */
	readonly cures?: Readonly<Record<number, string>>;
}

/** One call of the API. Everything the package knows about an address stands in this table and nowhere else. */
export interface Endpoint extends Target {
	readonly evidence: Evidence;
	readonly rateClass: 'default' | 'upload';
	readonly caller: 'any' | 'serviceAccount';
	readonly right: string;
	/** What it is about, as texts name it: `There is no meeting with the ID …`. */
	readonly subject: string;
	/** Body and query fields the package sends, by the node's names for them. */
	readonly body?: Readonly<Record<string, Field>>;
	readonly query?: Readonly<Record<string, Field>>;
	/** For lists: what a row is. */
	readonly rows?: RowKind;
}

/** The root that all paths hang under, on the credential's origin (documented). */
export const API_ROOT = '/api';

const { page, perPage, search } = fields;

/** What pages of a list are asked for with. */
export const paging = { page, perPage };
const searchablePaging = { ...paging, search };
const userFields = {
	email: fields.email,
	firstName: fields.firstName,
	lastName: fields.lastName,
	role: fields.role,
};

const anyone = { rateClass: 'default', caller: 'any' } as const;
const serviceAccount = { rateClass: 'default', caller: 'serviceAccount' } as const;
const upload = { rateClass: 'upload', caller: 'any' } as const;

/** Recording is done by Claritalk Connect, the desktop client (documented). */
const recordingCures = {
	409: 'Stop the recording that is active, or start the one that is not, then try again',
	503: 'Start Claritalk Connect, the desktop client, and log in there, then try again',
};

export const endpoints = {
	meeting: {
		create: {
			method: 'POST',
			path: '/meetings',
			evidence: 'capability',
			...anyone,
			right: 'create meetings',
			subject: 'meeting',
			cures: {
				403: 'Only a service account may create a meeting for another user: leave User empty, or choose a credential of the kind Service Account. Otherwise ask an Organisation Admin for the right',
			},
			body: {
				title: fields.title,
				locale: fields.locale,
				userId: fields.userId,
				teamId: fields.teamId,
				dossierId: fields.dossierId,
				externalRelations: fields.externalRelations,
			},
		},
		get: {
			method: 'GET',
			path: '/meetings/{meetingId}',
			evidence: 'inferred',
			...anyone,
			right: 'read this meeting',
			subject: 'meeting',
		},
		getMany: {
			method: 'GET',
			path: '/meetings',
			evidence: 'capability',
			rows: 'meeting',
			...anyone,
			right: 'list meetings',
			subject: 'meeting',
			query: {
				...searchablePaging,
				status: fields.status,
				from: fields.from,
				to: fields.to,
				userId: fields.userId,
				teamId: fields.teamId,
				dossierId: fields.dossierId,
			},
		},
	},
	recording: {
		upload: {
			method: 'POST',
			path: '/upload/recordings',
			evidence: 'documented',
			...upload,
			right: 'upload recordings',
			subject: 'meeting',
			cures: { 413: 'The file is too large: send a smaller or more strongly compressed one' },
			body: { file: fields.file, meetingId: fields.meetingId, locale: fields.locale },
		},
		start: {
			method: 'POST',
			path: '/meetings/{meetingId}/recordings/start',
			evidence: 'inferred',
			...upload,
			right: 'start recordings',
			subject: 'meeting',
			cures: recordingCures,
		},
		stop: {
			method: 'POST',
			path: '/meetings/{meetingId}/recordings/stop',
			evidence: 'inferred',
			...upload,
			right: 'stop recordings',
			subject: 'meeting',
			cures: recordingCures,
		},
	},
	user: {
		create: {
			method: 'POST',
			path: '/users',
			evidence: 'capability',
			...serviceAccount,
			right: 'create users',
			subject: 'user',
			body: userFields,
		},
		get: {
			method: 'GET',
			path: '/users/{userId}',
			evidence: 'inferred',
			...anyone,
			right: 'read this user',
			subject: 'user',
		},
		getMany: {
			method: 'GET',
			path: '/users',
			evidence: 'inferred',
			rows: 'user',
			...anyone,
			right: 'list users',
			subject: 'user',
			query: searchablePaging,
		},
		update: {
			method: 'PATCH',
			path: '/users/{userId}',
			evidence: 'capability',
			...anyone,
			right: 'change this user',
			subject: 'user',
			cures: {
				403: 'A user may change the own profile, but not the role; anyone else needs a service account. Under Credential, choose one of the kind Service Account',
			},
			body: userFields,
		},
		delete: {
			method: 'DELETE',
			path: '/users/{userId}',
			evidence: 'capability',
			...serviceAccount,
			right: 'delete users',
			subject: 'user',
		},
		invite: {
			method: 'POST',
			path: '/users/invite',
			evidence: 'capability',
			...serviceAccount,
			right: 'invite users',
			subject: 'user',
			body: { email: fields.email, role: fields.role },
		},
	},
	team: {
		getMany: {
			method: 'GET',
			path: '/teams',
			evidence: 'capability',
			rows: 'team',
			...anyone,
			right: 'list teams',
			subject: 'team',
			query: searchablePaging,
		},
	},
	dossier: {
		getMany: {
			method: 'GET',
			path: '/dossiers',
			evidence: 'capability',
			rows: 'dossier',
			...anyone,
			right: 'list dossiers',
			subject: 'dossier',
			query: searchablePaging,
		},
	},
	organisation: {
		create: {
			method: 'POST',
			path: '/organisations',
			evidence: 'capability',
			...serviceAccount,
			right: 'create organisations',
			subject: 'organisation',
			body: { name: fields.name, webhookUrl: { ...fields.webhookUrl, evidence: 'documented' } },
		},
	},
	webhook: {
		register: {
			method: 'POST',
			path: '/client/webhook',
			evidence: 'documented',
			...anyone,
			right: 'register a webhook',
			subject: 'webhook',
			body: { webhookUrl: fields.webhookUrl },
		},
	},
} as const satisfies Record<string, Record<string, Endpoint>>;

/** The table as a flat list, in its own order. */
export function endpointRows(): Array<{ resource: string; operation: string; endpoint: Endpoint }> {
	return Object.entries(endpoints).flatMap(([resource, operations]) =>
		Object.entries<Endpoint>(operations).map(([operation, endpoint]) => ({
			resource,
			operation,
			endpoint,
		})),
	);
}

/** The rate limit that a call counts against; for a path of the user's own, that of the row with the same path. */
export function rateClassOf(target: Target): Endpoint['rateClass'] {
	if (target.rateClass) return target.rateClass;
	const [path] = target.path.split('?');
	const row = endpointRows().find(({ endpoint }) =>
		new RegExp(`^${endpoint.path.replace(/\{\w+\}/g, '[^/]+')}/?$`).test(path),
	);
	return row?.endpoint.rateClass ?? 'default';
}

/** What can be done where a path may be the wrong one, as a sentence; empty for one that is documented. */
export function inferredPath({ method, path, evidence, insteadOf }: Target): string {
	if (insteadOf !== undefined) {
		return `The path ${method} ${path} comes from Path Overrides in the credential, in place of ${insteadOf}: correct it there. What Claritalk has shows the resource API, operation Check`;
	}
	return evidence === undefined || evidence === 'documented'
		? ''
		: `The path ${method} ${path} is inferred, not documented by Claritalk: if it is wrong, find the right one with the resource API, operation Check, and enter it under Path Overrides in the credential, or call it with the resource API, operation Request`;
}

/** What of an endpoint is not the vendor's published word, as a sentence; empty when all of it is. */
export function inferredPart({ evidence, body, query }: Endpoint): string {
	if (evidence === 'inferred') {
		return 'The address and field names used here are inferred: Claritalk does not publish them.';
	}
	if (evidence === 'capability') {
		return 'Claritalk publishes that its API can do this, but the address and field names used here are inferred.';
	}
	return Object.values({ ...body, ...query }).some((field) => field.evidence === 'inferred')
		? 'Claritalk publishes this address, but the field names used here are inferred.'
		: '';
}
