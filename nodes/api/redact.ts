import type { IDataObject } from 'n8n-workflow';

const SECRET_FIELDS = new Set(['accessToken', 'clientSecret', 'access_token', 'refresh_token']);
const HIDDEN = '[hidden]';

/**
 * Takes the secrets out of a text that a user, a log or an execution may get to see: those of the
 * credential, whatever stands behind `Bearer`, and the token of a webhook address. The API may echo any of them.
 *
 * @param credential the decrypted data of the credential in use
 */
export function redact(text: string, credential: IDataObject): string {
	const known = secretsIn(credential).flatMap((secret) => [secret, encodeURIComponent(secret)]);
	return known
		.sort((a, b) => b.length - a.length)
		.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text)
		.replace(/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, `$1${HIDDEN}`)
		.replace(/([?&]token=)[^&\s"'<>]+/gi, `$1${HIDDEN}`);
}

function secretsIn(data: IDataObject): string[] {
	return Object.entries(data).flatMap(([name, value]) => {
		if (typeof value === 'object' && value !== null) return secretsIn(value as IDataObject);
		return SECRET_FIELDS.has(name) && typeof value === 'string' && value !== '' ? [value] : [];
	});
}
