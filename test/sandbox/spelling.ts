/** The calls as the stand-in and the tests name them, by resource and operation. */
export const SPOKEN: Readonly<Record<string, string>> = {
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

/** How a collection spells one of these calls. */
export interface Spelling {
	method: string;
	/** Each parameter as `{}`. */
	path: string;
	/** Its names for fields of body and query, by those of the stand-in. */
	fields: Record<string, string>;
}

/** Spellings by resource and operation; a call that has none is spelled as it is spoken of. */
export type Spellings = Readonly<Record<string, Spelling>>;

/** A request below `/api`. */
export interface Spelled {
	method: string;
	/** With its query. */
	url: string;
}

interface Row {
	spoken: { method: string; path: string };
	spelled: Spelling;
}

/**
 * What a collection spells otherwise, in the words of the stand-in and its tests: these stay the same whatever is found
 * out about the API. What is called by the words of the stand-in in place of the collection's is not known.
 */
export class Language {
	private readonly rows: Row[];

	constructor(spellings: Spellings) {
		this.rows = Object.entries(SPOKEN).map(([call, text]) => {
			const [method, path] = text.split(' ');
			return { spoken: { method, path }, spelled: spellings[call] ?? { method, path, fields: {} } };
		});
	}

	/** A request as it is spoken of. */
	request(request: Spelled): Spelled {
		const [path, search] = request.url.split('?');
		const row = this.rowOf(request.method, path, ({ spelled }) => spelled);
		if (!row) return request;
		const ids = patternOf(row.spelled.path).exec(path)!.slice(1);
		const spokenPath = row.spoken.path.replace(/\{\}/g, () => ids.shift() ?? '');
		const query = search
			?.split('&')
			.flatMap((pair) => {
				const [name, ...value] = pair.split('=');
				const spoken = spokenName(row, name);
				return spoken === undefined ? [] : [[spoken, ...value].join('=')];
			})
			.join('&');
		const isItself = request.method === row.spelled.method;
		return {
			method: isItself ? row.spoken.method : request.method,
			url: [spokenPath, ...(query === undefined ? [] : [query])].join('?'),
		};
	}

	/**
	 * The fields of a body as they are spoken of.
	 *
	 * @param request as it is spoken of
	 */
	body({ method, url }: Spelled, body: unknown): unknown {
		const row = this.rowOf(method, url.split('?')[0], ({ spoken }) => spoken);
		if (!row || typeof body !== 'object' || body === null || Array.isArray(body)) return body;
		return Object.fromEntries(
			Object.entries(body).flatMap(([name, value]) => {
				const spoken = spokenName(row, name);
				return spoken === undefined ? [] : [[spoken, value]];
			}),
		);
	}

	/** Where a route of the stand-in is, parameters as `:id`; undefined where that is as it is spoken of. */
	route(method: string, path: string): { method: string; path: string } | undefined {
		const asked = method === 'HEAD' ? 'GET' : method;
		const spokenPath = path.replace(/:\w+/g, '{}');
		const row = this.rows.find(
			({ spoken }) => spoken.method === asked && spoken.path === spokenPath,
		);
		if (!row) return undefined;
		const { spelled } = row;
		return { method: method === 'HEAD' ? method : spelled.method, path: routeOf(spelled.path) };
	}

	/** The row with a call, else one with its path: `OPTIONS` is asked of all. */
	private rowOf(
		method: string,
		path: string,
		callOf: (row: Row) => { method: string; path: string },
	): Row | undefined {
		const fitting = this.rows.filter((row) => patternOf(callOf(row).path).test(path));
		// `/users/invite` is itself, and no user.
		const [exact] = fitting.filter((row) => callOf(row).path === path);
		const own = fitting.filter((row) => callOf(row).method === method);
		return own.find((row) => callOf(row).path === path) ?? own[0] ?? exact ?? fitting[0];
	}
}

/**
 * `/meetings/{}` as fastify spells it: without escapes, and with the names that all routes have. A parameter that is a
 * part of a segment goes up to the text behind it.
 */
export function routeOf(path: string): string {
	let count = 0;
	return decodeURI(path).replace(/\{\}(?=([^/]?))/g, (_, next: string) => {
		count++;
		return `:id${count > 1 ? count : ''}${next === '' ? '' : '(^[^/]+?)'}`;
	});
}

/** What the stand-in calls a field; undefined where the collection has another name for it than this. */
function spokenName({ spelled: { fields } }: Row, sent: string): string | undefined {
	const [known] = Object.entries(fields).find(([, name]) => name === sent) ?? [];
	if (known !== undefined) return known;
	return Object.hasOwn(fields, sent) ? undefined : sent;
}

function patternOf(path: string): RegExp {
	return new RegExp(`^${path.replace(/\{\}/g, '([^/]+)')}$`);
}
