import type { IDataObject } from 'n8n-workflow';

import { OAUTH_CLIENT } from '../sandbox/oauth';

/**
 * Logs in to a sandbox by authorization code, as a person does with n8n.
 *
 * @param url the sandbox's origin
 * @returns the tokens, as n8n stores them
 */
export async function logIn(url: string): Promise<IDataObject> {
	const redirect_uri = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
	const query = new URLSearchParams({
		response_type: 'code',
		client_id: OAUTH_CLIENT.clientId,
		scope: 'api.connect offline_access',
		redirect_uri,
		state: 'x',
	}).toString();
	const headers = { 'content-type': 'application/x-www-form-urlencoded' };
	const consent = await fetch(`${url}/oauth/authorize?${query}`, {
		method: 'POST',
		redirect: 'manual',
		headers,
		body: '',
	});
	const code = new URL(consent.headers.get('location')!).searchParams.get('code')!;
	const answer = await fetch(`${url}/oauth/token`, {
		method: 'POST',
		headers,
		body: new URLSearchParams({
			grant_type: 'authorization_code',
			code,
			redirect_uri,
			client_id: OAUTH_CLIENT.clientId,
			client_secret: OAUTH_CLIENT.clientSecret,
		}).toString(),
	});
	return (await answer.json()) as IDataObject;
}
