import { UserError } from 'n8n-workflow';

/** What a stream of n8n's binary store looks like here: Node's own type cannot be imported in a community node. */
type ByteStream = AsyncIterable<Uint8Array>;

/** A file that could not be read as it was announced. */
export class FileError extends UserError {}

/**
 * A file for a multipart form whose bytes are read only while they are sent, so that memory stays flat, and anew
 * each time, so that n8n can send the form again after it renewed a token.
 *
 * It extends `File` because a form reads any other thing whole. Append it without a third argument, which would wrap
 * it in a `File` of the form's own.
 */
export class StreamedFile extends File {
	/** What is being read. */
	private readonly readings = new Set<AsyncGenerator<Uint8Array>>();

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
		const reading = this.read();
		this.readings.add(reading);
		return ReadableStream.from(reading) as ReturnType<File['stream']>;
	}

	/** Reads no further: a request that fails leaves its file open. */
	async close(): Promise<void> {
		const readings = [...this.readings];
		this.readings.clear();
		await Promise.all(readings.map(async (reading) => await reading.return(undefined)));
	}

	/** Fails where the store gives less or more than it announced: the API would wait for the rest, or take half a file. */
	private async *read(): AsyncGenerator<Uint8Array> {
		let count = 0;
		try {
			for await (const chunk of await this.open()) {
				count += chunk.length;
				if (count <= this.size) yield chunk;
			}
		} catch (error) {
			throw unreadable(error as Error);
		}
		if (count !== this.size) {
			throw new FileError(`The file has ${count} bytes, but n8n announced ${this.size}`);
		}
	}
}

function unreadable({ message }: Error): FileError {
	return new FileError(`The file could not be read: ${message}`);
}
