import type { IExecuteFunctions } from 'n8n-workflow';

import type { Answer } from './answers';
import { tryJson } from './json';

/** Bytes that arrive; Node's own type cannot be imported in a community node. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;

/** A file as it is received. */
export interface ReceivedFile {
	stream: ByteStream;
	/** What the answer calls it, as it came. */
	name?: string;
	type: string;
}

/** The words of an error need no more. */
const MOST_TEXT_BYTES = 1_000_000;

/** RFC 6266: the name in percent-encoding goes before the one in quotes. */
const ENCODED_NAME = /[;\s]filename\*\s*=\s*"?([\w-]+)'[^']*'([^;\s"]+)/i;
const PLAIN_NAME = /[;\s]filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i;

/** What an answer says of the file in its body. */
export function fileIn({ headers }: Answer, stream: ByteStream): ReceivedFile {
	const type = String(headers['content-type'] ?? '')
		.split(';')[0]
		.trim();
	return {
		stream,
		name: nameIn(` ${String(headers['content-disposition'] ?? '')}`),
		type: type || 'application/octet-stream',
	};
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
	if (encoded) {
		const bytes = encoded.replace(/%([\da-f]{2})/gi, (_, hex: string) =>
			String.fromCharCode(parseInt(hex, 16)),
		);
		return /^utf-?8$/i.test(charset) ? fromBytes(bytes) : bytes;
	}
	const [, quoted, token] = PLAIN_NAME.exec(disposition) ?? [];
	return quoted === undefined ? token : fromBytes(quoted.replace(/\\(.)/g, '$1'));
}

/** Headers come as one character per byte; many servers send UTF-8 in them. */
function fromBytes(text: string): string {
	const decoded = Buffer.from(text, 'latin1').toString();
	return decoded.includes('\ufffd') ? text : decoded;
}
