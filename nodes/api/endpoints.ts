import type { IHttpRequestMethods } from 'n8n-workflow';

/**
 * How well a fact about the vendor's API is known.
 * `documented`: the published API text states it. `capability`: the text says that the API can do this,
 * the spelling is a guess. `inferred`: a guess from status codes, rate-limit classes or the webhook's payload.
 */
export type Evidence = 'documented' | 'capability' | 'inferred';

/** What a call is aimed at; without the optional parts it is the user's own path, of which nothing is known. */
export interface Target {
	readonly method: IHttpRequestMethods;
	/** Relative to `/api`; `{name}` is replaced by a validated ID. */
	readonly path: string;
	/** How well method and path are known. */
	readonly evidence?: Evidence;
	/** `serviceAccount`: refused with 403 for a user's own credential. */
	readonly caller?: 'any' | 'serviceAccount';
	/** Which rate limit it counts against: 480 calls a minute by default, 50 for uploads and recordings. */
	readonly rateClass?: 'default' | 'upload';
}

/** One call of the API. Everything the package knows about an address stands in this table and nowhere else. */
export interface Endpoint extends Target {
	readonly evidence: Evidence;
	readonly rateClass: 'default' | 'upload';
	readonly caller: 'any' | 'serviceAccount';
	/** Body and query fields the package sends, with how well each name is known. */
	readonly body?: Readonly<Record<string, Evidence>>;
	readonly query?: Readonly<Record<string, Evidence>>;
	/** For lists: the field that holds a row's ID (the webhook's name for it, inferred for the API). */
	readonly idField?: string;
}

/** The root that all paths hang under, on the credential's origin (documented). */
export const API_ROOT = '/api';

const paging = { page: 'inferred', per_page: 'inferred' } as const;
const searchablePaging = { ...paging, search: 'inferred' } as const;
const userFields = {
	email: 'inferred',
	first_name: 'inferred',
	last_name: 'inferred',
	role: 'inferred',
} as const;

const anyone = { rateClass: 'default', caller: 'any' } as const;
const serviceAccount = { rateClass: 'default', caller: 'serviceAccount' } as const;
const upload = { rateClass: 'upload', caller: 'any' } as const;

export const endpoints = {
	meeting: {
		create: {
			method: 'POST',
			path: '/meetings',
			evidence: 'capability',
			...anyone,
			body: {
				title: 'inferred',
				locale: 'inferred',
				user_id: 'inferred',
				team_id: 'inferred',
				dossier_id: 'inferred',
				external_relations: 'inferred',
			},
		},
		get: {
			method: 'GET',
			path: '/meetings/{meetingId}',
			evidence: 'inferred',
			...anyone,
		},
		getMany: {
			method: 'GET',
			path: '/meetings',
			evidence: 'capability',
			idField: 'meetingId',
			...anyone,
			query: {
				...searchablePaging,
				status: 'inferred',
				from: 'inferred',
				to: 'inferred',
				user_id: 'inferred',
				team_id: 'inferred',
				dossier_id: 'inferred',
			},
		},
	},
	recording: {
		upload: {
			method: 'POST',
			path: '/upload/recordings',
			evidence: 'documented',
			...upload,
			body: { file: 'inferred', meeting_id: 'inferred', locale: 'inferred' },
		},
		start: {
			method: 'POST',
			path: '/meetings/{meetingId}/recordings/start',
			evidence: 'inferred',
			...upload,
		},
		stop: {
			method: 'POST',
			path: '/meetings/{meetingId}/recordings/stop',
			evidence: 'inferred',
			...upload,
		},
	},
	user: {
		create: {
			method: 'POST',
			path: '/users',
			evidence: 'capability',
			...serviceAccount,
			body: userFields,
		},
		get: {
			method: 'GET',
			path: '/users/{userId}',
			evidence: 'inferred',
			...anyone,
		},
		getMany: {
			method: 'GET',
			path: '/users',
			evidence: 'inferred',
			idField: 'userId',
			...anyone,
			query: searchablePaging,
		},
		update: {
			method: 'PATCH',
			path: '/users/{userId}',
			evidence: 'capability',
			...anyone,
			body: userFields,
		},
		delete: {
			method: 'DELETE',
			path: '/users/{userId}',
			evidence: 'capability',
			...serviceAccount,
		},
		invite: {
			method: 'POST',
			path: '/users/invite',
			evidence: 'capability',
			...serviceAccount,
			body: { email: 'inferred', role: 'inferred' },
		},
	},
	team: {
		getMany: {
			method: 'GET',
			path: '/teams',
			evidence: 'capability',
			idField: 'teamId',
			...anyone,
			query: searchablePaging,
		},
	},
	dossier: {
		getMany: {
			method: 'GET',
			path: '/dossiers',
			evidence: 'capability',
			idField: 'dossierId',
			...anyone,
			query: searchablePaging,
		},
	},
	organisation: {
		create: {
			method: 'POST',
			path: '/organisations',
			evidence: 'capability',
			...serviceAccount,
			body: { name: 'inferred', webhook_url: 'documented' },
		},
	},
	webhook: {
		register: {
			method: 'POST',
			path: '/client/webhook',
			evidence: 'documented',
			...anyone,
			body: { webhook_url: 'inferred' },
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
