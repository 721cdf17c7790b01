import type { AddressInfo } from 'node:net';

import { registerControls } from './controls';
import { Faults, type Match, type Reply } from './faults';
import type { ListBehaviour, ListShape } from './lists';
import { buildServer, type RateLimit, type RecordedRequest } from './server';
import type { ApiState } from './routes';
import { OAuth } from './oauth';
import { Store } from './store';
import { SERVICE_TOKEN, Tokens, USER_TOKEN } from './tokens';
import type { Envelope, Meeting } from './types';
import { deliver, type DeliveryResult, processedEnvelope } from './webhooks';

export type { RecordedRequest } from './server';

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	rateLimit?: Partial<RateLimit>;
	/** How long every answer is held back. */
	latencyMs?: number;
	/** The clock that tokens expire by; tests move it. */
	now?: () => number;
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
	readonly store = new Store();
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
	private readonly state: ApiState = {
		store: this.store,
		lists: this.lists,
		webhookUrl: undefined,
	};
	private readonly app;

	private constructor({ rateLimit, latencyMs = 0, now = Date.now }: SandboxOptions) {
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
		await sandbox.app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
		return sandbox;
	}

	/** The origin, `http://127.0.0.1:PORT`. */
	get url(): string {
		return `http://127.0.0.1:${(this.app.server.address() as AddressInfo).port}`;
	}

	/** The address registered last through `POST /client/webhook`. */
	get webhookUrl(): string | undefined {
		return this.state.webhookUrl;
	}

	set listShape(shape: ListShape) {
		this.lists.shape = shape;
	}

	/** Whether every page holds the whole collection. */
	set ignorePaging(ignore: boolean) {
		this.lists.ignorePaging = ignore;
	}

	/** Orders an answer for the next matching requests, in place of the real one and before the login is checked. */
	answerNext(match: Match, reply: Reply): void {
		this.faults.add(match, reply);
	}

	/**
	 * Sends an envelope, or any text, to the registered webhook or another address of this machine.
	 *
	 * @throws Error when nothing is registered, or the address is not on this machine
	 */
	async deliver(envelope: unknown, { url = this.webhookUrl } = {}): Promise<DeliveryResult> {
		if (!url)
			throw new Error('No webhook is registered: publish a workflow with a Claritalk Trigger');
		return await deliver(url, envelope);
	}

	/** Processes a meeting (a new one, if no ID is given) and delivers `meeting.processed` with its PDF report. */
	async processMeeting(id?: string, fields: Partial<Meeting> = {}): Promise<ProcessedMeeting> {
		const found = this.store.meetings.find(({ meetingId }) => meetingId === id);
		if (id && !found) throw new Error(`There is no meeting ${id}`);
		const meeting = this.store.process(
			found ?? this.store.createMeeting({ title: 'Kwartaaloverleg', ...fields }),
		);
		const envelope = await processedEnvelope(meeting);
		return { meeting, envelope, delivery: await this.deliver(envelope) };
	}

	/** Forgets all requests, faults, registrations and changes. */
	reset(): void {
		this.requests.length = 0;
		this.faults.clear();
		this.store.reset();
		this.tokens.reset();
		this.oauth.reset();
		this.state.webhookUrl = undefined;
		Object.assign(this.lists, { shape: 'paginator', ignorePaging: false });
	}

	async close(): Promise<void> {
		await this.app.close();
	}
}

/** Starts a stand-in; see {@link Sandbox}. */
export async function startSandbox(options?: SandboxOptions): Promise<Sandbox> {
	return await Sandbox.start(options);
}
