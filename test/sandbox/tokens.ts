import { DEMO_USER_ID } from './seed';

/** Who calls: a user with their own data, or the organisation's service account. */
export interface Caller {
	token: string;
	kind: 'user' | 'serviceAccount';
	/** Whose data a user's token opens: always those of the seed's first user. */
	userId?: string;
}

/** The demo tokens; they open nothing but this stand-in. */
export const USER_TOKEN = 'sandbox-personal-access-token';
export const SERVICE_TOKEN = 'sandbox-service-account-token';

/** Which access tokens are accepted, for whom, and until when. */
export class Tokens {
	private readonly accepted = new Map<
		string,
		{ kind: Caller['kind']; expiresAt: number; family?: string }
	>();

	constructor(private readonly now: () => number) {
		this.reset();
	}

	reset(): void {
		this.accepted.clear();
		this.accept(USER_TOKEN, 'user');
		this.accept(SERVICE_TOKEN, 'serviceAccount');
	}

	/**
	 * @param lifetimeMs without it, the token is accepted until it is revoked
	 * @param family names the login that the token came out of
	 */
	accept(
		token: string,
		kind: Caller['kind'],
		{ lifetimeMs = Infinity, family }: { lifetimeMs?: number; family?: string } = {},
	): void {
		this.accepted.set(token, { kind, expiresAt: this.now() + lifetimeMs, family });
	}

	/** Every token that came out of one login. */
	revokeFamily(family: string): void {
		this.revokeWhere((known) => known.family === family);
	}

	/** Every token that came out of any login; those made by hand stay. */
	revokeIssued(): void {
		this.revokeWhere((known) => known.family !== undefined);
	}

	revoke(token: string): void {
		this.accepted.delete(token);
	}

	private revokeWhere(matches: (known: { family?: string }) => boolean): void {
		for (const [token, known] of this.accepted) if (matches(known)) this.accepted.delete(token);
	}

	/** The caller behind an Authorization header, or undefined when it is to be answered with 401. */
	callerOf(authorization: string | undefined): Caller | undefined {
		const token = /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? '';
		const known = this.accepted.get(token);
		if (!known || known.expiresAt <= this.now()) return undefined;
		const { kind } = known;
		return { token, kind, ...(kind === 'user' && { userId: DEMO_USER_ID }) };
	}
}
