import type { IHttpRequestMethods } from 'n8n-workflow';

/**
 * How well a fact about the vendor's API is known.
 * `documented`: the published API text states it. `capability`: the text says that the API can do this,
 * the spelling is a guess. `inferred`: a guess from status codes, rate-limit classes or the webhook's payload.
 */
export type Evidence = 'documented' | 'capability' | 'inferred';

/** The kinds of rows that the API gives, each with an ID of its own. */
export type RowKind = 'meeting' | 'user' | 'team' | 'dossier';

/** A field of a body or query: how the panel's value is read, and how it is sent. */
export interface Field {
	/** The API's name for it. */
	readonly sent: string;
	/** Other names that it may prove to have, the likeliest first. */
	readonly alternatives?: readonly string[];
	readonly evidence: Evidence;
	/** What the value must be. */
	readonly kind: 'text' | 'id' | 'url' | 'date' | 'object' | 'list' | 'file' | 'number' | 'boolean';
	/** Whether the API refuses a call without it. */
	readonly required?: boolean;
	/** Of a switch: whether the words `true` and `false` are sent, as the vendor's example has them, and not 1 and 0. */
	readonly asWords?: boolean;
	/** What is always sent: the user is not asked. */
	readonly value?: string;
	/** Whether the vendor's text does not have it any more. */
	readonly unpublished?: boolean;
	/** How the panel shows a field that its operation does not name. */
	readonly label?: string;
	readonly description?: string;
}

/** A field of an answer. */
export interface AnswerField {
	/** The API's names for it, in the order to try them; each is found in any spelling (`meetingId`, `meeting_id`). */
	readonly names: readonly string[];
	/** Of the first name: whether the vendor's text has it, if only in the webhook's payload. */
	readonly evidence: Evidence;
}

/** What a call is aimed at; without the optional parts it is the user's own path, of which nothing is known. */
export interface Target {
	readonly method: IHttpRequestMethods;
	/** Relative to `/api`; `{name}` is replaced by a validated ID. */
	readonly path: string;
	/** How well method and path are known. */
	readonly evidence?: Evidence;
	/** Whether the vendor's text does not have it any more. */
	readonly unpublished?: boolean;
	/** The path that the table has, where Path Overrides of the credential say another. */
	readonly insteadOf?: string;
	/** `serviceAccount`: refused with 403 for a user's own credential. */
	readonly caller?: 'any' | 'serviceAccount';
	/** Which rate limit it counts against: 480 calls a minute by default, 50 for uploads and recordings. */
	readonly rateClass?: 'default' | 'upload';
	/** What the caller must be allowed to do, as it follows "may": for a 403. */
	readonly right?: string;
	/** Whether doing it twice does nothing twice, though its method promises no such thing. */
	readonly repeatable?: boolean;
	/** What the user can do about a status that means something of its own here. */
	readonly cures?: Readonly<Record<number, string>>;
}

/** One call of the API. */
export interface Endpoint extends Target {
	readonly evidence: Evidence;
	/** Other paths that it may prove to have, the likeliest first. */
	readonly alternatives?: readonly string[];
	readonly rateClass: 'default' | 'upload';
	readonly caller: 'any' | 'serviceAccount';
	readonly right: string;
	/** What it is about, as texts name it: `There is no meeting with the ID …`. */
	readonly subject: string;
	/** For lists: what a row is. */
	readonly rows?: RowKind;
	/** For lists: `linked` takes no number of a page, so that only what an answer links to is read on. */
	readonly paging?: 'linked';
	/** How a body is sent, where that is not JSON. */
	readonly encoding?: 'multipart' | 'urlencoded';
	/** Body and query fields the package sends, by the node's names for them. */
	readonly body?: Readonly<Record<string, Field>>;
	readonly query?: Readonly<Record<string, Field>>;
}

/** How the answers of lists are spelled, in any of the shapes of Laravel's paginators and what is wrapped around them. */
export interface PageNames {
	/** Where the rows stand, the likeliest first. */
	readonly lists: readonly string[];
	/** What may be around that. */
	readonly wrappers: readonly string[];
	/** Where facts about pages stand, beside the rows. */
	readonly facts: readonly string[];
	/** The number of this page, of the last one, how many rows a page has and how many there are. */
	readonly current: readonly string[];
	readonly last: readonly string[];
	readonly size: readonly string[];
	readonly total: readonly string[];
	/** Where the next page is, as an address or a number, as a cursor, and whether there is one. */
	readonly next: readonly string[];
	readonly nextCursor: readonly string[];
	readonly more: readonly string[];
}

/** Under which names what a meeting consists of, such as a to-do or a topic, may hold its words, the likeliest first. */
export interface TextNames {
	/** Of any part. */
	readonly words: readonly string[];
	/** Of a topic: its heading, and what was said of it. */
	readonly headings: readonly string[];
	readonly bodies: readonly string[];
}

/** A call that gives a list: what its rows are and how its pages are asked for, as far as that is known. */
export type ListTarget = Target & Pick<Endpoint, 'rows' | 'query' | 'paging'>;

/** Everything that the package knows about the API. */
export interface Table {
	/** By resource and operation. */
	readonly endpoints: Readonly<Record<string, Readonly<Record<string, Endpoint>>>>;
	/** The fields of an answer that the package reads, by kind of row and the node's names. */
	readonly rows: Readonly<Record<RowKind, Readonly<Record<string, AnswerField>>>>;
	/**
	 * What a record of another system is named by, in an object under that system's lower-case name: seen in the vendor's own
	 * client code, in a link; that a new meeting takes the same is inferred.
	 */
	readonly relation: Readonly<Record<string, Field>>;
	readonly pages: PageNames;
	/** None of them is documented. */
	readonly texts: TextNames;
}
