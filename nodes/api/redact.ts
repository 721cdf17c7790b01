import type { IDataObject } from 'n8n-workflow';

import { withoutEdges } from './origins';

const SECRET_FIELDS = new Set(['accessToken', 'clientSecret', 'access_token', 'refresh_token']);
const HIDDEN = '[hidden]';

/** The token of a webhook address, also of one that stands encoded in another address, in HTML or in JSON. */
const WEBHOOK_TOKEN =
	/((?:[?&;]|%(?:25)*(?:3f|26)|\\u00(?:3f|26))token(?:=|%(?:25)*3d|\\u003d))(?:(?!%(?:25)*26)[^&\s"'<>\\])+/gi;

/** A secret that is shorter is hidden only where it stands alone: its letters are in every other word. */
const SHORTEST_INSIDE_WORDS = 4;

/** A secret from this length on is known in capitals, in pieces and by its beginning: nothing else is like it. */
const LONG = 12;

/** What may stand between the letters of a secret that was broken into lines, or marked up. */
const BREAK = '(?:(?:\\\\[rnt]|=?[\\s\\u00ad\\u200b-\\u200d\\u2060]){1,12})?';

/**
 * Takes the secrets out of what the API said, which may echo any of them: those of the credential, however they are
 * encoded, whatever stands behind `Bearer`, and the token of a webhook address.
 *
 * @param credential the decrypted data of the credential in use
 */
export function redact(text: string, credential: IDataObject): string {
	const secrets = [...secretsIn(credential), ...basicLogin(credential)];
	return [...new Set(secrets.filter(Boolean).flatMap(formsOf))]
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
	const isLong = secret.length >= LONG;
	const pattern = [...secret].map(spellingsOf).join(isLong ? BREAK : '(?:\\r?\\n)?');
	const isShort = secret.length < SHORTEST_INSIDE_WORDS;
	const alone = isShort ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])` : pattern;
	const hidden = text.replace(new RegExp(alone, isLong ? 'giu' : 'gu'), HIDDEN);
	return isLong ? hideBeginning(hidden, secret) : hidden;
}

/** Hides as much of a secret as is left of it where someone else cut the text. */
function hideBeginning(text: string, secret: string): string {
	const [first, ...rest] = text.split(secret.slice(0, LONG));
	const follows = secret.slice(LONG);
	const afterIt = (part: string) => {
		let length = 0;
		while (length < follows.length && part[length] === follows[length]) length++;
		return part.slice(length);
	};
	return [first, ...rest.map((part) => HIDDEN + afterIt(part))].join('');
}

/** A secret, and what else gives it away: the part of a token of Laravel Sanctum that is secret, and its base64. */
function formsOf(secret: string): string[] {
	if (secret.length < LONG) return [secret];
	const [, own = ''] = secret.split('|');
	const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
	return [secret, base64, ...(own.length >= LONG ? [own] : [])];
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
	const inAnyCase = (text: string) =>
		text.replace(/[a-f]/gi, (one) => `[${one.toLowerCase()}${one.toUpperCase()}]`);
	const digits = `0{0,6}${inAnyCase(hex)}`;
	const plain = character.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
	const ways = [
		`\\\\{0,8}${plain}`,
		inAnyCase(percent),
		`\\\\{1,8}[ux]${digits}`,
		`=${inAnyCase(hex)}`,
		`&#(?:0{0,6}${code}|[xX]${digits});`,
		'&\\w+;',
		// A form has one for the other.
		...(character === ' ' ? ['\\+'] : character === '+' ? [' '] : []),
	];
	return `(?:${ways.join('|')})`;
}

function secretsIn(data: IDataObject): string[] {
	return Object.entries(data).flatMap(([name, value]) => {
		if (typeof value === 'object' && value !== null) return secretsIn(value as IDataObject);
		if (!SECRET_FIELDS.has(name) || typeof value !== 'string') return [];
		const pasted = withoutEdges(value);
		// What is sent of it is without what people copy along.
		return [pasted, pasted.replace(/^((authorization:|bearer)\s+|["'`“”‘’])+|["'`“”‘’]+$/gi, '')];
	});
}

/** The client as HTTP's basic login writes it. */
function basicLogin({ clientId, clientSecret }: IDataObject): string[] {
	return clientSecret ? [Buffer.from(`${clientId}:${clientSecret}`).toString('base64')] : [];
}
