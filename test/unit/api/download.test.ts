import { PassThrough, Readable } from 'node:stream';

import { beginningOf, fileIn, noFileIn, readBody } from '../../../nodes/api/download';

const CHUNK = Buffer.alloc(16 * 1024, 'x');

/** A body that has its next chunk ready whenever one is taken. */
function body(chunks: Buffer[]): Readable {
	let at = 0;
	const read = (): void => void stream.push(chunks[at++] ?? null);
	const stream = new Readable({ read, highWaterMark: CHUNK.length });
	return stream;
}

describe('the beginning of a body', () => {
	it('is all that is read of a long one, which can be piped on as a whole', async () => {
		const chunks = Array<Buffer>(100).fill(CHUNK);
		const stream = body(chunks);
		const { bytes, isWhole } = await beginningOf(stream);
		expect(isWhole).toBe(false);
		expect(bytes.length).toBeLessThan(10 * CHUNK.length);
		const piped = await stream.pipe(new PassThrough()).toArray();
		expect(Buffer.concat(piped as Buffer[]).equals(Buffer.concat(chunks))).toBe(true);
	});

	it('is all of a short one', async () => {
		const { bytes, isWhole } = await beginningOf(body([CHUNK, CHUNK]));
		expect([bytes.length, isWhole]).toEqual([2 * CHUNK.length, true]);
	});
});

it('nothing but blanks is no file', () =>
	expect(noFileIn({ bytes: Buffer.from(' \n'), isWhole: true })).toBe(' \n'));

describe('a body that is read for its words', () => {
	it.each([
		[['{"message":', '"Not ready"}'], { message: 'Not ready' }],
		[['Not ', 'ready'], 'Not ready'],
	])('in the chunks %j is %j', async (chunks, read) =>
		expect(await readBody(body(chunks.map((chunk) => Buffer.from(chunk))))).toEqual(read),
	);

	it('is cut off where it is long', async () => {
		const read = (await readBody(body(Array<Buffer>(100).fill(CHUNK)))) as string;
		expect(read.length).toBeGreaterThanOrEqual(1_000_000);
		expect(read.length).toBeLessThan(1_000_000 + 2 * CHUNK.length);
	});
});

it.each([
	[{}, 'application/octet-stream'],
	[{ 'content-type': ' application/pdf ; charset=binary' }, 'application/pdf'],
])('the type of a file with the headers %j is %s', (headers, type) =>
	expect(fileIn({ statusCode: 200, headers, body: '' }, Buffer.of()).type).toBe(type),
);
