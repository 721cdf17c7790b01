/** Whatever a file and the fields beside it hold, they arrive as they are. */
import multipart from '@fastify/multipart';
import fc from 'fast-check';
import fastify, { type FastifyInstance } from 'fastify';

import { toForm } from '../../../nodes/api/form';
import { StreamedFile } from '../../../nodes/api/streamedFile';

const RUNS = 150;

interface Arrived {
	fields: Record<string, string>;
	name?: string;
	bytes?: Buffer;
}

let server: FastifyInstance;
let address: string;
let arrived: Arrived;

beforeAll(async () => {
	server = fastify();
	await server.register(multipart, { limits: { fileSize: Infinity } });
	server.post('/', async (request) => {
		arrived = { fields: {} };
		for await (const part of request.parts()) {
			if (part.type === 'file')
				Object.assign(arrived, { name: part.filename, bytes: await part.toBuffer() });
			else arrived.fields[part.fieldname] = String(part.value);
		}
		return null;
	});
	address = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => await server.close());

/** A stream that gives its bytes in pieces, as a store does. */
function streamed(bytes: Uint8Array, pieces: number, name: string): File {
	const size = Math.max(1, Math.ceil(bytes.length / pieces));
	const open = async () =>
		(async function* () {
			for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
		})();
	return new StreamedFile(open, bytes.length, name, 'audio/mpeg');
}

it('a file comes with all its bytes and its name, and each field with its text', async () => {
	// A line end becomes CRLF in a form (HTML's rule), and a name of a field is one that JSON of a user may have.
	const text = fc.string({ unit: 'grapheme' }).map((value) => value.replace(/[\r\n]/g, ' '));
	const field = fc.stringMatching(/^[a-z][a-zA-Z_\d]{0,12}$/).filter((name) => name !== 'file');
	await fc.assert(
		fc.asyncProperty(
			fc.dictionary(field, text, { maxKeys: 5 }),
			fc.uint8Array({ maxLength: 5_000 }),
			fc.integer({ min: 1, max: 5 }),
			fc.stringMatching(/^[\wéß名😀 .;,-]{1,40}\.mp3$/u),
			async (fields, bytes, pieces, name) => {
				const body = toForm(fields, { file: [streamed(bytes, pieces, name)] });
				const { status } = await fetch(address, { method: 'POST', body });
				expect(status).toBe(200);
				expect(arrived.fields).toEqual(fields);
				expect(arrived.name).toBe(name);
				expect(arrived.bytes?.equals(bytes)).toBe(true);
			},
		),
		{ numRuns: RUNS },
	);
});
