import { randomBytes, randomUUID } from 'node:crypto';

import formbody from '@fastify/formbody';
import OAuth2Server from '@node-oauth/oauth2-server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Caller, Tokens } from './tokens';

/** The demo clients; they open nothing but this stand-in. */
export const OAUTH_CLIENT = { clientId: 'sandbox-client', clientSecret: 'sandbox-client-secret' };
export const SERVICE_ACCOUNT = {
	clientId: 'sandbox-service-account',
	clientSecret: 'sandbox-service-account-secret',
};

/** One request for a token, without its secrets. */
export interface TokenRequest {
	grantType: string;
	contentType: string;
	status: number;
}

/** Whom a token was given to. All tokens that came out of one login are of one family. */
interface Grantee {
	kind: Caller['kind'];
	family: string;
}

const SCOPES = ['api.connect', 'offline_access'];
const SEVEN_DAYS = 7 * 24 * 3600;

/**
 * The OAuth side, beside `/api`: Laravel Passport as far as it is documented. A refresh token serves once; one that is
 * used again takes its whole family with it, as an attacker's copy would have to (inferred).
 */
export class OAuth {
	/** Seconds; tests shorten it. */
	accessTokenLifetime = 3600;
	readonly tokenRequests: TokenRequest[] = [];

	private readonly secrets = new Map<string, string>();
	private readonly codes = new Map<string, OAuth2Server.AuthorizationCode>();
	private readonly refreshTokens = new Map<string, OAuth2Server.Token & { user: Grantee }>();
	private readonly usedFamilies = new Map<string, string>();
	private readonly server: OAuth2Server;

	constructor(private readonly tokens: Tokens) {
		this.server = new OAuth2Server({ model: this.model(), allowEmptyState: true });
		this.reset();
	}

	reset(): void {
		this.accessTokenLifetime = 3600;
		this.tokenRequests.length = 0;
		this.codes.clear();
		this.refreshTokens.clear();
		this.usedFamilies.clear();
		for (const { clientId, clientSecret } of [OAUTH_CLIENT, SERVICE_ACCOUNT]) {
			this.secrets.set(clientId, clientSecret);
		}
	}

	/** Takes a client's right away, as a person does in the settings of Claritalk. */
	revokeClient(clientId: string): void {
		this.secrets.delete(clientId);
	}

	/** The refresh tokens that would be accepted, the oldest first. */
	get refreshTokensInUse(): string[] {
		return [...this.refreshTokens.keys()];
	}

	/** Accepts a refresh token from before it was started, whose access token has died. */
	acceptRefreshToken(refreshToken: string): void {
		this.refreshTokens.set(refreshToken, {
			accessToken: '',
			refreshToken,
			scope: SCOPES,
			client: { id: OAUTH_CLIENT.clientId, grants: ['refresh_token'] },
			user: { kind: 'user', family: randomUUID() },
		});
	}

	/** Makes access tokens of every login invalid at once, as if an hour had passed. */
	expireAccessTokens(): void {
		this.tokens.revokeIssued();
	}

	/** Registers `/oauth/authorize` (a consent page) and `/oauth/token`. */
	async register(app: FastifyInstance): Promise<void> {
		await app.register(formbody);
		app.get('/oauth/authorize', async (request, reply) => {
			await reply.type('text/html').send(consentPage(request));
		});
		app.post('/oauth/authorize', async (request, reply) => {
			const grantee: Grantee = { kind: 'user', family: randomUUID() };
			const options = { authenticateHandler: { handle: () => grantee } };
			await this.respond(request, reply, async (input, output) => {
				await this.server.authorize(input, output, options);
			});
		});
		app.post('/oauth/token', async (request, reply) => {
			await this.respond(request, reply, async (input, output) => {
				const accessTokenLifetime = this.accessTokenLifetime;
				const refreshTokenLifetime = SEVEN_DAYS;
				await this.server.token(input, output, { accessTokenLifetime, refreshTokenLifetime });
			});
			const { grant_type: grantType = '' } = (request.body ?? {}) as { grant_type?: string };
			const contentType = request.headers['content-type'] ?? '';
			this.tokenRequests.push({ grantType, contentType, status: reply.statusCode });
		});
	}

