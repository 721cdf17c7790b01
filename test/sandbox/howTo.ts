import type { Sandbox } from '.';
import { OAUTH_CLIENT, SERVICE_ACCOUNT } from './oauth';

/** What a person needs to log in to a stand-in, and to have it send something, as lines to print. */
export function howToUse({ url, token }: Sandbox): string[] {
	const json = "-H 'Content-Type: application/json' -d";
	return [
		`Environment       Custom, Base URL ${url}`,
		`Access Token      ${token}`,
		`Service Account   ${SERVICE_ACCOUNT.clientId}, secret ${SERVICE_ACCOUNT.clientSecret}`,
		`OAuth2            ${OAUTH_CLIENT.clientId}, secret ${OAUTH_CLIENT.clientSecret}`,
		`A meeting         curl -X POST ${url}/sandbox/meetings`,
		`Another event     curl -X POST ${url}/sandbox/events ${json} '{"event": "users.created"}'`,
		'                  (once a trigger with User Created under Events is published)',
	];
}
