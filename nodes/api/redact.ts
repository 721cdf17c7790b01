import type { IDataObject } from 'n8n-workflow';

const SECRET_FIELDS = new Set(['accessToken', 'clientSecret', 'access_token', 'refresh_token']);
const HIDDEN = '[hidden]';

/** The token of a webhook address, also of one that stands encoded in another address, in HTML or in JSON. */
const WEBHOOK_TOKEN =
	/((?:[?&;]|%(?:25)*(?:3f|26)|\\u00(?:3f|26))token(?:=|%(?:25)*3d|\\u003d))(?:(?!%(?:25)*26)[^&\s"'<>\\])+/gi;

/** A secret that is shorter is hidden only where it stands alone: its letters are in every other word. */
const SHORTEST_INSIDE_WORDS = 4;

/**
 * Takes the secrets out of what the API said, which may echo any of them: those of the credential, however they are
 * encoded, whatever stands behind `Bearer`, and the token of a webhook address.
 *
 * @param credential the decrypted data of the credential in use
 */
export function redact(text: string, credential: IDataObject): string {
	return [...new Set([...secretsIn(credential), ...basicLogin(credential)])]
		.sort((a, b) => b.length - a.length)
		.reduce(hideSecret, text)
		.replace(/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, `$1${HIDDEN}`)
		.replace(
			/((?:access_token|refresh_token|client_secret)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
			`$1${HIDDEN}`,
		)
		.replace(WEBHOOK_TOKEN, `$1${HIDDEN}`);
}

/** Hides a secret however it is encoded: in addresses, forms, JSON or HTML, whole or in part. */
function hideSecret(text: string, secret: string): string {
	// Base64 is broken into lines.
	const pattern = [...secret].map(spellingsOf).join('(?:\\r?\\n)?');
	const isShort = secret.length < SHORTEST_INSIDE_WORDS;
	const alone = isShort ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])` : pattern;
	return text.replace(new RegExp(alone, 'gu'), HIDDEN);
}

/** A regular expression for every way to write a character; letters and digits are written in one. */
function spellingsOf(character: string): string {
	if (/[\p{L}\p{N}]/u.test(character)) return character;
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16).padStart(2, '0');
	// An address may stand in another one, as its parameter.
	const percent = (code < 128 ? `%${hex}` : encodeURIComponent(character)).replaceAll(
		'%',
		'%(?:25)*',
	);
	const anyCase = percent.replace(/[a-f]/gi, (one) => `[${one.toLowerCase()}${one.toUpperCase()}]`);
	const plain = character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	const space = character === ' ' ? '|\\+' : '';
	return `(?:\\\\?${plain}|${anyCase}|&#0*${code};|&\\w+;${space})`;
}

function secretsIn(data: IDataObject): string[] {
	return Object.entries(data).flatMap(([name, value]) => {
		if (typeof value === 'object' && value !== null) return secretsIn(value as IDataObject);
		if (!SECRET_FIELDS.has(name) || typeof value !== 'string') return [];
		const pasted = value.trim();
		return [pasted, pasted.replace(/^Bearer\s+/i, '')].filter(Boolean);
	});
}

/** The client as HTTP's basic login writes it. */
function basicLogin({ clientId, clientSecret }: IDataObject): string[] {
	return clientSecret ? [Buffer.from(`${clientId}:${clientSecret}`).toString('base64')] : [];
}
