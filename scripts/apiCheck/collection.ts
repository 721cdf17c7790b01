import { Collection, type Item } from 'postman-collection';

/** One request that a collection describes. */
export interface PublishedRequest {
	method: string;
	/** Relative to `/api`, each parameter as `{}`: `/meetings/{}` */
	path: string;
	/** Names of the body's fields and of the query; empty where the collection says nothing of them. */
	body: string[];
	query: string[];
}

const ID = /^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * Reads the requests of a Postman collection (format v2.0 or v2.1, folders nested as deep as they are), those of
 * the OAuth pages left out. A request that stands there several times is given once, with all its fields.
 *
 * @param json the parsed file, or Postman's own export that wraps it in `collection`
 * @throws Error with one line when it is no collection
 */
export function readCollection(json: unknown): PublishedRequest[] {
	const definition = unwrap(json);
	const collection = new Collection(definition);
	const variables = new Map(
		collection.variables.all().map(({ key = '', value }) => [key, String(value ?? '')]),
	);
	const byAddress = new Map<string, PublishedRequest>();
	collection.forEachItem((item) => {
		const request = readRequest(item, variables);
		if (request.path.startsWith('/oauth/')) return;
		const address = `${request.method} ${request.path}`;
		const known = byAddress.get(address);
		byAddress.set(address, {
			...request,
			body: [...new Set([...(known?.body ?? []), ...request.body])],
			query: [...new Set([...(known?.query ?? []), ...request.query])],
		});
	});
	return [...byAddress.values()];
}

function unwrap(json: unknown): { item: [] } {
	const outer = json as { collection?: unknown; item?: unknown } | null;
	const inner = (outer?.collection ?? outer) as { item?: unknown } | null;
	if (!Array.isArray(inner?.item)) throw new Error('it is no Postman collection: it has no "item"');
	return inner as { item: [] };
}

function readRequest({ request }: Item, variables: Map<string, string>): PublishedRequest {
	const { url, method, body } = request;
	return {
		method: method.toUpperCase(),
		path: normalisePath(url.toString().split(/[?#]/)[0], variables),
		body: [
			...(body?.urlencoded?.map(({ key }) => key) ?? []),
			...(body?.formdata?.map(({ key }) => key) ?? []),
			...jsonFields(body?.raw),
		].filter(isName),
		query: url.query.map(({ key }) => key).filter(isName),
	};
}

/** `{{base_url}}/api/meetings/:id`, or any other spelling of it, becomes `/meetings/{}`. */
function normalisePath(address: string, variables: Map<string, string>): string {
	const filled = address.replace(/^\{\{(.+?)\}\}/, (_, name: string) => variables.get(name) ?? '');
	const segments = filled
		.replace(/^[a-z]+:\/\/[^/]*/i, '')
		.replace(/^[^/]*\.[^/]*(?=\/)/, '')
		.split('/')
		.filter((segment) => segment !== '');
	if (segments[0] === 'api') segments.shift();
	return `/${segments.map((segment) => (isParameter(segment) ? '{}' : segment)).join('/')}`;
}

function isParameter(segment: string): boolean {
	return /^(:.+|\{.*\}|<.+>)$/.test(segment) || ID.test(segment);
}

function jsonFields(raw: string | undefined): string[] {
	try {
		const parsed: unknown = JSON.parse(raw ?? '');
		const sample: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
		return typeof sample === 'object' && sample !== null ? Object.keys(sample) : [];
	} catch {
		return [];
	}
}

function isName(key: string | null | undefined): key is string {
	return typeof key === 'string' && key !== '';
}
