import { type AdoptedParts, adoptedParts } from './adopted';
import { registerControls } from './controls';
import { Faults, type Match, type Reply } from './faults';
import type { ListBehaviour, ListShape } from './lists';
import { OAuth } from './oauth';
import type { RateLimit } from './rateLimit';
import type { ApiState } from './routes';
import { buildServer, type RecordedRequest } from './server';
import { type ShapeName, shapeOf } from './shapes';
import { Language } from './spelling';
import { Store } from './store';
import { SERVICE_TOKEN, Tokens, USER_TOKEN } from './tokens';
import type { Envelope, Meeting, User } from './types';
import { deliver, type DeliveryResult, eventAbout, type EventName } from './webhooks';

export type { Match, Reply } from './faults';
export { AS_GUESSED } from './adopted';
export type { ListShape } from './lists';
export type { RecordedRequest } from './server';
export { type ShapeName, SHAPES } from './shapes';

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	/** How it spells its answers; as it is imagined, if left out. */
	shape?: ShapeName;
	/** 480 and 50 calls a minute, as documented, where it says nothing else. */
	rateLimit?: Partial<RateLimit>;
	/** How long every answer is held back. */
	latencyMs?: number;
	/** Whether it starts with meetings, teams and dossiers, as it does by default; an organisation and users it always has. */
	seed?: boolean;
	/** The clock that tokens expire by; tests move it. */
	now?: () => number;
	/** Where routes are in place of where they are imagined: `{ '/meetings': '/conversations' }` */
	moved?: Record<string, string>;
	/** Whether a route of Laravel's kind `fallback` answers every GET that no other does. */
	fallback?: boolean;
	/** What it takes from a collection: what was adopted, if left out. */
	adopted?: AdoptedParts;
}

/** A meeting that was processed, what was sent about it, and what the receiver answered. */
export interface ProcessedMeeting {
	meeting: Meeting;
	envelope: Envelope;
	delivery: DeliveryResult;
}

/**
 * The local stand-in for Claritalk, listening on this machine only. It imitates what is known of the API and guesses
 * the rest: it is no contract of the vendor.
 */
export class Sandbox {
	/** How it spells its answers. */
	readonly shape: ShapeName;
	readonly store: Store;
	/** API requests in the order in which they came, the controls' left out. */
	readonly requests: RecordedRequest[] = [];
	/** A personal access token that is accepted, and one of a service account. */
	readonly token = USER_TOKEN;
	readonly serviceToken = SERVICE_TOKEN;
	readonly tokens: Tokens;
	/** The logins by OAuth2. */
	readonly oauth: OAuth;
	private readonly faults = new Faults();
	private readonly lists: ListBehaviour = { shape: 'paginator', ignorePaging: false };
	private readonly state: ApiState;
	private readonly app;
	private origin = '';

	private constructor(options: SandboxOptions) {
		const { shape = 'expected', rateLimit, latencyMs = 0, seed = true, moved = {} } = options;
		const { now = Date.now, fallback = false } = options;
		const { spellings, examples } = options.adopted ?? adoptedParts();
		this.shape = shape;
		this.store = new Store(seed);
		this.state = {
			store: this.store,
			shape: shapeOf(shape, this.lists),
			language: new Language(spellings),
			examples,
			webhookUrl: undefined,
			resets: 0,
			moved,
			fallback,
		};
		this.tokens = new Tokens(now);
		this.oauth = new OAuth(this.tokens);
		this.app = buildServer({
			state: this.state,
			tokens: this.tokens,
			oauth: this.oauth,
			faults: this.faults,
			requests: this.requests,
			rateLimit: { default: 480, upload: 50, windowMs: 60_000, ...rateLimit },
			latencyMs,
		});
		registerControls(this.app, this);
	}

	/** @throws the system's error when the port is in use */
	static async start(options: SandboxOptions = {}): Promise<Sandbox> {
		const sandbox = new Sandbox(options);
		sandbox.origin = await sandbox.app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
		return sandbox;
	}

	/** The origin, `http://127.0.0.1:PORT`. */
	get url(): string {
		return this.origin;
	}

	/** The address registered last through `POST /client/webhook`. */
	get webhookUrl(): string | undefined {
		return this.state.webhookUrl;
	}

	/** How lists are answered in the expected shape; `data` and `array` say nothing about pages. */
	get listShape(): ListShape {
		return this.lists.shape;
	}

	set listShape(shape: ListShape) {
		this.lists.shape = shape;
	}

	/** Whether every page holds the whole collection, in the expected shape. */
	get ignorePaging(): boolean {
		return this.lists.ignorePaging;
	}

	set ignorePaging(ignore: boolean) {
		this.lists.ignorePaging = ignore;
	}

	/** Orders an answer for the next matching requests, in place of the real one and before the login is checked. */
	answerNext(match: Match, reply: Reply): void {
		this.faults.add(match, reply);
	}

	/** Answers as it really would again, whatever was ordered. */
	clearFaults(): void {
		this.faults.clear();
	}

	/**
	 * Sends an envelope, or any text, to the registered webhook or another address of this machine.
	 *
	 * @throws Error when nothing is registered, or the address is not on this machine
	 */
	async deliver(envelope: unknown, { url = this.webhookUrl } = {}): Promise<DeliveryResult> {
		return await deliver(this.receiver(url), envelope);
	}

	/** What is sent about a documented event: that of the first meeting or user, where none is given. */
	async envelopeAbout(
		event: EventName,
		{
			meeting = this.store.meetings[0],
			user = this.store.users[0],
		}: { meeting?: Meeting; user?: User } = {},
	): Promise<Envelope> {
		return this.state.shape.envelope(await eventAbout(event, { meeting, user }));
	}

	/**
	 * Processes a meeting (a new one, if no ID is given) and delivers `meeting.processed` with its PDF report.
	 *
	 * @param fields what a new meeting is to have
	 * @throws Error when there is no such meeting, and like {@link deliver}
	 */
	async processMeeting(id?: string, fields: Partial<Meeting> = {}): Promise<ProcessedMeeting> {
		const found = this.store.meetings.find(({ meetingId }) => meetingId === id);
		if (id && !found) throw new Error(`There is no meeting ${id}`);
		const url = this.receiver(this.webhookUrl);
		const meeting = this.store.process(
			found ?? this.store.createMeeting({ title: 'Kwartaaloverleg', ...fields }),
		);
		const envelope = await this.envelopeAbout('meeting.processed', { meeting });
		return { meeting, envelope, delivery: await deliver(url, envelope) };
	}

	/** Forgets all requests, faults, registrations, counts towards the rate limit, and changes. */
	reset(): void {
		this.requests.length = 0;
		this.faults.clear();
		this.store.reset();
		this.tokens.reset();
		this.oauth.reset();
		this.state.webhookUrl = undefined;
		this.state.resets++;
		Object.assign(this.lists, { shape: 'paginator', ignorePaging: false });
	}

	/** Stops listening and cuts the connections that are open. */
	async close(): Promise<void> {
		await this.app.close();
	}

	private receiver(url: string | undefined): string {
		if (url) return url;
		throw new Error('No webhook is registered: publish a workflow with a Claritalk Trigger');
	}
}

/** Starts a stand-in; see {@link Sandbox}. */
export async function startSandbox(options?: SandboxOptions): Promise<Sandbox> {
	return await Sandbox.start(options);
}