	/** Lets the OAuth library answer a request of fastify's, its errors in OAuth's own form. */
	private async respond(
		request: FastifyRequest,
		reply: FastifyReply,
		run: (input: OAuth2Server.Request, output: OAuth2Server.Response) => Promise<void>,
	): Promise<void> {
		const input = new OAuth2Server.Request({
			method: request.method,
			headers: request.headers as Record<string, string>,
			query: request.query as Record<string, string>,
			body: request.body,
		});
		const output = new OAuth2Server.Response({ headers: {} });
		try {
			await run(input, output);
		} catch (error) {
			const { code, name, message } = error as OAuth2Server.OAuthError;
			// A refusal that the library already put into a redirect goes to the client's address.
			if (output.status !== 302) {
				await reply.code(code || 500).send({ error: name, error_description: message });
				return;
			}
		}
		await reply
			.code(output.status ?? 200)
			.headers(output.headers ?? {})
			.send(output.body);
	}

	private model() {
		return {
			getClient: async (clientId: string, clientSecret: string | null) => {
				const secret = this.secrets.get(clientId);
				if (secret === undefined || (clientSecret !== null && clientSecret !== secret))
					return false;
				const grants =
					clientId === SERVICE_ACCOUNT.clientId
						? ['client_credentials']
						: ['authorization_code', 'refresh_token'];
				return { id: clientId, grants, redirectUris: ['http://127.0.0.1/'] };
			},
			validateRedirectUri: async (address: string) =>
				['127.0.0.1', 'localhost'].includes(new URL(address).hostname),
			validateScope: async (_user: unknown, _client: unknown, scope: string[] = []) =>
				scope.includes('api.connect') && scope.every((name) => SCOPES.includes(name)) && scope,
			getUserFromClient: async (): Promise<Grantee> => ({
				kind: 'serviceAccount',
				family: randomUUID(),
			}),
			generateAccessToken: async () => `at-${randomBytes(24).toString('base64url')}`,
			generateRefreshToken: async () => `rt-${randomBytes(24).toString('base64url')}`,

			saveAuthorizationCode: async (
				code: OAuth2Server.AuthorizationCode,
				client: OAuth2Server.Client,
				user: Grantee,
			) => {
				const saved = { ...code, client, user };
				this.codes.set(code.authorizationCode, saved);
				return saved;
			},
			getAuthorizationCode: async (code: string) => this.codes.get(code),
			revokeAuthorizationCode: async ({ authorizationCode }: OAuth2Server.AuthorizationCode) =>
				this.codes.delete(authorizationCode),

			saveToken: async (token: OAuth2Server.Token, client: OAuth2Server.Client, user: Grantee) => {
				const { kind, family } = user;
				this.tokens.accept(token.accessToken, kind, {
					lifetimeMs: this.accessTokenLifetime * 1000,
					family,
				});
				const saved = { ...token, client, user };
				// Without offline_access there is nothing to refresh with (documented).
				if (!token.scope?.includes('offline_access')) delete saved.refreshToken;
				if (saved.refreshToken) this.refreshTokens.set(saved.refreshToken, saved);
				return saved;
			},
			getAccessToken: async () => undefined,
			getRefreshToken: async (refreshToken: string) => {
				const usedFamily = this.usedFamilies.get(refreshToken);
				if (usedFamily !== undefined) this.revokeFamily(usedFamily);
				return this.refreshTokens.get(refreshToken) as OAuth2Server.RefreshToken | undefined;
			},
			revokeToken: async ({ refreshToken, user }: OAuth2Server.RefreshToken) => {
				const { accessToken } = this.refreshTokens.get(refreshToken) ?? {};
				if (accessToken) this.tokens.revoke(accessToken);
				this.usedFamilies.set(refreshToken, (user as Grantee).family);
				return this.refreshTokens.delete(refreshToken);
			},
		};
	}

	private revokeFamily(family: string): void {
		this.tokens.revokeFamily(family);
		for (const [refreshToken, { user }] of this.refreshTokens) {
			if (user.family === family) this.refreshTokens.delete(refreshToken);
		}
	}
}

/** What a person sees who is asked to let an application in. */
function consentPage(request: FastifyRequest): string {
	const { client_id: client = '', scope = '' } = request.query as Record<string, string>;
	const escape = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
	const action = escape(request.url);
	return `<!doctype html>
<html lang="en">
<title>Claritalk sandbox: log in</title>
<body style="font: 16px sans-serif; max-width: 30em; margin: 4em auto; color: #682577">
<h1>Claritalk sandbox</h1>
<p>This page stands in for Claritalk's. <b>${escape(client)}</b> asks for: ${escape(scope)}</p>
<form method="post" action="${action}"><button id="allow">Allow</button></form>
<form method="post" action="${action}&amp;allowed=false"><button id="deny">Deny</button></form>
</body>
</html>
`;
}
