import type { IDataObject } from 'n8n-workflow';

import { withoutEdges } from './origins';
import { tokenIn } from './pasted';

const SECRET_FIELDS = new Set(['accessToken', 'clientSecret', 'access_token', 'refresh_token']);
const HIDDEN = '[hidden]';

/** The token of a webhook address, also of one that stands encoded in another address, in HTML or in JSON. */
const WEBHOOK_TOKEN =
	/((?:[?&;]|%(?:25)*(?:3f|26)|\\u00(?:3f|26))token(?:=|%(?:25)*3d|\\u003d))(?:(?!%(?:25)*26)[^&\s"'<>\\])+/gi;

/** A secret that is shorter is hidden only where it stands alone: its letters are in every other word. */
const SHORTEST_INSIDE_WORDS = 4;

/** A part of a secret that is as long as this is hidden, too, unless it could be words. */
const SHORTEST_PART = 12;

/** What may stand between the letters of a long secret that was broken into lines, or marked up. */
const BREAK = '(?:(?:\\\\[rnt]|=?[\\s\\u00ad\\u200b-\\u200d\\u2060]){1,12})?';

/**
 * Gives what takes the secrets out of what the API said, which may echo any of them: those of the credential, however they are
 * encoded and longer parts of them, whatever stands behind `Bearer`, and the token of a webhook address.
 *
 * @param credential the decrypted data of the credential in use
 */
export function redactor(credential: IDataObject): (text: string) => string {
	const secrets = [...new Set([...secretsIn(credential), ...basicLogin(credential)])];
	const encodings = secrets.flatMap((secret) => [secret, ...encodingsOf(secret)]);
	const parts = partsOf(encodings);
	// Of a short one there are no parts, so that each of its encodings is looked for as a whole.
	const short = encodings.filter(({ length }) => length < SHORTEST_PART);
	const patterns = [...new Set([...secrets, ...short])]
		.sort((one, other) => other.length - one.length)
		.map(patternOf);
	return (text) =>
		hideParts(
			patterns.reduce((shown, pattern) => shown.replace(pattern, HIDDEN), text),
			parts,
		)
			.replace(/\b(Bearer\s+)[\w.~+/=-]{8,}/gi, `$1${HIDDEN}`)
			.replace(
				/((?:access_token|refresh_token|client_secret)["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi,
				`$1${HIDDEN}`,
			)
			.replace(WEBHOOK_TOKEN, `$1${HIDDEN}`);
}

/** Matches a secret however it is escaped: in addresses, forms, JSON or HTML; a long one in capitals and in pieces, too. */
function patternOf(secret: string): RegExp {
	const isLong = secret.length >= SHORTEST_PART;
	const pattern = [...secret].map(spellingsOf).join(isLong ? BREAK : '(?:\\r?\\n)?');
	const isShort = secret.length < SHORTEST_INSIDE_WORDS;
	const alone = isShort ? `(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])` : pattern;
	return new RegExp(alone, isLong ? 'giu' : 'gu');
}

/** A secret in hex, escaped for an address, and in base64: in that of a longer text it is spelled in one of three ways. */
function encodingsOf(secret: string): string[] {
	const bytes = Buffer.from(secret);
	const escaped = encodeURIComponent(bytes.toString());
	const base64 = [0, 1, 2].map((before) =>
		Buffer.concat([Buffer.alloc(before), bytes])
			.toString('base64')
			// The first characters of it hold what stands before the secret, too.
			.slice(before === 0 ? 0 : before + 1)
			.replace(/={1,2}$/, ''),
	);
	// The last character holds what stands behind the secret, too.
	const inside = base64.flatMap((text) => [text, text.slice(0, -1)]);
	return [
		bytes.toString('hex'),
		bytes.toString('hex').toUpperCase(),
		escaped,
		escaped.replace(/%../g, (code) => code.toLowerCase()),
		...inside,
		...inside.map((text) => text.replace(/\+/g, '-').replace(/\//g, '_')),
	].filter(({ length }) => length >= 2 * SHORTEST_INSIDE_WORDS);
}

/** All parts of texts that have the length of the shortest one that counts. */
function partsOf(texts: string[]): Set<string> {
	const parts = new Set<string>();
	for (const text of texts) {
		for (let at = 0; at + SHORTEST_PART <= text.length; at++) {
			parts.add(text.slice(at, at + SHORTEST_PART));
		}
	}
	return parts;
}

function hideParts(text: string, parts: Set<string>): string {
	let shown = '';
	let from = 0;
	for (let at = 0; at + SHORTEST_PART <= text.length; at++) {
		let end = at + SHORTEST_PART;
		if (!parts.has(text.slice(at, end))) continue;
		while (end < text.length && parts.has(text.slice(end - SHORTEST_PART + 1, end + 1))) end++;
		if (!couldBeWords(text.slice(at, end))) {
			// What fills base64 up.
			while (text[end] === '=') end++;
			shown += text.slice(from, at) + HIDDEN;
			from = end;
		}
		at = end - 1;
	}
	return shown + text.slice(from);
}

/** Whether nothing in it looks random: no letters beside digits, no capitals after small letters, and not digits alone. */
function couldBeWords(part: string): boolean {
	return !/[a-z]\d|\d[a-z]/i.test(part) && !/[a-z][A-Z]/.test(part) && !/^\d+$/.test(part);
}

/** A regular expression for every way to write a character; letters and digits are written in one, or as their code. */
function spellingsOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16).padStart(2, '0');
	if (/[a-z\d]/i.test(character)) return `(?:${character}|%(?:25)*${hex})`;
	// An address may stand in another one, as its parameter.
	const percent = Buffer.from(character).toString('hex').replace(/../g, '%(?:25)*$&');
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
		if (!SECRET_FIELDS.has(name)) return [];
		const pasted = withoutEdges(value);
		const sent = tokenIn(value);
		// A token of Laravel Sanctum is secret but for the number before its line.
		const own = sent.split('|')[1] ?? '';
		return [pasted, sent, ...(own.length >= SHORTEST_PART ? [own] : [])].filter(Boolean);
	});
}

/** The client as HTTP's basic login writes it. */
function basicLogin({ clientId, clientSecret }: IDataObject): string[] {
	return clientSecret ? [Buffer.from(`${clientId}:${clientSecret}`).toString('base64')] : [];
}
