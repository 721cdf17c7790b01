/**
 * How well a fact about the vendor's API is known.
 * `documented`: the published API text states it. `capability`: the text says that the API can do this,
 * the spelling is a guess. `inferred`: a guess from status codes, rate-limit classes or the webhook's payload.
 */
export type Evidence = 'documented' | 'capability' | 'inferred';

/** A field of a body or query: how the panel's value is read, and how it is sent. */
export interface Field {
	/** The API's name for it. */
	readonly sent: string;
	readonly evidence: Evidence;
	/** What the value must be. */
	readonly kind: 'text' | 'id' | 'url' | 'date' | 'object' | 'file' | 'number';
}

/** Every field that the package sends, by the node's name for it. What is sent is snake_case wherever it was seen. */
export const fields = {
	dossierId: field('dossier_id', 'id'),
	email: field('email'),
	externalRelations: field('external_relations', 'object'),
	file: field('file', 'file'),
	firstName: field('first_name'),
	from: field('from', 'date'),
	lastName: field('last_name'),
	locale: field('locale'),
	meetingId: field('meeting_id', 'id'),
	name: field('name'),
	page: field('page', 'number'),
	perPage: field('per_page', 'number'),
	role: field('role'),
	search: field('search'),
	status: field('status'),
	teamId: field('team_id', 'id'),
	title: field('title'),
	to: field('to', 'date'),
	userId: field('user_id', 'id'),
	webhookUrl: field('webhook_url', 'url'),
};

function field(sent: string, kind: Field['kind'] = 'text'): Field {
	return { sent, evidence: 'inferred', kind };
}
