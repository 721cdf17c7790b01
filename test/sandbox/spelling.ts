import { endpointRows } from '../../nodes/api/endpoints';
import type { Endpoint, Field } from '../../nodes/api/facts';

/** The calls as the stand-in and the tests name them, by resource and operation. */
const SPOKEN: Record<string, string> = {
	'meeting.create': 'POST /meetings',
	'meeting.get': 'GET /meetings/{}',
	'meeting.getMany': 'GET /meetings',
	'recording.upload': 'POST /upload/recordings',
	'recording.start': 'POST /meetings/{}/recordings/start',
	'recording.stop': 'POST /meetings/{}/recordings/stop',
	'user.create': 'POST /users',
	'user.get': 'GET /users/{}',
	'user.getMany': 'GET /users',
	'user.update': 'PATCH /users/{}',
	'user.delete': 'DELETE /users/{}',
	'user.invite': 'POST /users/invite',
	'team.getMany': 'GET /teams',
	'dossier.getMany': 'GET /dossiers',
	'organisation.create': 'POST /organisations',
	'webhook.register': 'POST /client/webhook',
};

/** A request below `/api`. */
export interface Spelled {
	method: string;
	/** With its query. */
	url: string;
}

interface Row {
	/** How the table has it, and how it is spoken of. */
	endpoint: Endpoint;
	spoken: { method: string; path: string };
}

const rows = endpointRows().flatMap(({ resource, operation, endpoint }): Row[] => {
	const [method, path] = SPOKEN[`${resource}.${operation}`]?.split(' ') ?? [];
	return method ? [{ endpoint, spoken: { method, path } }] : [];
});

/**
 * What the table learnt to spell otherwise, in the words of the stand-in and its tests: these stay the same whatever
 * is found out about the API.
 */
export function spokenRequest(request: Spelled): Spelled {
	const [path, search = ''] = request.url.split('?');
	const row = rowOf(request.method, path, ({ endpoint }) => endpoint);
	if (!row) return request;
	const ids = patternOf(row.endpoint.path).exec(path)!.slice(1);
	const spokenPath = row.spoken.path.replace(/\{\}/g, () => ids.shift() ?? '');
	const query = search
		.split('&')
		.map((pair) => pair.replace(/^[^=]+/, (name) => spokenName(row.endpoint.query, name)));
	return {
		method: row.spoken.method,
		url: [spokenPath, ...(request.url.includes('?') ? [query.join('&')] : [])].join('?'),
	};
}

/**
 * The same for the fields of a body.
 *
 * @param request as it is spoken of
 */
export function spokenBody({ method, url }: Spelled, body: unknown): unknown {
	const row = rowOf(method, url.split('?')[0], ({ spoken }) => spoken);
	if (!row || typeof body !== 'object' || body === null || Array.isArray(body)) return body;
	return Object.fromEntries(
		Object.entries(body).map(([name, value]) => [spokenName(row.endpoint.body, name), value]),
	);
}

function rowOf(
	method: string,
	path: string,
	callOf: (row: Row) => { method: string; path: string },
): Row | undefined {
	const fitting = rows.filter((row) => {
		const call = callOf(row);
		return call.method === method && patternOf(call.path).test(path);
	});
	// `/users/invite` is itself, and no user.
	return fitting.find((row) => callOf(row).path === path) ?? fitting[0];
}

/** The node's name for a field, in snake_case: what is sent is spelled so wherever it was seen. */
function spokenName(fields: Endpoint['body'], sent: string): string {
	const found = Object.entries<Field>(fields ?? {}).find(([, field]) => field.sent === sent);
	const [name] = found ?? [];
	return name?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) ?? sent;
}

function patternOf(path: string): RegExp {
	return new RegExp(`^${path.replace(/\{\w*\}/g, '([^/]+)')}$`);
}
