import type { IExecuteFunctions } from 'n8n-workflow';

import { type Answer, isRefusal, isWebPage } from './answers';
import { tryJson } from './json';

/** Bytes that arrive; Node's own type cannot be imported in a community node. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** A file as it is received. */
export interface ReceivedFile {
	content: ByteStream | Buffer;
	/** What the answer calls it, as it came. */
	name?: string;
	type: string;
}

/** The words of an error need no more. */
const MOST_TEXT_BYTES = 1_000_000;

/** So much of a file is looked at before it counts as one: a failure, or the head of a login page, is not longer. */
const LOOKED_AT_BYTES = 64 * 1024;

/** RFC 6266: the name in percent-encoding goes before the one in quotes. Some servers leave the quotes out around blanks. */
const ENCODED_NAME = /[;\s]filename\*\s*=\s*"?([\w-]*)'[^']*'([^;"]+)/i;
const PLAIN_NAME = /[;\s]filename\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|$)|'([^;"']+)'|([^;"]+))/i;

/** Where another such header was joined on. */
const ANOTHER = /,\s*(?:attachment|inline)\b.*/i;

/** RFC 2047, as it stands in the headers of mails. */
const MAIL_WORD = /=\?([\w-]+)\?([bq])\?([^?]*)\?=(?:\s+(?==\?))?/gi;

/** A field for a password: a page to log in. */
const LOGIN_FORM = /<input\s[^>]{0,300}?type\s*=\s*["']?password/i;

/** What an answer says of the file in its body. */
export function fileIn({ headers }: Answer, content: ReceivedFile['content']): ReceivedFile {
	const type = String(headers['content-type'] ?? '')
		.split(';')[0]
		.trim();
	return {
		content,
		name: nameIn(` ${String(headers['content-disposition'] ?? '')}`),
		type: type || 'application/octet-stream',
	};
}

/** The beginning of a stream, which can be read from there afterwards unless that was all. */
export async function beginningOf(
	stream: ByteStream,
): Promise<{ bytes: Buffer; isWhole: boolean }> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	let look = () => {};
	const isWhole = await new Promise<boolean>((resolve, reject) => {
		look = () => {
			for (let chunk; length < LOOKED_AT_BYTES && (chunk = stream.read() as Uint8Array | null); ) {
				chunks.push(chunk);
				length += chunk.length;
			}
			if (length >= LOOKED_AT_BYTES) resolve(false);
		};
		stream.on('readable', look);
		stream.once('end', () => resolve(true)).once('error', reject);
	});
	stream.off('readable', look);
	const bytes = Buffer.concat(chunks);
	if (!isWhole) stream.unshift(bytes);
	return { bytes, isWhole };
}

/**
 * What is certainly none of the files that someone can ask for: nothing at all, a failure in JSON, or a page to log in. Any
 * other JSON or web page may be what was asked for.
 *
 * @returns the body to explain; undefined for a file
 */
export function noFileIn({ bytes, isWhole }: { bytes: Buffer; isWhole: boolean }): unknown {
	const text = bytes.toString();
	const body = isWhole ? tryJson(text) : undefined;
	if (isRefusal(body)) return body;
	const isLogin = isWebPage(text) && LOGIN_FORM.test(text);
	return text.trim() === '' || isLogin ? text : undefined;
}

export function isStream(body: unknown): body is ByteStream {
	return typeof body === 'object' && body !== null && 'pipe' in body && 'destroy' in body;
}

/** A body that was to be a file and is none: parsed where it is JSON, else its text. */
export async function readBody(stream: ByteStream): Promise<unknown> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of stream as AsyncIterable<Uint8Array>) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > MOST_TEXT_BYTES) break;
	}
	const text = Buffer.concat(chunks).toString();
	const parsed = tryJson(text);
	return parsed === undefined ? text : parsed;
}

function nameIn(disposition: string): string | undefined {
	const [, charset, encoded] = ENCODED_NAME.exec(disposition) ?? [];
	if (encoded?.trim()) return inCharset(charset, fromHex(encoded, /%([\da-f]{2})/gi));
	const [, quoted, single, token] = PLAIN_NAME.exec(disposition) ?? [];
	const name = quoted?.replace(/\\(["\\])/g, '$1') ?? single ?? token?.replace(ANOTHER, '');
	if (name === undefined) return undefined;
	return fromBytes(name).replace(MAIL_WORD, (_, of: string, kind: string, word: string) =>
		inCharset(
			of,
			kind.toLowerCase() === 'b'
				? Buffer.from(word, 'base64').toString('latin1')
				: fromHex(word.replace(/_/g, ' '), /=([\da-f]{2})/gi),
		),
	);
}

/** The bytes that are written in hex in a text, as one character each. */
function fromHex(text: string, pattern: RegExp): string {
	return text.replace(pattern, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function inCharset(charset: string, bytes: string): string {
	try {
		const decoder = new TextDecoder(charset, { fatal: true });
		// In two parts: at once, Node.js takes windows-1252 for Latin-1.
		return decoder.decode(Buffer.from(bytes, 'latin1'), { stream: true }) + decoder.decode();
	} catch {
		// No charset that is known, or other bytes than it has.
		return fromBytes(bytes);
	}
}

/** Headers come as one character per byte; many servers send UTF-8 in them. */
function fromBytes(text: string): string {
	const decoded = Buffer.from(text, 'latin1').toString();
	return decoded.includes('\ufffd') ? text : decoded;
}
