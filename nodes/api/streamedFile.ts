/** What a stream of n8n's binary store looks like here: Node's own type cannot be imported in a community node. */
type ByteStream = AsyncIterable<Uint8Array>;

/**
 * A file for a multipart form whose bytes are read only while they are sent, so that memory stays flat, and anew
 * each time, so that n8n can send the form again after it renewed a token.
 *
 * It extends `File` because a form reads any other thing whole. Append it without a third argument, which would wrap
 * it in a `File` of the form's own.
 */
export class StreamedFile extends File {
	/**
	 * @param open gives the bytes from the beginning, at each call
	 * @param length how many bytes there are
	 */
	constructor(
		private readonly open: () => Promise<ByteStream>,
		length: number,
		name: string,
		type: string,
	) {
		super([], name, { type });
		Object.defineProperty(this, 'size', { value: length });
	}

	override stream(): ReturnType<File['stream']> {
		return ReadableStream.from(bytesOf(this.open)) as ReturnType<File['stream']>;
	}
}

async function* bytesOf(open: () => Promise<ByteStream>): AsyncGenerator<Uint8Array> {
	yield* await open();
}
